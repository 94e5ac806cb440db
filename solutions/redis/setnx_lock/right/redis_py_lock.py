"""redis-py's own lock does the work; this class gives it the contract's shape."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from redis.exceptions import LockNotOwnedError
from redis.lock import Lock as RedisLock

if TYPE_CHECKING:
    from types import TracebackType

    from redis import Redis


class NotAcquired(Exception):
    """Somebody else holds the lock."""


class Lock:
    """A lock with a lease: it ends by itself `ttl_ms` milliseconds after acquire()."""

    def __init__(self, redis: Redis, name: str, ttl_ms: int) -> None:
        if ttl_ms <= 0:
            raise ValueError(f"ttl_ms must be positive, not {ttl_ms}")
        self._redis = redis
        self._name = name
        self._ttl = ttl_ms / 1000
        self._tokens: list[str] = []

    def _lock(self, token: str | None = None) -> RedisLock:
        lock = RedisLock(self._redis, f"lock:{self._name}", timeout=self._ttl, blocking=False)
        lock.local.token = token.encode() if token else None
        return lock

    def acquire(self) -> str | None:
        """Take the lock and return a new token, or None when somebody holds it."""
        token = uuid.uuid4().hex
        return token if self._lock().acquire(token=token) else None

    def release(self, token: str) -> bool:
        """Give the lock back if `token` still holds it; say whether it did."""
        try:
            self._lock(token).release()
        except LockNotOwnedError:
            return False
        return True

    def extend(self, token: str, ms: int) -> bool:
        """Let the lease end `ms` milliseconds from now if `token` still holds the lock."""
        if ms <= 0:
            raise ValueError(f"ms must be positive, not {ms}")
        try:
            self._lock(token).extend(ms / 1000, replace_ttl=True)
        except LockNotOwnedError:
            return False
        return True

    def __enter__(self) -> str:
        """Acquire, or raise NotAcquired naming the lock."""
        token = self.acquire()
        if token is None:
            raise NotAcquired(f"the lock {self._name!r} is held by somebody else")
        self._tokens.append(token)
        return token

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release what this block acquired."""
        self.release(self._tokens.pop())
