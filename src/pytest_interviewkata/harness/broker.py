"""A message broker as plain data: what waits, who holds what, what came back."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

Message = dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """One message in the broker, and what a test may want to know of it."""

    queue: str
    task: str
    id: str
    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    retries: int
    eta: float | None
    """When it is due, in seconds since 1970; None where it is due at once."""
    redelivered: bool
    due: float
    place: int
    raw: Message

    def __str__(self) -> str:
        said = [repr(arg) for arg in self.args]
        said += [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.task}({', '.join(said)}) [{self.id[:4]}]"

    def message(self, tag: int) -> Message:
        """What a consumer gets."""
        message = deepcopy(self.raw)
        info = message["properties"].setdefault("delivery_info", {})
        info["redelivered"] = self.redelivered
        message["properties"]["delivery_tag"] = tag
        return message


@dataclass(frozen=True)
class Delivery:
    """A letter on its way: its consumer has it and has not answered for it yet."""

    tag: int
    consumer: str
    letter: Letter

    @property
    def message(self) -> Message:
        """What the consumer gets."""
        return self.letter.message(self.tag)


class Broker:
    """Delivers at least once: by time due, then first in, first out."""

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
        """Return a message as kombu made it as a letter, not queued yet."""
        return _letter(queue, deepcopy(message), self._now(), next(self._numbers))

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

    def ack(self, tag: int) -> bool:
        """Forget a delivery; False where it is no longer the consumer's to answer for."""
        return self._unacked.pop(tag, None) is not None

    def holds(self, tag: int) -> bool:
        """Say whether a delivery is still the consumer's to answer for."""
        return tag in self._unacked

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


def _letter(queue: str, message: Message, now: float, place: int) -> Letter:
    headers, properties = message["headers"], message["properties"]
    body = message["body"]
    if properties.get("body_encoding") == "base64":
        body = base64.b64decode(body)
    args, kwargs, _ = json.loads(body)
    eta = _timestamp(headers.get("eta"))
    return Letter(
        queue=queue,
        task=str(headers["task"]),
        id=str(headers["id"]),
        args=tuple(args),
        kwargs=dict(kwargs),
        retries=int(headers.get("retries") or 0),
        eta=eta,
        redelivered=False,
        due=max(now, eta or now),
        place=place,
        raw=message,
    )


def _timestamp(eta: str | None) -> float | None:
    if eta is None:
        return None
    moment = datetime.fromisoformat(eta)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
