"""The learner's history as one run needs it. What goes wrong costs a line, never the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.progress import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from pytest_interviewkata.model import Attempt

Answer = TypeVar("Answer")


@dataclass
class History:
    """What was done before this run; empty where it cannot be read."""

    library: str
    notes: list[str] = field(default_factory=list)
    """What could not be read or saved, one line each."""
    attempts: list[Attempt] = field(default_factory=list)
    _store: Store | None = None

    def open(self, home: Path) -> None:
        """Read what is stored in a folder."""
        self._store = self._tried(lambda: Store.open(home))
        self.attempts = self._asked(lambda store: store.attempts(self.library)) or []

    def earlier(self, kata: str) -> list[Attempt]:
        """Return the earlier attempts at a kata."""
        return [attempt for attempt in self.attempts if attempt.kata == kata]

    def hints(self, kata: str) -> int:
        """Count the hints taken for a kata."""
        return self._asked(lambda store: store.hints(self.library, kata)) or 0

    def spoiled(self, kata: str) -> bool:
        """Say whether the solution of a kata was looked at."""
        return self._asked(lambda store: store.spoiled(self.library, kata)) or False

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Store attempts; they count for this run even where they cannot be stored."""
        self._asked(lambda store: store.add(attempts))
        self.attempts += attempts

    def _asked(self, question: Callable[[Store], Answer]) -> Answer | None:
        store = self._store
        return self._tried(lambda: question(store)) if store else None

    def _tried(self, action: Callable[[], Answer]) -> Answer | None:
        try:
            return action()
        except KataError as error:
            if str(error) not in self.notes:
                self.notes.append(str(error))
            return None
