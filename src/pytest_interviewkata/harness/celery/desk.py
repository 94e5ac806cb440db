"""Where one worker meets the broker and the results: whatever it changes there is an effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pytest_interviewkata.harness.celery.packing import pack, unpack
from pytest_interviewkata.harness.celery.results import Result, read
from pytest_interviewkata.harness.spies import spy

if TYPE_CHECKING:
    from pytest_interviewkata.harness.celery.world import CeleryWorld
    from pytest_interviewkata.harness.gate import Gate
    from pytest_interviewkata.harness.letter import Delivery

T = TypeVar("T")
Run = Callable[[str, str, float | None], None]


@spy(
    "accept",
    "ack",
    "attach",
    "fetch",
    "forget",
    "publish",
    "purge",
    "reject",
    "report",
    "size",
    "store",
    "take",
)
class Desk:
    """The trusted side's spy for one worker."""

    def __init__(self, name: str, world: CeleryWorld, gate: Gate) -> None:
        self.name = name
        self._broker = world.broker
        self._results = world.results
        self._clock = world.clock
        self._gate = gate
        self._run: Run | None = None
        self.time_limit: float | None = None
        """Of the task that runs now."""
        self._deadline: float | None = None
        self.busy = False
        """Whether the pool's child has not reported yet."""
        self._late = False
        self._task_id = ""

    def serve(self, order: str, delivery: Delivery, limit: float | None = None) -> None:
        """Have a delivery dealt with in the worker's process."""
        assert self._run is not None, "The Celery app was not handed to the answer."
        self._task_id = delivery.letter.id
        self._run(order, pack(delivery.message), limit)
        self._idle()

    def attach(self, run: Run) -> None:
        """Note what runs a delivery in the worker's process."""
        self._run = run

    @property
    def overdue(self) -> bool:
        """Whether the task that runs now has used up its time."""
        return self._deadline is not None and self._clock.now >= self._deadline

    def accept(self, late: bool, seconds: float | None) -> None:
        """Note that the pool's child starts a task, and within how many seconds it must end."""
        self.busy, self._late, self.time_limit = True, late, seconds
        self._deadline = None if seconds is None else self._clock.now + seconds

    def report(self, state: str, error: str, message: str) -> None:
        """Note how the pool's child says that the task ended."""
        self._results.report(self._task_id, Result(state, None, error, message))

    def publish(self, queue: str, message: str) -> None:
        """Queue a message."""
        letter = self._broker.read(queue, unpack(message))
        self._effect(f"PUBLISH {letter}", lambda: self._broker.put(letter))

    def take(self, queue: str) -> str | None:
        """Take the next due message of a queue."""
        delivery = self._broker.take(self.name, queue)
        return pack(delivery.message) if delivery else None

    def size(self, queue: str) -> int:
        """How many messages wait in a queue."""
        return self._broker.size(queue)

    def purge(self, queue: str) -> int:
        """Drop the messages of a queue."""
        return self._effect(f"PURGE {queue}", lambda: self._broker.purge(queue))

    def ack(self, tag: int) -> None:
        """Answer for a delivery."""
        if self._late:
            self._idle()
        if self._broker.holds(tag):
            self._effect("ACK", lambda: self._broker.ack(tag))

    def reject(self, tag: int, requeue: bool) -> None:
        """Refuse a delivery."""
        self._idle()
        label = "REJECT, to be delivered again" if requeue else "REJECT"
        self._effect(label, lambda: self._broker.reject(tag, requeue=requeue))

    def fetch(self, key: str) -> str | None:
        """Read what is stored under a key of the result backend."""
        return self._results.fetch(key)

    def store(self, key: str, value: str) -> None:
        """Store under a key of the result backend."""
        self._effect(f"RESULT {read(value)}", lambda: self._results.store(key, value))

    def forget(self, key: str) -> None:
        """Forget a key of the result backend."""
        self._effect("FORGET RESULT", lambda: self._results.forget(key))

    def _idle(self) -> None:
        self.busy, self._deadline = False, None

    def _effect(self, label: str, act: Callable[[], T]) -> T:
        self._gate.before(label)
        done = act()
        self._gate.after(label)
        return done
