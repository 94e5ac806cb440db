"""What happened in a world, one line each: the counterexample that a learner gets to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_interviewkata.harness.clock import Clock

_SHOWN = 80


class Timeline:
    """Notes who did what at which virtual second."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lines: list[tuple[float, str, str]] = []

    def add(self, name: str, event: str) -> None:
        """Note one event, now."""
        self._lines.append((self._clock.elapsed, name, event))

    def __str__(self) -> str:
        lines = [f"{name} @{_seconds(at)} {event}" for at, name, event in self._lines]
        if len(lines) > _SHOWN:
            half = _SHOWN // 2
            lines[half:-half] = [f"... {len(lines) - _SHOWN} lines ..."]
        return "\n".join(lines)


def _seconds(at: float) -> str:
    """Two digits, three where they say more."""
    return f"{at:.2f}s" if round(at, 3) == round(at, 2) else f"{at:.3f}s"
