"""The plain values that hold no others, each with its tag and how it is written."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_DECIMAL = 10_000


class Refused(ValueError):
    """Something does not cross the border, and why."""


@dataclass(frozen=True)
class Leaf:
    """One type of plain value. `unpack` gets what a stranger wrote and checks it."""

    type: type
    tag: str
    pack: Callable[[Any], object]
    unpack: Callable[[Any], object]


def _text(body: object) -> str:
    if type(body) is not str:
        raise Refused("text was expected")
    return body


def _numbers(body: object, count: int) -> list[int]:
    if type(body) is not list or len(body) != count or any(type(n) is not int for n in body):
        raise Refused(f"{count} whole numbers were expected")
    return body


def _integer(body: object) -> int:
    return int(_text(body), 16)


def _float(body: object) -> float:
    if body not in ("nan", "inf", "-inf"):
        raise Refused("a float that is not one")
    return float(_text(body))


def _string(body: object) -> str:
    return bytes.fromhex(_text(body)).decode("utf-8", "surrogatepass")


def _pack_bytes(value: bytes) -> str:
    return b2a_base64(value, newline=False).decode("ascii")


def _bytes(body: object) -> bytes:
    return a2b_base64(_text(body), strict_mode=True)


def _decimal(body: object) -> Decimal:
    if len(_text(body)) > LONGEST_DECIMAL:
        raise Refused(f"a Decimal of more than {LONGEST_DECIMAL} digits")
    return Decimal(_text(body))


def _pack_offset(value: datetime | time) -> list[int]:
    offset = value.utcoffset()
    if offset is None and value.tzinfo is not None:
        raise Refused("a time whose zone has no offset of its own")
    return [] if offset is None else _pack_delta(offset)


def _zone(body: object) -> timezone | None:
    return None if body == [] else timezone(_delta(body))


def _pack_delta(value: timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


def _delta(body: object) -> timedelta:
    return timedelta(*_numbers(body, 3))


def _pack_datetime(value: datetime) -> list[object]:
    clock = [value.hour, value.minute, value.second, value.microsecond, value.fold]
    return [[value.year, value.month, value.day, *clock], _pack_offset(value)]


def _datetime(body: object) -> datetime:
    moment, offset = _two(body)
    *fields, fold = _numbers(moment, 8)
    return datetime(*fields, fold=fold, tzinfo=_zone(offset))  # type: ignore[arg-type,misc]


def _pack_time(value: time) -> list[object]:
    fields = [value.hour, value.minute, value.second, value.microsecond, value.fold]
    return [fields, _pack_offset(value)]


def _time(body: object) -> time:
    moment, offset = _two(body)
    *fields, fold = _numbers(moment, 5)
    return time(*fields, fold=fold, tzinfo=_zone(offset))  # type: ignore[misc,arg-type]


def _two(body: object) -> list[object]:
    if type(body) is not list or len(body) != 2:  # noqa: PLR2004
        raise Refused("a pair was expected")
    return body


LEAVES = (
    Leaf(int, "i", hex, _integer),
    Leaf(float, "f", repr, _float),
    Leaf(str, "u", lambda v: v.encode("utf-8", "surrogatepass").hex(), _string),
    Leaf(bytes, "b", _pack_bytes, _bytes),
    Leaf(Decimal, "D", str, _decimal),
    Leaf(datetime, "dt", _pack_datetime, _datetime),
    Leaf(date, "da", date.isoformat, lambda body: date.fromisoformat(_text(body))),
    Leaf(time, "ti", _pack_time, _time),
    Leaf(timedelta, "td", _pack_delta, _delta),
    Leaf(UUID, "id", lambda v: v.hex, lambda body: UUID(hex=_text(body))),
)
BY_TYPE = {leaf.type: leaf for leaf in LEAVES}
BY_TAG = {leaf.tag: leaf for leaf in LEAVES}
