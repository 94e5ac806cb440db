"""redis-py over a wire: one client for the learner's process and for the answer's side."""

from __future__ import annotations

import errno
import inspect
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from pytest_interviewkata.harness.doors import Door

if TYPE_CHECKING:
    from collections.abc import Mapping


class Server(Protocol):
    """The spy that a client talks through: `Wires`, or its stub on the answer's side."""

    def open(self) -> int:
        """Connect."""

    def sendall(self, number: int, data: bytes) -> bytes:
        """Send, and read what is there at once."""

    def recv(self, number: int, timeout: float | None) -> bytes | None:
        """Read; None when time has run out."""

    def close(self, number: int) -> None:
        """Hang up."""


class WireSocket:
    """Enough of a socket for redis-py."""

    def __init__(self, server: Server, timeout: float | None) -> None:
        self._server = server
        self._number = server.open()
        self._timeout = timeout
        self._data = b""

    def sendall(self, data: bytes) -> None:
        """Send, and keep what comes back."""
        self._data += self._server.sendall(self._number, bytes(data))

    def recv(self, size: int) -> bytes:
        """Read what there is, waiting as long as the timeout allows."""
        if not self._data:
            data = self._server.recv(self._number, self._timeout)
            if data is None:
                raise self._nothing()
            self._data = data
        data, self._data = self._data[:size], self._data[size:]
        return data

    def settimeout(self, seconds: float | None) -> None:
        """Set how long `recv` waits, in virtual seconds."""
        self._timeout = seconds

    def gettimeout(self) -> float | None:
        """Tell how long `recv` waits."""
        return self._timeout

    def shutdown(self, _how: int) -> None:
        """Nothing to do before closing."""

    def close(self) -> None:
        """Hang up."""
        self._server.close(self._number)

    def _nothing(self) -> OSError:
        if self._timeout == 0:
            return BlockingIOError(errno.EWOULDBLOCK, "nothing to read")
        return TimeoutError("timed out")


class WireConnection(redis.Connection):
    """A connection whose socket is a wire."""

    def __init__(self, server: Server, **options: Any) -> None:  # noqa: ANN401 - redis-py's own
        self._server = server
        super().__init__(**options)  # type: ignore[no-untyped-call]

    def _connect(self) -> Any:  # noqa: ANN401 - stands in for a socket
        return WireSocket(self._server, self.socket_timeout)


def build(server: Server, options: Mapping[str, Any]) -> redis.Redis:
    """Build a client. It never tries again by itself: what fails, fails visibly."""
    single = bool(options.get("single_connection_client"))
    rest = {name: value for name, value in options.items() if name != "single_connection_client"}
    pool = redis.ConnectionPool(
        connection_class=WireConnection,
        server=server,
        **{**_plain(), "retry": Retry(NoBackoff(), 0), "socket_timeout": None, **rest},
    )
    client: redis.Redis = redis.Redis(connection_pool=pool, single_connection_client=single)
    client.__kata_door__ = Door("redis", {"server": server, "options": dict(options)})  # type: ignore[attr-defined]
    return client


@cache
def _plain() -> Mapping[str, Any]:
    """Keep the client from introducing itself: it costs more than all else together."""
    known = inspect.signature(redis.connection.AbstractConnection.__init__).parameters
    if "driver_info" not in known:
        return {"lib_name": None, "lib_version": None}
    if "maint_notifications_config" not in known:
        return {"driver_info": None}
    from redis.maint_notifications import MaintNotificationsConfig  # noqa: PLC0415 - newer ones

    quiet = MaintNotificationsConfig(enabled=False)
    return {"driver_info": None, "maint_notifications_config": quiet}
