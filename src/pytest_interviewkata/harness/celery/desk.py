"""Where one worker meets the broker and the results: whatever it changes there is an effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kombu.utils.json import dumps, loads

if TYPE_CHECKING:
    from pytest_interviewkata.harness.broker import Broker
    from pytest_interviewkata.harness.celery.results import Results
    from pytest_interviewkata.harness.gate import Gate

T = TypeVar("T")
Run = Callable[[str, str, float | None], None]


class Desk:
    """The trusted side's spy for one worker."""

    __kata_methods__ = (
        "ack",
        "attach",
        "fetch",
        "forget",
        "limit",
        "publish",
        "purge",
        "reject",
        "size",
        "store",
        "take",
    )

    def __init__(self, name: str, broker: Broker, results: Results, gate: Gate) -> None:
        self._name = name
        self._broker = broker
        self._results = results
        self._gate = gate
        self.run: Run | None = None
        self.time_limit: float | None = None
        """Of the task that runs now."""

    def attach(self, run: Run) -> None:
        """Note what runs a delivery in the worker's process."""
        self.run = run

    def limit(self, seconds: float | None) -> None:
        """Note the time limit of the task that starts now."""
        self.time_limit = seconds

    def publish(self, queue: str, message: str) -> None:
        """Queue a message."""
        letter = self._broker.read(queue, loads(message))
        self._effect(f"PUBLISH {letter}", lambda: self._broker.put(letter))

    def take(self, queue: str) -> str | None:
        """Take the next due message of a queue."""
        delivery = self._broker.take(self._name, queue)
        return delivery and dumps(delivery.message)

    def size(self, queue: str) -> int:
        """How many messages wait in a queue."""
        return self._broker.size(queue)

    def purge(self, queue: str) -> int:
        """Drop the messages of a queue."""
        return self._effect(f"PURGE {queue}", lambda: self._broker.purge(queue))

    def ack(self, tag: int) -> None:
        """Answer for a delivery."""
        self._effect("ACK", lambda: self._broker.ack(tag))

    def reject(self, tag: int, requeue: bool) -> None:  # noqa: FBT001
        """Refuse a delivery."""
        label = "REJECT, to be delivered again" if requeue else "REJECT"
        self._effect(label, lambda: self._broker.reject(tag, requeue=requeue))

    def fetch(self, key: str) -> str | None:
        """Read what is stored under a key of the result backend."""
        return self._results.fetch(key)

    def store(self, key: str, value: str) -> None:
        """Store under a key of the result backend."""
        label = f"RESULT {self._results.state(value)}"
        self._effect(label, lambda: self._results.store(key, value))

    def forget(self, key: str) -> None:
        """Forget a key of the result backend."""
        self._effect("FORGET RESULT", lambda: self._results.forget(key))

    def _effect(self, label: str, act: Callable[[], T]) -> T:
        self._gate.before(label)
        done = act()
        self._gate.after(label)
        return done
