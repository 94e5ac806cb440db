"""A real server: the same steps, each command sent and answered before the next one."""

from __future__ import annotations

import errno
import re
import select
from typing import TYPE_CHECKING, Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.harness.redis import resp
from pytest_interviewkata.harness.redis.prelude import Preludes
from pytest_interviewkata.harness.redis.shift import Shift, patience

if TYPE_CHECKING:
    import socket

    from pytest_interviewkata.harness.clock import Clock

ANSWER = 5.0
"""So many real seconds a server has to answer."""

REFUSED = frozenset((b"SHUTDOWN", b"DEBUG", b"CONFIG", b"REPLICAOF", b"SLAVEOF", b"MONITOR"))
"""What no answer does to somebody's server."""

_SHORTEN = """
local cursor, ms = '0', tonumber(ARGV[1])
repeat
  local found = redis.call('SCAN', cursor, 'COUNT', 1000)
  cursor = found[1]
  for _, key in ipairs(found[2]) do
    local left = redis.call('PTTL', key)
    if left >= 0 then redis.call('PEXPIRE', key, left - ms) end
  end
until cursor == '0'
"""


class NotEmpty(KataError):
    """The database holds something, and katas empty theirs."""

    def __init__(self, url: str, keys: int) -> None:
        super().__init__(
            f"{url} holds {keys} keys, and the katas empty the database after each test. "
            "Name an empty one: REDIS_URL=redis://localhost:6379/15"
        )


class Unreachable(KataError):
    """Nobody answers at this URL."""

    def __init__(self, url: str, reason: Exception) -> None:
        super().__init__(
            f"REDIS_URL names {url}, which does not answer: {reason} Start a server there, or run "
            "the katas without --kata-services=real."
        )


class Real:
    """A server that somebody runs, by URL."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._server: Server | None = None

    def open(self, clock: Clock) -> Server:
        """Return the server, emptied of what the world before has left."""
        if self._server is not None:
            self._server.close()
        try:
            server = Server(self._url, clock)
        except (redis.RedisError, ValueError) as error:
            raise Unreachable(_shown(self._url), error) from None
        if keys := int(server.control("DBSIZE")):
            raise NotEmpty(_shown(self._url), keys)
        self._server = server
        return server

    def close(self) -> None:
        """Leave it as empty as it was."""
        if self._server is not None:
            self._server.close()


def _shown(url: str) -> str:
    """Leave out the password."""
    return re.sub(r"//[^/@]*@", "//", url)


class Server:
    """One world's use of a real server. Moving the clock shortens the life of every key."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.clock = clock
        self._pool = redis.ConnectionPool.from_url(
            url, protocol=2, retry=Retry(NoBackoff(), 0), socket_timeout=ANSWER
        )
        self.preludes = Preludes()
        self._eyes = self._connection()
        self._passed = 0
        self._busy = False
        self._open = True
        clock.moved = self._moved

    def connect(self) -> Line:
        """Return a new connection."""
        connection = self._connection()
        connection.send_command("CLIENT", "ID")
        return Line(self, connection, int(connection.read_response()))

    def control(self, *command: object) -> Any:  # noqa: ANN401 - a reply
        """Do something that is no step of anybody."""
        if self._busy or not self._open:
            return None  # a client that is collected while another command is under way
        self._busy = True
        try:
            self._eyes.send_command(*command)
            return self._eyes.read_response()
        finally:
            self._busy = False

    def close(self) -> None:
        """Empty the database and hang up."""
        if self._open:
            self.control("FLUSHDB")
            self._open = False
            self.clock.moved = None
            self._pool.disconnect()

    def _connection(self) -> Any:  # noqa: ANN401 - redis-py's own
        connection = self._pool.make_connection()
        connection.connect()  # type: ignore[no-untyped-call]
        return connection

    def _moved(self, nanoseconds: int) -> None:
        before = self._passed // 1_000_000
        self._passed += nanoseconds
        if milliseconds := self._passed // 1_000_000 - before:
            self.control("EVAL", _SHORTEN, 0, milliseconds)


class Line:
    """One connection: commands go out one by one, and a command that blocks waits outside."""

    def __init__(self, server: Server, connection: Any, number: int) -> None:  # noqa: ANN401 - redis-py's own
        self._server = server
        self._connection = connection
        self._socket: socket.socket = connection._sock  # noqa: SLF001 - after its handshake
        self._number = number
        self._input = bytearray()
        self._output = bytearray()
        self._shift = Shift(server.clock)
        self._blocked = False
        self._listens = False
        self._due: int | None = None
        self._gone = False

    @property
    def due(self) -> int | None:
        """When a command that blocks will give up."""
        return self._due

    @property
    def closed(self) -> bool:
        """The connection is closed."""
        return self._gone

    def execute(self, fields: list[bytes]) -> None:
        """Let the server execute one command."""
        name = fields[0].upper()
        if self._gone:
            raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        if name in REFUSED:
            self._output += resp.line(b"-", b"ERR not for an answer: " + name)
            return
        wait = patience(fields)
        fields = self._server.preludes.outward(self._shift.outward(fields), self._shift)
        self._socket.sendall(resp.pack(fields))
        if wait is None:
            self._expect(name, len(fields) - 1)
            return
        self._blocked = True
        self._due = self._server.clock.time_ns() + wait if wait else None
        while not self.readable() and not self._waits():
            pass

    def take(self) -> bytes:
        """Return what has been answered by now."""
        self._listens = self._listens and not self._gone
        if self._listens:
            self._receive()
        data = bytes(self._output)
        self._output.clear()
        return data

    def readable(self) -> bool:
        """Say whether something has been answered, or time is up for what blocks."""
        if self._gone or self._output:
            return True
        if self._due is not None and self._server.clock.time_ns() >= self._due:
            self._server.control("CLIENT", "UNBLOCK", self._number)
            self._due = None
        self._server.control("PING")
        return self._receive()

    def close(self) -> None:
        """Hang up; the server has noticed when this returns."""
        if not self._gone:
            self._gone = True
            self._server.control("CLIENT", "KILL", "ID", self._number)
            self._connection.disconnect()

    def _expect(self, name: bytes, arguments: int) -> None:
        replies = 1
        if name in (b"SUBSCRIBE", b"PSUBSCRIBE", b"SSUBSCRIBE"):
            replies, self._listens = max(arguments, 1), True
        while replies:
            reply = self._next()
            is_push = reply[:1] == b">" and not self._listens
            self._output += self._shift.inward(name, reply)
            replies -= not is_push
        self._receive()

    def _next(self) -> bytes:
        while (end := resp.reply_end(self._input)) is None:
            data = self._socket.recv(65536)
            if not data:
                self._gone = True
                raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
            self._input += data
        reply = bytes(self._input[:end])
        del self._input[:end]
        return reply

    def _receive(self) -> bool:
        """Read what has come by itself: a message, or the reply to what blocked."""
        while self._input or select.select([self._socket], [], [], 0)[0]:
            self._output += self._next()
            self._blocked, self._due = False, None
        return bool(self._output)

    def _waits(self) -> bool:
        """Say whether the server has this client down as blocked."""
        known = str(self._server.control("CLIENT", "LIST", "ID", self._number))
        return " flags=b" in known or " flags=P" in known
