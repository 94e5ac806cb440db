"""Messages as text: that much of them crosses the border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kombu.utils import json

if TYPE_CHECKING:
    from pytest_interviewkata.harness.letter import Message


def pack(message: Message) -> str:
    """Write a message, with the types that kombu knows."""
    return str(json.dumps(message))  # type: ignore[no-untyped-call]


def unpack(text: str) -> Message:
    """Read a message."""
    message = json.loads(text)  # type: ignore[no-untyped-call]
    if not isinstance(message, dict):
        raise TypeError("A message is a mapping.")
    return message
