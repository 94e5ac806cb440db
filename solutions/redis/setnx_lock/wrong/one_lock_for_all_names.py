"""A lock that many processes share through Redis. The contract is in README.md."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from redis import Redis

RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""
EXTEND = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
"""


class NotAcquired(Exception):
    """Somebody else holds the lock."""


class Lock:
    """A lock with a lease: it ends by itself `ttl_ms` milliseconds after acquire().

    Raises ValueError when `ttl_ms` is not positive.
    """

    _token: str

    def __init__(self, redis: Redis, name: str, ttl_ms: int) -> None:
        if ttl_ms <= 0:
            raise ValueError(f"ttl_ms must be positive, not {ttl_ms}")
        self._redis = redis
        self._name = name
        self._key = "lock"
        self._ttl_ms = ttl_ms

    def acquire(self) -> str | None:
        """Take the lock and return a new token, or None when somebody holds it."""
        token = uuid.uuid4().hex
        return token if self._redis.set(self._key, token, nx=True, px=self._ttl_ms) else None

    def release(self, token: str) -> bool:
        """Give the lock back if `token` still holds it; say whether it did."""
        return bool(self._redis.eval(RELEASE, 1, self._key, token))

    def extend(self, token: str, ms: int) -> bool:
        """Let the lease end `ms` milliseconds from now if `token` still holds the lock.

        Says whether it did. Raises ValueError when `ms` is not positive.
        """
        if ms <= 0:
            raise ValueError(f"ms must be positive, not {ms}")
        return bool(self._redis.eval(EXTEND, 1, self._key, token, ms))

    def __enter__(self) -> str:
        """Acquire, or raise NotAcquired naming the lock."""
        token = self.acquire()
        if token is None:
            raise NotAcquired(f"the lock {self._name!r} is held by somebody else")
        self._token = token
        return token

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release what this block acquired."""
        self.release(self._token)
