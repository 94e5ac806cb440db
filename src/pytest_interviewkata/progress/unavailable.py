"""Why progress cannot be stored or read, in words that say what to do."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from pytest_interviewkata.errors import KataError

if TYPE_CHECKING:
    from pathlib import Path


class Reason(NamedTuple):
    """What is wrong, and what the learner can do about it."""

    why: str
    advice: str


class ProgressUnavailable(KataError):
    """Progress was not stored or read; whatever had been stored before is untouched."""

    def __init__(self, doing: str, path: Path, reason: Reason) -> None:
        super().__init__(f"{doing} {path}: {reason.why}. {reason.advice}")


ELSEWHERE = "set INTERVIEWKATA_HOME to a folder that can be written"
FULL = Reason("the disk is full", "Free some space and run again; what was stored before is safe.")
FAILING = Reason(
    "the disk cannot be read or written (is it full, or its quota used up?)",
    "Free some space and run again; what was stored before is safe.",
)
READ_ONLY = Reason("the file or its folder is read-only", f"Make both writable, or {ELSEWHERE}.")
CLOSED = Reason("the file cannot be opened", f"Make it and its folder writable, or {ELSEWHERE}.")
DAMAGED = Reason(
    "the file is damaged",
    "Nothing was changed. Rename it to begin anew, and keep it: "
    "`sqlite3 FILE .recover` may bring its rows back.",
)
BUSY = Reason("another run is writing to it", "Run again when that one has ended.")
NOT_OURS = Reason(
    "the file is a database of something else",
    f"Nothing was changed. Move it away, or {ELSEWHERE}.",
)
REASONS = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: FAILING,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
}


def newer(names: list[str]) -> Reason:
    """Say that a later version of ours has been here."""
    return Reason(
        f"a newer pytest-interviewkata wrote it (it knows {', '.join(names)})",
        "Nothing was changed. Upgrade: pip install -U pytest-interviewkata",
    )


def reason(error: sqlite3.Error | OSError) -> Reason:
    """Say what an error of the database or of its folder means."""
    if isinstance(error, OSError):
        what = (error.strerror or str(error)).lower()
        return Reason(what, f"Mend that, or {ELSEWHERE}.")
    primary = primary_code(error)
    return REASONS.get(primary, Reason(str(error), f"Mend that, or {ELSEWHERE}."))


def primary_code(error: sqlite3.Error) -> int:
    """Give the error's class; SQLite keeps the details in the higher bits."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
