"""A lock that many processes share through Redis. The contract is in README.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from redis import Redis


class NotAcquired(Exception):
    """Somebody else holds the lock."""


class Lock:
    """A lock with a lease: it ends by itself `ttl_ms` milliseconds after acquire().

    Raises ValueError when `ttl_ms` is not positive.
    """

    def __init__(self, redis: Redis, name: str, ttl_ms: int) -> None:
        raise NotImplementedError

    def acquire(self) -> str | None:
        """Take the lock and return a new token, or None when somebody holds it."""
        raise NotImplementedError

    def release(self, token: str) -> bool:
        """Give the lock back if `token` still holds it; say whether it did."""
        raise NotImplementedError

    def extend(self, token: str, ms: int) -> bool:
        """Let the lease end `ms` milliseconds from now if `token` still holds the lock.

        Says whether it did. Raises ValueError when `ms` is not positive.
        """
        raise NotImplementedError

    def __enter__(self) -> str:
        """Acquire, or raise NotAcquired naming the lock."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release what this block acquired."""
        raise NotImplementedError
