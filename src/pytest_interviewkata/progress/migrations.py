"""The database's shape, as steps. The steps' names are the applied set.

A step that has been released is never edited, renamed or taken out: add another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    Migration = Callable[[sqlite3.Connection], object]


def m001_attempts(db: sqlite3.Connection) -> None:
    """Every whole run of a kata. `at` is UTC in ISO 8601, so that text sorts as time."""
    db.execute(
        """
        create table attempt (
            id text primary key, library text not null, kata text not null,
            kata_version integer not null, at text not null, outcome text not null,
            failed text not null, mistake text not null, hints integer not null,
            spoiled integer not null, edited integer not null, fresh integer not null,
            seconds real not null
        )
        """
    )
    db.execute("create index attempt_of on attempt (library, kata, at)")


def m002_events(db: sqlite3.Connection) -> None:
    """Hints taken, solutions looked at, katas begun anew."""
    db.execute(
        """
        create table event (
            id text primary key, library text not null, kata text not null,
            at text not null, kind text not null
        )
        """
    )
    db.execute("create index event_of on event (library, kata, kind, at)")


MIGRATIONS: tuple[Migration, ...] = (m001_attempts, m002_events)


def tables(db: sqlite3.Connection) -> set[str]:
    """Name all tables that there are."""
    return {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}


def applied(db: sqlite3.Connection) -> set[str]:
    """Name the steps that the database has taken."""
    if "migration" not in tables(db):
        return set()
    return {name for (name,) in db.execute("select name from migration")}


def migrate(db: sqlite3.Connection) -> None:
    """Take the steps that are missing; the caller holds the transaction."""
    db.execute("create table if not exists migration (name text primary key)")
    done = applied(db)
    for step in MIGRATIONS:
        if step.__name__ not in done:
            step(db)
            db.execute("insert into migration values (?)", [step.__name__])
