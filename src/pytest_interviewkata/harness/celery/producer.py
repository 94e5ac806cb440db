"""Another program, which publishes tasks by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.celery.app import App
from pytest_interviewkata.harness.celery.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_interviewkata.harness.letter import Message


class Producer:
    """Makes messages the way Celery does. Its app costs a while, so that worlds share it."""

    def __init__(self) -> None:
        self._published: list[tuple[str, Message]] = []
        self._app = App("producer", self)

    def publish(self, queue: str, message: str) -> None:
        """Take what the app publishes."""
        self._published.append((queue, unpack(message)))

    def size(self, queue: str) -> int:
        """Count what waits in a queue: to whom it declares one, it is new."""
        return sum(queue == published for published, _ in self._published)

    def make(
        self, task: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> tuple[str, str, Message]:
        """Return the id of a new task, the queue that it goes to, and the message."""
        task_id = str(self._app.send_task(task, args, dict(kwargs)).id)
        return task_id, *self._published.pop()
