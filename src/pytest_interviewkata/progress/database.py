"""One SQLite file: opened for each piece of work, and never held.

A connection that is kept would be inherited by forked children and would lose its
locks when one of them closes it. Opening costs less than a millisecond.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_interviewkata.progress import unavailable
from pytest_interviewkata.progress.migrations import MIGRATIONS, applied, migrate, tables
from pytest_interviewkata.progress.unavailable import ProgressUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPENING = "Progress cannot be stored in"
# A write-ahead database wants to write beside itself even to be read. Where it cannot,
# and no log lies beside it, the file alone is complete.
CANNOT_WRITE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}


@dataclass(frozen=True)
class Database:
    """Where the rows are, and how many seconds to wait for another run's write."""

    path: Path
    patience: float

    def prepare(self) -> None:
        """Bring the file to today's shape; refuse one that is not ours to change."""
        with self._explained(OPENING):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.reading(OPENING) as db:
            pending = self._pending(db)
        if pending:
            with self.writing(OPENING) as db:
                migrate(db)
            self._write_ahead()

    @contextmanager
    def reading(self, doing: str) -> Iterator[sqlite3.Connection]:
        """Give a connection to read from, also where the folder cannot be written."""
        with self._explained(doing), closing(self._readable()) as db:
            yield db

    @contextmanager
    def writing(self, doing: str) -> Iterator[sqlite3.Connection]:
        """Give a connection within one transaction: all of it is stored, or nothing."""
        with self._explained(doing), closing(self._connect()) as db:
            db.execute("begin immediate")
            with db:
                yield db

    @contextmanager
    def _explained(self, doing: str) -> Iterator[None]:
        try:
            yield
        except sqlite3.ProgrammingError:
            raise
        except (sqlite3.Error, OSError) as error:
            raise ProgressUnavailable(doing, self.path, unavailable.reason(error)) from error

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)

    def _readable(self) -> sqlite3.Connection:
        db = self._connect()
        try:
            db.execute("select count(*) from sqlite_master")
        except sqlite3.DatabaseError as error:
            db.close()
            if unavailable.primary_code(error) not in CANNOT_WRITE or not self._complete():
                raise
            return sqlite3.connect(f"{self.path.absolute().as_uri()}?immutable=1", uri=True)
        return db

    def _complete(self) -> bool:
        log = self.path.with_name(f"{self.path.name}-wal")
        return self.path.is_file() and not (log.exists() and log.stat().st_size)

    def _pending(self, db: sqlite3.Connection) -> bool:
        names, known = applied(db), [step.__name__ for step in MIGRATIONS]
        if unknown := sorted(names.difference(known)):
            raise ProgressUnavailable(OPENING, self.path, unavailable.newer(unknown))
        if not names and tables(db):
            raise ProgressUnavailable(OPENING, self.path, unavailable.NOT_OURS)
        return len(names) < len(known)

    def _write_ahead(self) -> None:
        # Two first runs at once: one of them finds the file locked, and the other's
        # setting holds for both.
        with suppress(sqlite3.OperationalError), closing(self._connect()) as db:
            db.execute("pragma journal_mode = wal")
