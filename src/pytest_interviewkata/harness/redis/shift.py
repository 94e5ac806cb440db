"""Virtual time on a server that knows only its own: what is said in times of day is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.harness.dispatch import NS, SWITCHBOARD

if TYPE_CHECKING:
    from pytest_interviewkata.harness.clock import Clock

_MS = 1_000_000
_LAST = frozenset((b"BLPOP", b"BRPOP", b"BRPOPLPUSH", b"BLMOVE", b"BZPOPMIN", b"BZPOPMAX"))
_FIRST = frozenset((b"BLMPOP", b"BZMPOP"))
_STREAMS = frozenset((b"XREAD", b"XREADGROUP"))
_UNITS = {b"EXAT": NS, b"PXAT": _MS, b"EXPIREAT": NS, b"PEXPIREAT": _MS}
_REPLIES = {b"EXPIRETIME": NS, b"PEXPIRETIME": _MS}


def patience(fields: list[bytes]) -> int | None:
    """Return for how many nanoseconds a command blocks (0: for ever), None if it does not.

    The server is told to wait for ever: virtual time decides when it has waited enough.
    """
    at = _place(fields)
    if at is None:
        return None
    try:
        unit = _MS if fields[0].upper() in _STREAMS else NS
        wait = round(float(fields[at]) * unit)
    except (ValueError, OverflowError):
        return None
    if wait < 0:
        return None
    fields[at] = b"0"
    return wait


def _place(fields: list[bytes]) -> int | None:
    name = fields[0].upper()
    if len(fields) < 3:  # noqa: PLR2004 - too short for any of them
        return None
    if name in _LAST:
        return len(fields) - 1
    if name in _FIRST:
        return 1
    if name in _STREAMS:
        upper = [field.upper() for field in fields[:8]]
        return upper.index(b"BLOCK") + 1 if b"BLOCK" in upper else None
    return None


class Shift:
    """The difference between a clock and the server's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def now(self) -> int:
        """The clock's time, in nanoseconds since 1970."""
        return self._clock.time_ns()

    @property
    def ahead(self) -> int:
        """How many nanoseconds the clock is ahead of the server's."""
        return self.now - SWITCHBOARD.time_of_day()

    def outward(self, fields: list[bytes]) -> list[bytes]:
        """Turn virtual times of day in a command into the server's."""
        name = fields[0].upper()
        if name == b"FLUSHALL":
            return [b"FLUSHDB", *fields[1:]]
        if name in (b"EXPIREAT", b"PEXPIREAT"):
            return self._moved(fields, 2, _UNITS[name])
        if name in (b"SET", b"GETEX"):
            for place, field in enumerate(fields[:-1]):
                if place > 1 and field.upper() in (b"EXAT", b"PXAT"):
                    return self._moved(fields, place + 1, _UNITS[field.upper()])
        return fields

    def inward(self, name: bytes, reply: bytes) -> bytes:
        """Turn the server's times of day in a reply into virtual ones."""
        if name == b"TIME" and reply.startswith(b"*2"):
            seconds, rest = divmod(self._clock.time_ns(), NS)
            parts = (b"%d" % seconds, b"%d" % (rest // 1000))
            return b"*2\r\n" + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)
        if name in _REPLIES and reply.startswith(b":") and not reply.startswith(b":-"):
            return b":%d\r\n" % (int(reply[1:-2]) + self.ahead // _REPLIES[name])
        return reply

    def _moved(self, fields: list[bytes], place: int, unit: int) -> list[bytes]:
        try:
            moved = (int(fields[place]) * unit - self.ahead) // unit
        except (ValueError, IndexError):
            return fields
        return [*fields[:place], b"%d" % moved, *fields[place + 1 :]]
