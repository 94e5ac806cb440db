"""Whole processes, measured by the operating system's own accounting."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What one run of a command used: seconds, and megabytes at its peak."""

    cpu: float
    wall: float
    peak_mb: float


def cost(command, *, cwd=None, env=None):
    """Run a command to its end, whatever its exit code, and say what it used."""
    started = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(command, cwd=cwd, env={**os.environ, **(env or {})}, **quiet)
    _, _, used = os.wait4(child.pid, 0)
    child.returncode = 0
    kilo = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / kilo)


def interleaved(commands, rounds, **options):
    """Run the commands in turn, `rounds` times, after one round that does not count.

    Returns name -> list of Cost; the n-th costs of all names belong together.
    """
    costs = {name: [] for name in commands}
    for counted in range(rounds + 1):
        for name, command in commands.items():
            measured = cost(command, **options)
            if counted:
                costs[name].append(measured)
    return costs


def median_ratio(costs, name, base):
    """Return, as median over the rounds, how much more CPU `name` used than `base`."""
    pairs = zip(costs[name], costs[base], strict=True)
    return statistics.median(mine.cpu / theirs.cpu for mine, theirs in pairs)


def median(costs, field):
    """Return the median of one field over the runs."""
    return statistics.median(getattr(run, field) for run in costs)
