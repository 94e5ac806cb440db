"""Stand-ins for the functions of `time`: real while no clock runs, virtual while one does.

There is one `time` module in a process, so what stands in it is process-wide
state. All of it is kept in one object, `SWITCHBOARD`; nothing else of the
harness changes anything outside the world that it belongs to.
"""

from __future__ import annotations

import math
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from pytest_interviewkata.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NS = 1_000_000_000


class Timepiece(Protocol):
    """What tells the time while it is in charge: nanoseconds throughout."""

    def time_ns(self) -> int:
        """Nanoseconds since 1970."""

    def monotonic_ns(self) -> int:
        """Nanoseconds of a clock that no one sets."""

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""


class Switchboard:
    """Which clock is in charge, and what has been put into the `time` module."""

    def __init__(self) -> None:
        self._clocks: list[Timepiece] = []
        self._asked = 0
        self._real = {name: getattr(time, name) for name in _STAND_INS}
        self._trip: Any = None
        self._traveller: Any = None
        self._there = 0

    @property
    def clock(self) -> Timepiece | None:
        """The clock in charge, if one runs."""
        return self._clocks[-1] if self._clocks else None

    def real(self, name: str) -> Callable[..., Any]:
        """Return the function of `time` itself."""
        found: Callable[..., Any] = self._real[name]
        return found

    def time_of_day(self) -> int:
        """Nanoseconds since 1970, really."""
        if not self._clocks:
            return time.time_ns()
        from _time_machine import (  # type: ignore[import-not-found]  # noqa: PLC0415 - loaded by now
            original_time_ns,
        )

        return int(original_time_ns())

    def start(self, clock: Timepiece) -> None:
        """Put a clock in charge."""
        if not self._clocks:
            self._depart(clock)
        self.ask()
        self._clocks.append(clock)
        self.sync()

    def stop(self, clock: Timepiece) -> None:
        """Put the clock before it in charge again, or real time."""
        if clock not in self._clocks:
            return
        self._clocks.remove(clock)
        self.release()
        if self._clocks:
            self.sync()
        else:
            self._trip.stop()

    def prefer(self, clock: Timepiece) -> None:
        """Put one of the running clocks in charge of the others."""
        if self._clocks[-1] is not clock and clock in self._clocks:
            self._clocks.remove(clock)
            self._clocks.append(clock)
            self.sync()

    def sync(self) -> None:
        """Bring `time.time` and `datetime` to where the clock in charge is."""
        target = self._clocks[-1].time_ns()
        if target != self._there:
            self._traveller.shift((target - self._there) / NS)
            self._there = target

    def ask(self) -> None:
        """Let the stand-ins stand in `time`, once more."""
        self._asked += 1
        if self._asked == 1:
            for name, stand_in in _STAND_INS.items():
                setattr(time, name, stand_in)

    def release(self) -> None:
        """Take the stand-ins out again when nobody else has asked for them."""
        self._asked -= 1
        if self._asked == 0:
            for name, function in self._real.items():
                if getattr(time, name) is _STAND_INS[name]:
                    setattr(time, name, function)

    def _depart(self, clock: Timepiece) -> None:
        self._there = clock.time_ns()
        self._trip = _time_machine().travel(self._there / NS, tick=False)
        self._traveller = self._trip.start()


@contextmanager
def dispatching() -> Iterator[None]:
    """Let modules that are imported meanwhile capture stand-ins: `from time import sleep`."""
    SWITCHBOARD.ask()
    try:
        yield
    finally:
        SWITCHBOARD.release()


def _time_machine() -> Any:  # noqa: ANN401 - an optional package without types
    """Import time-machine; where pytest is not loaded yet, without letting it load pytest."""
    absent = "time_machine" not in sys.modules and "pytest" not in sys.modules
    if absent:
        sys.modules["pytest"] = None  # type: ignore[assignment]
    try:
        import time_machine  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("Virtual time", "redis") from error
    finally:
        if absent:
            del sys.modules["pytest"]
    return time_machine


def _sleep(seconds: float, /) -> None:
    clock = SWITCHBOARD.clock
    if clock is None:
        SWITCHBOARD.real("sleep")(seconds)
        return
    if math.isnan(seconds):
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    clock.sleep(seconds)


def _monotonic_ns() -> int:
    clock = SWITCHBOARD.clock
    if clock is None:
        return SWITCHBOARD.real("monotonic_ns")()  # type: ignore[no-any-return]
    return clock.monotonic_ns()


def _monotonic() -> float:
    clock = SWITCHBOARD.clock
    if clock is None:
        return SWITCHBOARD.real("monotonic")()  # type: ignore[no-any-return]
    return clock.monotonic_ns() / NS


def _perf_counter_ns() -> int:
    clock = SWITCHBOARD.clock
    if clock is None:
        return SWITCHBOARD.real("perf_counter_ns")()  # type: ignore[no-any-return]
    return clock.monotonic_ns()


def _perf_counter() -> float:
    clock = SWITCHBOARD.clock
    if clock is None:
        return SWITCHBOARD.real("perf_counter")()  # type: ignore[no-any-return]
    return clock.monotonic_ns() / NS


_STAND_INS: dict[str, Callable[..., Any]] = {
    "sleep": _sleep,
    "monotonic": _monotonic,
    "monotonic_ns": _monotonic_ns,
    "perf_counter": _perf_counter,
    "perf_counter_ns": _perf_counter_ns,
}
for _name, _function in _STAND_INS.items():
    _function.__name__ = _function.__qualname__ = _name

SWITCHBOARD = Switchboard()
