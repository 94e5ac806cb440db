"""Rows and what they stand for."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.model import Attempt, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence


class Happening(StrEnum):
    """What, apart from attempts, a learner does with a kata."""

    HINT = "hint"
    SPOIL = "spoil"
    RESET = "reset"


ATTEMPT_COLUMNS = tuple(field.name for field in fields(Attempt))
EVENT_COLUMNS = ("id", "library", "kata", "at", "kind")


def stamp(at: datetime) -> str:
    """Write a moment so that text sorts as time."""
    if at.tzinfo is None:
        raise ValueError(f"{at!r} says no time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def attempt_row(attempt: Attempt) -> tuple[Any, ...]:
    """Turn an attempt into the values of its row, in the order of its columns."""
    values = {name: getattr(attempt, name) for name in ATTEMPT_COLUMNS}
    values["at"] = stamp(attempt.at)
    values["outcome"] = attempt.outcome.value
    values["failed"] = json.dumps(attempt.failed)
    return tuple(values.values())


def attempt(row: Sequence[Any]) -> Attempt:
    """Read an attempt back; a value that nobody of us wrote raises ValueError."""
    values = dict(zip(ATTEMPT_COLUMNS, row, strict=True))
    values["at"] = datetime.fromisoformat(values["at"])
    values["outcome"] = Outcome(values["outcome"])
    values["failed"] = tuple(json.loads(values["failed"]))
    for name in ("spoiled", "edited", "fresh"):
        values[name] = bool(values[name])
    return Attempt(**values)


def select(table: str, columns: Sequence[str], condition: str = "true") -> str:
    """Write the statement that reads rows in the order of time."""
    names = ", ".join(columns)
    return f"select {names} from {table} where {condition} order by at, id"  # noqa: S608 - our own words


def insert(table: str, columns: Sequence[str]) -> str:
    """Write the statement that adds a row unless its id is there already."""
    names, places = ", ".join(columns), ", ".join("?" for _ in columns)
    return f"insert into {table} ({names}) values ({places}) on conflict (id) do nothing"  # noqa: S608 - likewise
