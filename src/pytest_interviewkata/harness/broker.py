"""A message broker as plain data: what waits, who holds what, what comes back."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.letter import Delivery, Letter, Message, read

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Broker", "Delivery", "Letter", "Message"]


class Broker:
    """Delivers at least once: by the time due, then first in, first out."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._numbers = count(1)
        self._waiting: list[Letter] = []
        self._unacked: dict[int, Delivery] = {}
        self.dropped: list[Letter] = []
        """Rejected for good. A real broker may have a dead letter exchange for them."""

    @property
    def pending(self) -> tuple[Letter, ...]:
        """Everything that waits, in the order in which it will be delivered."""
        return tuple(sorted(self._waiting, key=lambda letter: (letter.due, letter.place)))

    @property
    def unacked(self) -> tuple[Delivery, ...]:
        """Everything that a consumer holds."""
        return tuple(self._unacked.values())

    @property
    def next_due(self) -> float | None:
        """When the next waiting letter is due."""
        return min((letter.due for letter in self._waiting), default=None)

    def read(self, queue: str, message: Message) -> Letter:
        """Make a letter of a message; it is not queued yet."""
        return read(queue, message, self._now(), next(self._numbers))

    def put(self, letter: Letter) -> None:
        """Queue a letter."""
        self._waiting.append(letter)

    def take(self, consumer: str, queue: str | None = None) -> Delivery | None:
        """Hand the next due letter to a consumer, of one queue or of any."""
        now = self._now()
        for letter in self.pending:
            if letter.due <= now and queue in (None, letter.queue):
                self._waiting.remove(letter)
                delivery = Delivery(next(self._numbers), consumer, letter)
                self._unacked[delivery.tag] = delivery
                return delivery
        return None

    def holds(self, tag: int) -> bool:
        """Say whether a delivery is still its consumer's to answer for."""
        return tag in self._unacked

    def ack(self, tag: int) -> bool:
        """Forget a delivery; False where it was taken back before."""
        return self._unacked.pop(tag, None) is not None

    def reject(self, tag: int, *, requeue: bool) -> bool:
        """Take a delivery back, to deliver it again or to drop it."""
        delivery = self._unacked.pop(tag, None)
        if delivery is None:
            return False
        if requeue:
            self._waiting.append(replace(delivery.letter, redelivered=True))
        else:
            self.dropped.append(delivery.letter)
        return True

    def restore(self, consumer: str) -> tuple[Letter, ...]:
        """Deliver again all that a consumer holds: it is gone, or was taken to be gone."""
        held = [each for each in self.unacked if each.consumer == consumer]
        for delivery in held:
            self.reject(delivery.tag, requeue=True)
        return tuple(delivery.letter for delivery in held)

    def size(self, queue: str) -> int:
        """How many letters wait in a queue."""
        return sum(letter.queue == queue for letter in self._waiting)

    def purge(self, queue: str) -> int:
        """Drop all that waits in a queue."""
        kept = [letter for letter in self._waiting if letter.queue != queue]
        purged = len(self._waiting) - len(kept)
        self._waiting = kept
        return purged
