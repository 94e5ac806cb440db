"""One child, its limits, and its end."""

import os
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pytest_interviewkata.model import Limits
from pytest_interviewkata.sandbox import Child, run_child

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX's")


def python(code, tmp_path, *, seconds=20.0, memory_mb=512):
    argv = [sys.executable, "-c", textwrap.dedent(code)]
    limits = Limits(seconds=seconds, memory_mb=memory_mb)
    return run_child(argv, limits=limits, cwd=tmp_path, env={"PATH": os.environ["PATH"]})


def test_a_child_is_run_to_its_end(tmp_path):
    """Exit status and output come back."""
    finished = python("print('hello'); raise SystemExit(3)", tmp_path)

    assert (finished.returncode, finished.timed_out) == (3, False)
    assert finished.output == "hello\n"


def test_a_child_that_waits_for_ever_is_ended(tmp_path):
    """The wall limit ends a child that uses no CPU."""
    finished = python("import time; print('in', flush=True); time.sleep(60)", tmp_path, seconds=0.5)

    assert finished.timed_out
    assert finished.seconds < 10
    assert finished.output == "in\n"


@POSIX
def test_everything_that_a_child_started_ends_with_it(tmp_path):
    """A grandchild does not outlive the run, whether or not the child waited for it."""
    code = """
        import subprocess, sys
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        print(child.pid)
    """
    grandchild = int(python(code, tmp_path).output)

    assert gone(grandchild)


@POSIX
def test_a_child_that_eats_memory_gets_a_memory_error(tmp_path):
    """The memory limit holds for one allocation as for many."""
    finished = python("bytearray(1 << 30)", tmp_path, memory_mb=256)

    assert "MemoryError" in finished.output


@POSIX
def test_a_child_cannot_fill_the_disk(tmp_path):
    """One file has a largest size."""
    code = """
        with open("big", "wb") as file:
            for _ in range(200):
                file.write(bytes(1 << 20))
    """
    finished = python(code, tmp_path)

    assert "File too large" in finished.output
    assert (tmp_path / "big").stat().st_size <= 64 * 1024 * 1024


def test_without_the_resource_module_the_wall_limit_is_left(tmp_path, monkeypatch):
    """Windows has no rlimits: a child is still ended in time."""
    monkeypatch.setattr("pytest_interviewkata.sandbox.child.find_spec", lambda name: None)

    finished = python("import time; time.sleep(60)", tmp_path, seconds=0.3)

    assert finished.timed_out


def test_leaving_the_block_ends_a_child_that_nobody_waited_for(tmp_path):
    """A long-lived child does not outlive its owner's interest."""
    argv = [sys.executable, "-c", "import time; time.sleep(60)"]
    with Child(argv, limits=Limits(), cwd=tmp_path, env={}) as child:
        pid = child._process.pid

    assert gone(pid)


def test_only_the_end_of_a_long_output_is_kept(tmp_path):
    """A child that prints without end does not fill our memory."""
    finished = python("print('x' * 100_000); print('end')", tmp_path)

    assert len(finished.output) <= 20_000
    assert finished.output.endswith("end\n")


def gone(pid):
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if state(pid) == "Z":
            return True
        time.sleep(0.02)
    return False


def state(pid):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("utf-8")
        return stat.rpartition(")")[2].split()[0]
    except OSError:
        return ""
