"""The store: attempts, hints, looks at solutions and new beginnings.

Each row has an id of its own, so that the histories of two machines merge: what is
there already is left alone. Each write is one transaction.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_interviewkata.progress import rows, unavailable
from pytest_interviewkata.progress.database import Database
from pytest_interviewkata.progress.rows import Happening
from pytest_interviewkata.progress.unavailable import ProgressUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from pytest_interviewkata.model import Attempt

FILE = "progress.db"
READING = "Earlier progress was not read from"
NAMED = 3
ADD_ATTEMPT = rows.insert("attempt", rows.ATTEMPT_COLUMNS)
ADD_EVENT = rows.insert("event", rows.EVENT_COLUMNS)
ATTEMPTS = rows.select("attempt", rows.ATTEMPT_COLUMNS)
ATTEMPTS_OF = rows.select("attempt", rows.ATTEMPT_COLUMNS, "library = ?")
EVENTS = rows.select("event", rows.EVENT_COLUMNS)
MOMENTS = rows.select("event", ["at"], "library = ? and kata = ? and kind = ?")
HAPPENED = {
    Happening.HINT: "The hint taken for",
    Happening.SPOIL: "The look at the solution of",
    Happening.RESET: "The new beginning of",
}


@dataclass(frozen=True)
class Store:
    """A learner's history in the folder `home`. Safe to share between threads and forks."""

    database: Database

    @classmethod
    def open(cls, home: Path, patience: float = 10.0) -> Store:
        """Open the store of a folder, making both where they are missing."""
        database = Database(home / FILE, patience)
        database.prepare()
        return cls(database)

    def add(self, attempts: Sequence[Attempt]) -> None:
        """Store attempts, all or none; those that are stored already stay as they are."""
        if attempts:
            with self.database.writing(f"{_named(attempts)} not saved in") as db:
                db.executemany(ADD_ATTEMPT, [rows.attempt_row(attempt) for attempt in attempts])

    def attempts(self, library: str) -> list[Attempt]:
        """Every attempt at katas of one library, oldest first."""
        with self.database.reading(READING) as db:
            found = db.execute(ATTEMPTS_OF, [library]).fetchall()
        try:
            return [rows.attempt(row) for row in found]
        except (ValueError, TypeError) as error:
            raise ProgressUnavailable(READING, self.database.path, unavailable.DAMAGED) from error

    def hint(self, library: str, kata: str, at: datetime) -> None:
        """Remember that the next hint of a kata was taken."""
        self._happened(Happening.HINT, library, kata, at)

    def hints(self, library: str, kata: str) -> int:
        """Count the hints taken since the kata was last begun anew."""
        begun = max(self._moments(Happening.RESET, library, kata), default="")
        return sum(at > begun for at in self._moments(Happening.HINT, library, kata))

    def spoil(self, library: str, kata: str, at: datetime) -> None:
        """Remember that the solution of a kata was looked at."""
        self._happened(Happening.SPOIL, library, kata, at)

    def spoiled(self, library: str, kata: str) -> bool:
        """Say whether a look at the solution still counts.

        It does until the kata is begun anew on a later day.
        """
        looked = max(self._moments(Happening.SPOIL, library, kata), default="")
        begun = max(self._moments(Happening.RESET, library, kata), default="")
        return bool(looked) and _day(begun) <= _day(looked)

    def reset(self, library: str, kata: str, at: datetime) -> None:
        """Remember that a kata was begun anew."""
        self._happened(Happening.RESET, library, kata, at)

    def merge(self, other: Store) -> None:
        """Take over what another machine's store knows and this one does not."""
        with other.database.reading(READING) as db:
            attempts, events = db.execute(ATTEMPTS).fetchall(), db.execute(EVENTS).fetchall()
        with self.database.writing(f"The history of {other.database.path} was not merged in") as db:
            db.executemany(ADD_ATTEMPT, attempts)
            db.executemany(ADD_EVENT, events)

    def _happened(self, kind: Happening, library: str, kata: str, at: datetime) -> None:
        event = (uuid.uuid4().hex, library, kata, rows.stamp(at), kind.value)
        with self.database.writing(f"{HAPPENED[kind]} {kata} was not saved in") as db:
            db.execute(ADD_EVENT, event)

    def _moments(self, kind: Happening, library: str, kata: str) -> list[str]:
        with self.database.reading(READING) as db:
            return [at for (at,) in db.execute(MOMENTS, [library, kata, kind.value])]


def _named(attempts: Sequence[Attempt]) -> str:
    names = list(dict.fromkeys(attempt.kata for attempt in attempts))
    more = ", …" if len(names) > NAMED else ""
    one = len(attempts) == 1
    count = "1 attempt" if one else f"{len(attempts)} attempts"
    return f"{count} ({', '.join(names[:NAMED])}{more}) {'was' if one else 'were'}"


def _day(moment: str) -> str:
    return moment[: len("2026-01-01")]
