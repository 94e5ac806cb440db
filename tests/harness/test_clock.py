"""Virtual time."""

import datetime as dt
import subprocess
import sys
import threading
import time

import pytest

from pytest_interviewkata.harness import Clock
from pytest_interviewkata.harness.clock import EPOCH, dispatching, running

with dispatching():
    from time import monotonic as captured_monotonic
    from time import sleep as captured_sleep

    def waits(sleep=time.sleep):
        sleep(3)


def test_all_clocks_are_one():
    """time, monotonic, perf_counter and datetime move together, and by sleep alone."""
    with Clock() as clock:
        before = time.monotonic(), time.perf_counter(), time.monotonic_ns(), time.perf_counter_ns()
        time.sleep(2.5)

        assert time.time() == clock.now == EPOCH + 2.5
        assert time.time_ns() == int((EPOCH + 2.5) * 1e9)
        assert dt.datetime.now(dt.UTC).timestamp() == EPOCH + 2.5
        assert dt.date.today().isoformat() == "2026-01-01"  # noqa: DTZ011
        after = time.monotonic(), time.perf_counter(), time.monotonic_ns(), time.perf_counter_ns()
        assert [b - a for a, b in zip(before, after, strict=True)] == [2.5, 2.5, 25e8, 25e8]


def test_time_stands_still_by_itself():
    """Between two readings no time passes."""
    with Clock():
        assert time.time() == time.time()
        assert time.monotonic() == time.monotonic()


def test_names_captured_at_import_follow_the_clock():
    """`from time import sleep` and `sleep=time.sleep` are virtual while a clock runs."""
    with Clock() as clock:
        start = captured_monotonic()
        captured_sleep(2)
        waits()

        assert clock.slept == [2, 3]
        assert captured_monotonic() - start == 5


def test_captured_names_are_real_without_a_clock():
    """Outside a test's clock they are what they were."""
    start = time.perf_counter()
    captured_sleep(0.01)

    assert time.perf_counter() - start >= 0.01
    assert abs(captured_monotonic() - time.monotonic()) < 1


def test_nothing_is_left_in_the_time_module():
    """After a clock, `time` holds its own functions again."""
    before = {name: getattr(time, name) for name in ("sleep", "monotonic", "perf_counter")}
    with dispatching(), Clock():
        assert time.sleep is not before["sleep"]

    assert before == {name: getattr(time, name) for name in before}
    assert running() is None


def test_somebody_elses_patch_is_left_alone(monkeypatch):
    """What others have put into `time` meanwhile stays there."""
    with Clock():
        monkeypatch.setattr(time, "sleep", print)

    assert time.sleep is print


def test_steps_of_time_add_up_exactly():
    """Ten tenths are one second, to the nanosecond."""
    with Clock() as clock:
        for _ in range(10):
            time.sleep(0.1)

        assert clock.elapsed == 1.0
        assert time.time() == EPOCH + 1


def test_advancing_is_not_sleeping():
    """`advance` moves time without anybody having slept."""
    with Clock() as clock:
        clock.advance(60)

        assert (clock.elapsed, clock.slept) == (60, [])


@pytest.mark.parametrize("seconds", [-1, -0.001])
def test_time_never_runs_backwards(seconds):
    """A negative step is refused, as time.sleep refuses it."""
    with Clock() as clock:
        with pytest.raises(ValueError, match="backwards"):
            clock.advance(seconds)
        with pytest.raises(ValueError, match="non-negative"):
            time.sleep(seconds)
        with pytest.raises(ValueError, match="NaN"):
            time.sleep(float("nan"))
        with pytest.raises(TypeError):
            time.sleep("1")

        assert clock.slept == []


def test_the_newest_clock_is_in_charge():
    """A clock within a clock has its own time; the outer one goes on where it was."""
    with Clock() as outer:
        outer.advance(5)
        with Clock(start=0.0):
            time.sleep(1)
            assert time.time() == 1.0
        assert time.time() == EPOCH + 5


def test_other_threads_see_the_same_time():
    """Time is the process's, not the thread's."""
    seen = []
    with Clock() as clock:
        clock.advance(7)
        thread = threading.Thread(target=lambda: seen.append(time.time()))
        thread.start()
        thread.join()

    assert seen == [EPOCH + 7]


def test_the_clock_does_not_load_pytest():
    """time-machine imports pytest where it can; here it cannot."""
    code = (
        "import sys; from pytest_interviewkata.harness import Clock\n"
        "with Clock(): pass\n"
        "assert 'pytest' not in sys.modules, 'pytest was imported'\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
