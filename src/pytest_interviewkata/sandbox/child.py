"""One child process: limited, and ended together with everything that it started."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_interviewkata.model import Limits

LAUNCH: Final = Path(__file__).with_name("launch.py")
FILE_MB: Final = 64
TAIL: Final = 20_000
"""How much of a child's output is kept, in bytes."""


@dataclass(frozen=True)
class Finished:
    """How a child ended, and the end of what it printed."""

    returncode: int
    timed_out: bool
    seconds: float
    output: str


class Child:
    """A running child with limits. Leaving the `with` block ends it and all that it started."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        limits: Limits,
        cwd: Path,
        env: Mapping[str, str],
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.limits = limits
        self._output = tempfile.TemporaryFile()  # noqa: SIM115  closed by kill()
        self._started = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603  the caller says what to run
            limited(argv, limits),
            cwd=cwd,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            pass_fds=pass_fds,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def wait(self, seconds: float | None = None) -> Finished:
        """Wait for its end, at most as long as its limits say, and end what is left of it."""
        patience = self.limits.seconds if seconds is None else seconds
        timed_out = False
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            timed_out = True
        took = time.monotonic() - self._started
        end_group(self._process)
        return Finished(self._process.wait(), timed_out, took, self.output())

    def output(self) -> str:
        """Return the end of what it printed so far."""
        end = self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, end - TAIL))
        return self._output.read().decode("utf-8", "replace")

    def kill(self) -> None:
        """End it and everything that it started."""
        if self._process.returncode is None:
            end_group(self._process)
            self._process.wait()
        self._output.close()


def run_child(
    argv: Sequence[str], *, limits: Limits, cwd: Path, env: Mapping[str, str]
) -> Finished:
    """Run a program to its end, or to the end of its limits."""
    with Child(argv, limits=limits, cwd=cwd, env=env) as child:
        return child.wait()


def limited(argv: Sequence[str], limits: Limits) -> list[str]:
    """Put the launcher before a program, where this system has limits to set."""
    if not find_spec("resource"):
        return list(argv)
    mega = 1024 * 1024
    numbers = (math.ceil(limits.seconds) + 1, limits.memory_mb * mega, FILE_MB * mega)
    return [sys.executable, "-I", "-S", str(LAUNCH), *map(str, numbers), *argv]


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its whole group, whether or not it has ended itself."""
    if sys.platform == "win32":
        if process.poll() is None:
            kill = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
            subprocess.run(kill, check=False, capture_output=True)  # noqa: S603
        return
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
