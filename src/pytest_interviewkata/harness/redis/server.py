"""Where the data of a world lives: in an embedded server or in a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.redis.wire import Link


class Server(Protocol):
    """One world's Redis."""

    def connect(self) -> Link:
        """Return a new connection."""

    def close(self) -> None:
        """Leave nothing behind."""


class Service(Protocol):
    """A way to get a server for each world."""

    def open(self, clock: Clock) -> Server:
        """Return an empty server whose keys live by this clock."""


class Embedded:
    """A server in this process: nothing to install, nothing to start."""

    def open(self, clock: Clock) -> Server:
        """Return an empty server whose keys live by this clock."""
        from pytest_interviewkata.harness.redis import fake  # noqa: PLC0415 - an extra

        return fake.Server(clock)
