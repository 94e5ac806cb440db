"""Where fakeredis and Redis 7.0 differ, and an answer could notice."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fakeredis import _msgs as msgs
from fakeredis._command_args_parsing import Float
from fakeredis._helpers import SimpleError

from pytest_interviewkata.harness.redis.scripting import Scripts

if TYPE_CHECKING:
    from fakeredis._core import CommandItem, Database

NEWER = frozenset(
    {"delex", "digest", "fcall", "fcall_ro", "function", "hexpire", "hexpireat", "hexpiretime"}
    | {"hgetdel", "hgetex", "himport", "hpersist", "hpexpire", "hpexpireat", "hpexpiretime"}
    | {"hpttl", "hsetex", "httl", "increx", "msetex", "xackdel", "xcfgset", "xdelex", "xnack"}
    | {"blmovem", "lmovem", "sdiffcard", "sunioncard", "xidmprecord"}
    | {f"ar{what}" for what in ("count", "del", "delrange", "get", "getrange", "grep", "info")}
    | {f"ar{what}" for what in ("insert", "lastitems", "len", "mget", "mset", "next", "op")}
    | {f"ar{what}" for what in ("ring", "scan", "seek", "set")}
)
"""Commands that Redis 7.0 does not have, and functions, which this server does not offer."""


class Corrections(Scripts):
    """A connection that answers as Redis 7.0 does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - fakeredis
        self._fields: list[bytes] = []
        self._may_expire: list[tuple[Database, bytes, float]] = []
        super().__init__(*args, **kwargs)

    def incrbyfloat(self, key: CommandItem, amount: float) -> bytes:
        """INCRBYFLOAT, in decimals."""
        if not math.isfinite(amount):
            raise SimpleError(msgs.NONFINITE_MSG)
        total = _sum(key.get(b"0"), self._fields[2])
        key.update(total)
        return total

    def hincrbyfloat(self, key: CommandItem, field: bytes, amount: bytes) -> bytes:
        """HINCRBYFLOAT, in decimals."""
        Float.decode(amount)
        total = _sum(key.value.get(field, b"0"), amount)
        key.value.update({field: total}, clear_expiration=False)
        key.updated()
        return total

    def watch(self, *keys: CommandItem) -> Any:  # noqa: ANN401 - a reply
        """WATCH, with a note of what may expire before EXEC."""
        reply = super().watch(*keys)
        for key in keys:
            if key and key.expireat is not None:
                self._may_expire.append((self._db, key.key, key.expireat))
        return reply

    def exec_(self) -> Any:  # noqa: ANN401 - a reply
        """EXEC: a watched key that has expired counts as changed."""
        if any(at < db.time and key not in db for db, key, at in self._may_expire):
            self._watch_notified = True
        return super().exec_()

    def _clear_watches(self) -> None:
        super()._clear_watches()
        self._may_expire = []

    def _name_to_func(self, cmd_name: str) -> Any:  # noqa: ANN401 - fakeredis
        first = cmd_name.partition(" ")[0]
        if first in NEWER or cmd_name in NEWER or "." in first:
            raise self._unknown_command(cmd_name)
        return super()._name_to_func(cmd_name)

    def _unknown_command(self, command: str, args: str | None = None) -> SimpleError:
        del command, args
        name, *rest = (_clean(field) for field in self._fields)
        beginning = "".join(f"'{field}' " for field in rest)[:128]
        return SimpleError(f"ERR unknown command '{name}', with args beginning with: {beginning}")


def _sum(one: bytes, other: bytes) -> bytes:
    """Add two numbers as C adds long doubles, and write the sum as Redis does."""
    for number in (one, other):
        Float.decode(number)
    total = _long(_long(Fraction(one.decode())) + _long(Fraction(other.decode())))
    digits = f"{abs(round(total * 10**17)):018d}"
    text = f"{digits[:-17]}.{digits[-17:]}".rstrip("0").rstrip(".")
    return (f"-{text}" if total < 0 and text != "0" else text).encode()


def _long(number: Fraction) -> Fraction:
    """Round to what a long double can hold: 64 binary digits."""
    if not number:
        return number
    exponent = abs(number.numerator).bit_length() - number.denominator.bit_length() - 64
    unit = Fraction(2) ** exponent
    if abs(number) / unit >= 1 << 64:
        unit *= 2
    return round(number / unit) * unit


def _clean(field: bytes) -> str:
    return field.decode("latin-1").replace("\r", " ").replace("\n", " ")
