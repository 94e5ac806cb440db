"""What a result backend holds, and what a test reads from it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pytest_interviewkata.harness.words import shown

PREFIX = "celery-task-meta-"


@dataclass(frozen=True)
class Result:
    """How a task ended, as far as its result says."""

    state: str
    value: object = None
    error: str = ""
    """The name of the exception's class."""
    message: str = ""

    def __str__(self) -> str:
        return shown(f"{self.state} {self.error}: {self.message}" if self.error else self.state)


class Results:
    """Keys and values, as a Redis backend has them."""

    def __init__(self) -> None:
        self._stored: dict[str, str] = {}
        self._reported: dict[str, Result] = {}

    def fetch(self, key: str) -> str | None:
        """Read."""
        return self._stored.get(key)

    def store(self, key: str, value: str) -> None:
        """Write."""
        self._stored[key] = value

    def forget(self, key: str) -> None:
        """Delete."""
        self._stored.pop(key, None)

    def of(self, task_id: str) -> Result:
        """Return how a task ended, stored or not; PENDING where it has not run."""
        stored = self._stored.get(PREFIX + task_id)
        return read(stored) if stored else self._reported.get(task_id, Result("PENDING"))

    def report(self, task_id: str, result: Result) -> None:
        """Note how a task ended that may have asked for its result to be ignored."""
        self._reported[task_id] = result


def read(stored: str) -> Result:
    """Read a result as Celery stores it."""
    meta = json.loads(stored)
    value = meta.get("result")
    if isinstance(value, dict) and "exc_type" in value:
        said = value.get("exc_message")
        parts = said if isinstance(said, list) else [said]
        text = ", ".join(str(part) for part in parts)
        return Result(str(meta["status"]), None, str(value["exc_type"]), text)
    return Result(str(meta["status"]), value)
