"""One connection to Redis, seen as a socket: each command passes the process's gate."""

from __future__ import annotations

import errno
import sys
from itertools import count
from typing import TYPE_CHECKING, Protocol

from pytest_interviewkata.harness.dispatch import NS
from pytest_interviewkata.harness.gate import Killed
from pytest_interviewkata.harness.redis import resp
from pytest_interviewkata.harness.redis.label import label, transaction
from pytest_interviewkata.harness.spies import spy

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.gate import WaitingGate

QUIET = frozenset(
    (b"HELLO", b"AUTH", b"CLIENT", b"SELECT", b"PING", b"COMMAND", b"UNWATCH", b"READONLY")
)
"""Commands that change nothing anybody else could see: no steps."""

MOST_CLIENTS = 1_000
"""So many connections of one process are a leak."""


class Link(Protocol):
    """A connection to one server."""

    def execute(self, fields: list[bytes]) -> None:
        """Let the server execute one command."""

    def take(self) -> bytes:
        """Return what it has answered by now."""

    def readable(self) -> bool:
        """Say whether it has answered, or has closed."""

    @property
    def due(self) -> int | None:
        """When a command that blocks will give up, in nanoseconds since 1970."""

    @property
    def closed(self) -> bool:
        """The server has closed the connection."""

    def close(self) -> None:
        """Hang up."""


class Wire:
    """Splits what a client sends into commands and asks the gate about each."""

    def __init__(self, link: Link, gate: WaitingGate, clock: Clock) -> None:
        self._link = link
        self._gate = gate
        self._clock = clock
        self._buffer = bytearray()
        self._queue: list[list[bytes]] | None = None
        self._last = b""

    def sendall(self, data: bytes) -> None:
        """Execute the commands in there, as far as they are whole."""
        self._buffer += data
        try:
            for fields in resp.commands(self._buffer):
                self._execute(fields)
        except resp.ProtocolError as error:
            self._last = resp.line(b"-", b"ERR Protocol error: " + str(error).encode())
            self._link.close()

    def take(self) -> bytes:
        """Return what there is to read at once."""
        data, self._last = self._link.take() + self._last, b""
        return data

    def recv(self, timeout: float | None) -> bytes | None:
        """Return what there is to read, wait for it if need be; None when time has run out.

        Nothing (`b""`) means that the connection is closed.
        """
        until = None if timeout is None else self._clock.time_ns() + round(timeout * NS)
        while not (data := self.take()):
            if self._link.closed:
                return b""
            if until is not None and self._clock.time_ns() >= until:
                return None
            self._gate.wait(self._link.readable, _earlier(until, self._link.due))
        return data

    def close(self) -> None:
        """Hang up."""
        self._link.close()

    def _execute(self, fields: list[bytes]) -> None:
        name = fields[0].upper()
        if name in QUIET or not self._is_step(name, fields):
            self._link.execute(fields)
            return
        text = label(fields)
        if name == b"EXEC":
            text, self._queue = transaction(self._queue or []), None
        self._gate.before(text)
        self._link.execute(fields)
        self._gate.after(text)

    def _is_step(self, name: bytes, fields: list[bytes]) -> bool:
        """Take a transaction as one step, its EXEC: what is queued before has no effect."""
        if name == b"MULTI":
            self._queue = []
        elif name in (b"DISCARD", b"RESET"):
            self._queue = None
        elif self._queue is None or name == b"EXEC":
            return True
        elif name != b"WATCH":
            self._queue.append(fields)
        return False


@spy("open", "sendall", "recv", "close")
class Wires:
    """All connections of one process, by number: this much of Redis crosses the border."""

    def __init__(self, connect: Callable[[], Wire], alive: Callable[[], None]) -> None:
        self._connect = connect
        self._alive = alive
        self._numbers = count(1)
        self._open: dict[int, Wire] = {}

    def open(self) -> int:
        """Connect; the number stands for the connection."""
        self._check()
        if len(self._open) >= MOST_CLIENTS:
            raise ConnectionRefusedError(errno.ECONNREFUSED, "max number of clients reached")
        number = next(self._numbers)
        self._open[number] = self._connect()
        return number

    def sendall(self, number: int, data: bytes) -> bytes:
        """Send, and read what is there at once; most replies are."""
        self._check()
        wire = self._open.get(number)
        if wire is None:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        wire.sendall(data)
        return wire.take()

    def recv(self, number: int, timeout: float | None) -> bytes | None:
        """Read; None when time has run out."""
        self._check()
        wire = self._open.get(number)
        return b"" if wire is None else wire.recv(timeout)

    def close(self, number: int) -> None:
        """Hang up. Never an effect: clients are collected at any time."""
        wire = self._open.pop(number, None)
        if wire is not None:
            wire.close()

    def _check(self) -> None:
        """Raise Killed for a dead process; but tell the collector, which nobody kills, quietly."""
        try:
            self._alive()
        except Killed:
            if _collecting():
                raise ConnectionError("The process of this client is gone.") from None
            raise

    def close_all(self) -> None:
        """Hang up everywhere, as the operating system does for a dead process."""
        for number in list(self._open):
            self.close(number)


def _collecting() -> bool:
    """Say whether a `__del__` asks: redis-py tidies up in one."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the only way to see who asks
    while frame is not None and frame.f_code.co_name != "__del__":
        frame = frame.f_back
    return frame is not None


def _earlier(one: int | None, other: int | None) -> int | None:
    known = [due for due in (one, other) if due is not None]
    return min(known, default=None)
