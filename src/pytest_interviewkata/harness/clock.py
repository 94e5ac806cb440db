"""Virtual time: one clock behind `time`, `monotonic`, `perf_counter`, `sleep` and `datetime`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pytest_interviewkata.harness.dispatch import NS, SWITCHBOARD, dispatching

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["EPOCH", "Clock", "dispatching", "running"]

EPOCH = 1_767_225_600.0
"""2026-01-01T00:00Z, where every clock starts."""

_UPTIME = 131_072 * NS
"""Where `monotonic` starts: a machine that is up for a day and a half."""


class Clock:
    """Time that moves only when somebody sleeps or a test moves it.

    `with Clock() as clock:` makes it the time of the whole process.
    """

    def __init__(self, start: float = EPOCH) -> None:
        self._start = self._ns = round(start * NS)
        self.slept: list[float] = []
        self.sleeper: Callable[[float], bool] | None = None
        """Takes over the sleep of the thread that asks and says whether it did."""
        self.moved: Callable[[int], None] | None = None
        """Is told after each move by how many nanoseconds."""

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self._ns / NS

    @now.setter
    def now(self, seconds: float) -> None:
        self.move(round(seconds * NS) - self._ns)

    @property
    def elapsed(self) -> float:
        """Virtual seconds since this clock began."""
        return (self._ns - self._start) / NS

    def advance(self, seconds: float) -> None:
        """Let virtual time pass, as if everybody had been paused for it."""
        if seconds < 0:
            raise ValueError(f"Time does not run backwards: advance({seconds!r}).")
        self.move(round(seconds * NS))

    def sleep(self, seconds: float) -> None:
        """Sleep in virtual time: an actor of a world gives way to the others meanwhile."""
        self.slept.append(seconds)
        self.pause(seconds)

    def pause(self, seconds: float) -> None:
        """Sleep without a note of it: for waiting of other kinds."""
        if self.sleeper is None or not self.sleeper(seconds):
            self.advance(seconds)

    def move(self, nanoseconds: int) -> None:
        """Move by exactly this much."""
        self._ns += nanoseconds
        if SWITCHBOARD.clock is self:
            SWITCHBOARD.sync()
        if self.moved is not None and nanoseconds:
            self.moved(nanoseconds)

    def time_ns(self) -> int:
        """Nanoseconds since 1970."""
        return self._ns

    def monotonic_ns(self) -> int:
        """Nanoseconds of `time.monotonic`."""
        return self._ns - self._start + _UPTIME

    def __enter__(self) -> Self:
        SWITCHBOARD.start(self)
        return self

    def __exit__(self, *_: object) -> None:
        SWITCHBOARD.stop(self)


def running() -> Clock | None:
    """Return the clock in charge, if one runs."""
    clock = SWITCHBOARD.clock
    return clock if isinstance(clock, Clock) else None
