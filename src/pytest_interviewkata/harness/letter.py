"""One message in the broker, as a test sees it and as a consumer gets it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.words import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

Message = dict[str, Any]


@dataclass(frozen=True)
class Letter:
    """What may be asked of a message."""

    queue: str
    task: str
    id: str
    args: tuple[object, ...]
    kwargs: Mapping[str, object]
    retries: int
    eta: float | None
    """When it is due, in seconds since 1970; None where it is due at once."""
    due: float
    place: int
    raw: Message
    redelivered: bool = False

    def __str__(self) -> str:
        said = [repr(arg) for arg in self.args]
        said += [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return shown(f"{self.task}({', '.join(said)}) [{self.id[:4]}]")

    def message(self, tag: int) -> Message:
        """Return what a consumer gets."""
        properties = self.raw["properties"]
        info = {**properties.get("delivery_info", {}), "redelivered": self.redelivered}
        marked = {**properties, "delivery_tag": tag, "delivery_info": info}
        return {**self.raw, "properties": marked}


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


def read(queue: str, message: Message, now: float, place: int) -> Letter:
    """Read a message of Celery's protocol 2, as kombu made it."""
    headers, body = message["headers"], message["body"]
    if message["properties"].get("body_encoding") == "base64":
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
        due=max(now, eta or now),
        place=place,
        raw=message,
    )


def _timestamp(eta: str | None) -> float | None:
    if eta is None:
        return None
    moment = datetime.fromisoformat(eta)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
