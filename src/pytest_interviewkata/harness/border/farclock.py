"""The test's time, in the answer's process: it moves on the other side only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.harness.dispatch import SWITCHBOARD

if TYPE_CHECKING:
    from collections.abc import Callable


class FarClock:
    """Shows what each message says. Real time until a message says something."""

    def __init__(self, ask: Callable[[str, float], None]) -> None:
        self._ask = ask
        self._now: tuple[int, int] | None = None
        self.slept: list[float] = []
        """What asyncio was asked to sleep, for the test's clock to note."""

    def take_slept(self) -> list[float]:
        """Return what the test's clock does not know of yet."""
        taken = self.slept[:] if self._now else []
        self.slept.clear()
        return taken

    def show(self, now: tuple[int, int] | None) -> None:
        """Show this time from now on; without one, real time."""
        before, self._now = self._now, now
        if now is None:
            SWITCHBOARD.stop(self)
        elif before is None:
            SWITCHBOARD.start(self)
        elif now != before:
            SWITCHBOARD.sync()

    def time_ns(self) -> int:
        """Nanoseconds since 1970."""
        return self._now[0] if self._now else 0

    def monotonic_ns(self) -> int:
        """Nanoseconds of a clock that no one sets."""
        real: int = SWITCHBOARD.real("monotonic_ns")()
        return self._now[1] if self._now else real

    def sleep(self, seconds: float) -> None:
        """Ask the test's side to let time pass, and to note it."""
        self._ask("sleep", seconds)

    def pause(self, seconds: float) -> None:
        """Ask the test's side to let time pass."""
        self._ask("pause", seconds)
