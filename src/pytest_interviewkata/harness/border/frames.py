"""Whole messages over one socket: a length, then that many bytes of JSON."""

from __future__ import annotations

import os
import struct
from contextlib import suppress
from socket import SHUT_RDWR
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.border.codec import Node, dumps, loads
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.dispatch import SWITCHBOARD

if TYPE_CHECKING:
    import socket

MAX_BYTES = 4 << 20
CHUNK = 1 << 16
_HEAD = struct.Struct("<I")


class Gone(BaseException):
    """Nobody is at the other end any more.

    A BaseException, so that no `except Exception` of an answer goes on without the test.
    """


class Line:
    """One end of a conversation."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._owner = os.getpid()
        self._buffer = bytearray()

    def send(self, message: Node, seconds: float | None = None) -> None:
        """Send a message; TimeoutError when it is not taken in time."""
        body = dumps(message)
        if len(body) > MAX_BYTES:
            raise Refused(f"{len(body)} bytes of data; {MAX_BYTES} may cross")
        self.sock.settimeout(seconds)
        try:
            self.sock.sendall(_HEAD.pack(len(body)) + body)
        except (BrokenPipeError, ConnectionError) as error:
            raise Gone from error

    def receive(self, seconds: float | None = None) -> Node:
        """Return the next message; TimeoutError when it is not complete in time."""
        until = None if seconds is None else real_time() + seconds
        (size,) = _HEAD.unpack(self._take(_HEAD.size, until))
        if size > MAX_BYTES:
            raise Refused(f"{size} bytes of data; {MAX_BYTES} may cross")
        return loads(self._take(size, until))

    def hang_up(self) -> None:
        """Wake whoever listens, with nothing."""
        if self._owner == os.getpid():  # a fork of this process may not hang up for it
            with suppress(OSError):
                self.sock.shutdown(SHUT_RDWR)

    def close(self) -> None:
        """Let go of the socket."""
        self.sock.close()

    def _take(self, size: int, until: float | None) -> bytes:
        while len(self._buffer) < size:
            self._fill(until)
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self, until: float | None) -> None:
        left = None if until is None else until - real_time()
        if left is not None and left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        try:
            chunk = self.sock.recv(CHUNK)
        except ConnectionError as error:
            raise Gone from error
        if not chunk:
            raise Gone
        self._buffer += chunk


def real_time() -> float:
    """Seconds that no virtual clock moves."""
    now: float = SWITCHBOARD.real("monotonic")()
    return now
