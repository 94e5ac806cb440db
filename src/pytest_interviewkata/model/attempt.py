"""What a learner has done, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from pytest_interviewkata.model.verdict import Outcome


@dataclass(frozen=True)
class Attempt:
    """One whole run of one kata by its learner. `at` is aware, in UTC."""

    id: str
    library: str
    kata: str
    kata_version: int
    at: datetime
    outcome: Outcome
    failed: tuple[str, ...] = ()
    mistake: str = ""
    hints: int = 0
    """Hints taken before this attempt."""
    spoiled: bool = False
    """The solution was looked at before this attempt."""
    edited: bool = False
    """The tests were not the library's own: no evidence either way."""
    fresh: bool = False
    """The answer was the untouched stub: no evidence either way."""
    seconds: float = 0.0


@dataclass(frozen=True)
class Evidence:
    """What the attempts at one kata show today, 0 to 1 each."""

    kata: str
    passed: bool
    """The newest attempt that counts is a pass."""
    strength: float
    """How well it was shown when it was last shown."""
    retrievable: float
    """How much of that is likely still there today."""
    last: datetime | None = None
    due: datetime | None = None


@dataclass(frozen=True)
class Mastery:
    """How much of a topic (or concept) has been shown and is still known."""

    name: str
    katas: int
    passed: int
    share: float
    """How much of what was ever passed is still known, 0 to 1."""
    due: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """The share in whole percent; 0 and 100 only where it is exactly that."""
        if self.share in {0.0, 1.0}:
            return round(self.share * 100)
        return min(99, max(1, round(self.share * 100)))
