"""The embedded server: fakeredis, held to what Redis 7.0 answers."""

from __future__ import annotations

import errno
import math
import time
from typing import TYPE_CHECKING, Any

from fakeredis import FakeServer
from fakeredis._helpers import NoResponse, SimpleError
from redis import Redis

from pytest_interviewkata.harness.dispatch import NS, SWITCHBOARD
from pytest_interviewkata.harness.redis import replies, resp
from pytest_interviewkata.harness.redis.corrections import Corrections
from pytest_interviewkata.harness.redis.lua import Lua

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.clock import Clock


class Server(FakeServer):
    """One server with its own data, and the connections that wait for something in it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(version=(7,))
        self.clock = clock
        self.waiting: list[Socket] = []
        self._lua: Lua | None = None

    @property
    def lua(self) -> Lua:
        """Its interpreter, started when the first script comes."""
        if self._lua is None:
            self._lua = Lua()
        return self._lua

    def connect(self) -> Socket:
        """Return a new connection."""
        return Socket(self)

    def serve(self) -> None:
        """Answer those who wait and can be answered now, longest wait first."""
        for socket in list(self.waiting):
            socket.retry()

    def close(self) -> None:
        """Nothing to close: it is forgotten."""


class Reply:
    """A reply, to be told from a message that nobody asked for."""

    def __init__(self, value: Any) -> None:  # noqa: ANN401 - whatever fakeredis replies
        self.value = value


class Socket(Corrections):
    """A connection whose replies are bytes, and that never blocks its thread."""

    def __init__(self, server: Server) -> None:
        super().__init__(server, 0, client_class=Redis)
        self._owner = server
        self._output = bytearray()
        self._retry: Callable[[bool], Any] | None = None
        self._shape: Callable[[Any], Any] | None = None
        self._deadline: int | None = None
        self._gone = False

    def lua(self) -> Lua:
        """Return the server's interpreter."""
        return self._owner.lua

    @property
    def due(self) -> int | None:
        """When a command that blocks will give up."""
        return self._deadline

    @property
    def closed(self) -> bool:
        """The connection is closed."""
        return self._gone or self._killed

    def execute(self, fields: list[bytes]) -> None:
        """Execute one command, and then those of others that can go on because of it."""
        if self.closed:
            raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
        SWITCHBOARD.prefer(self._owner.clock)
        self._fields = fields
        self._process_command(fields)
        if self._owner.waiting:
            self._owner.serve()

    def take(self) -> bytes:
        """Return what has been answered by now."""
        data = bytes(self._output)
        self._output.clear()
        return data

    def readable(self) -> bool:
        """Say whether something has been answered."""
        if self._retry is not None:
            self.retry()
        return bool(self._output) or self.closed

    def close(self) -> None:
        """Hang up."""
        if not self._gone:
            self._gone = True
            self._give_up()
            super().close()

    def put_response(self, msg: Any) -> None:  # noqa: ANN401 - fakeredis
        """Write a reply or a message."""
        protocol = self._client_info.protocol_version
        if isinstance(msg, Reply):
            self._output += replies.write(self._fields, msg.value, protocol)
        else:
            self._output += resp.push(msg, protocol)

    def retry(self) -> None:
        """Try the command that blocks once more."""
        if self._retry is None:
            return
        with self._owner.lock:
            for db in self._owner.dbs.values():
                db.time = time.time()
            answer = self._second_pass()
        if answer is not None:
            self._give_up()
            self.put_response(answer)

    def _second_pass(self) -> Reply | None:
        assert self._retry is not None
        shape = self._shape or (lambda result: result)
        if self._unblock_reason is not None:
            try:
                self._take_unblock_reason()
            except SimpleError as error:
                return Reply(error)
            return Reply(shape(None))
        result = self._retry(False)  # noqa: FBT003 - fakeredis: not the first pass
        if result is not None:
            return Reply(shape(result))
        late = self._deadline is not None and self._owner.clock.time_ns() >= self._deadline
        return Reply(shape(None)) if late else None

    def _blocking(
        self,
        timeout: float | None,
        func: Callable[[bool], Any],
        shape: Callable[[Any], Any] | None = None,
    ) -> Any:  # noqa: ANN401 - fakeredis
        if timeout is not None and not math.isfinite(timeout):
            raise SimpleError("ERR timeout is out of range")
        result = func(True)  # noqa: FBT003 - fakeredis: the first pass
        if result is not None or self._in_transaction:
            return result if shape is None else shape(result)
        self._retry, self._shape, self._blocked = func, shape, True
        self._deadline = self._owner.clock.time_ns() + round(timeout * NS) if timeout else None
        self._owner.waiting.append(self)
        return NoResponse()

    def _give_up(self) -> None:
        self._retry = self._shape = self._deadline = None
        self._blocked = False
        self._unblock_reason = None
        if self in self._owner.waiting:
            self._owner.waiting.remove(self)

    def _decode_result(self, result: Any) -> Any:  # noqa: ANN401 - fakeredis
        return result if isinstance(result, NoResponse) else Reply(result)
