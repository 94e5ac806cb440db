"""A schedule as it is used up, and what was chosen of how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Choices:
    """Answers the question who goes on, wherever several could: 0 when the schedule is used up."""

    def __init__(self, schedule: Sequence[int] = ()) -> None:
        self._schedule = schedule
        self.made: list[int] = []
        self.widths: list[int] = []

    def choose(self, width: int) -> int:
        """Choose one of so many; one of one is no choice."""
        if width == 1:
            return 0
        place = len(self.made)
        choice = self._schedule[place] % width if place < len(self._schedule) else 0
        self.made.append(choice)
        self.widths.append(width)
        return choice

    def others(self) -> list[tuple[int, ...]]:
        """Return all schedules that differ from this run in one choice after the schedule's end."""
        return [
            (*self.made[:place], choice)
            for place in range(len(self._schedule), len(self.widths))
            for choice in range(1, self.widths[place])
        ]
