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
        self.real_loop: Callable[[], object] = object
        """What makes asyncio's event loops, once asyncio is loaded."""

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
            self._lend_loops()
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
            self._take_loops_back()

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

    def _lend_loops(self) -> None:
        """Let an answer's own asyncio.run live in virtual time, too."""
        for module in _asyncio():
            self.real_loop = module.new_event_loop
            module.new_event_loop = _new_event_loop

    def _take_loops_back(self) -> None:
        for module in _asyncio():
            if module.new_event_loop is _new_event_loop:
                module.new_event_loop = self.real_loop


def _asyncio() -> list[Any]:
    names = ("asyncio", "asyncio.events")
    return [sys.modules[name] for name in names if name in sys.modules]


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


def _reading(name: str, *, seconds: bool) -> Callable[[], float]:
    def read() -> float:
        clock = SWITCHBOARD.clock
        if clock is None:
            real: float = SWITCHBOARD.real(name)()
            return real
        return clock.monotonic_ns() / NS if seconds else clock.monotonic_ns()

    return read


def _new_event_loop() -> object:
    clock = SWITCHBOARD.clock
    if clock is None:
        return SWITCHBOARD.real_loop()
    from pytest_interviewkata.harness.loop import VirtualLoop  # noqa: PLC0415 - it needs this module

    return VirtualLoop(clock)


_STAND_INS: dict[str, Callable[..., Any]] = {
    "sleep": _sleep,
    "monotonic": _reading("monotonic", seconds=True),
    "monotonic_ns": _reading("monotonic_ns", seconds=False),
    "perf_counter": _reading("perf_counter", seconds=True),
    "perf_counter_ns": _reading("perf_counter_ns", seconds=False),
}
for _name, _function in _STAND_INS.items():
    _function.__name__ = _function.__qualname__ = _name

SWITCHBOARD = Switchboard()
