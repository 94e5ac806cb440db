"""A lock that many processes share through Redis. The contract is in README.md."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from uuid import uuid4

from redis.exceptions import WatchError

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
        self._key = f"lock:{name}"
        self._ttl_ms = ttl_ms
        self._local = threading.local()

    def acquire(self) -> str | None:
        """Take the lock and return a new token, or None when somebody holds it."""
        token = uuid4().hex
        if self._redis.set(self._key, token, nx=True, px=self._ttl_ms):
            return token
        return None

    def release(self, token: str) -> bool:
        """Give the lock back if `token` still holds it; say whether it did."""
        return self._if_owner(token, "DEL")

    def extend(self, token: str, ms: int) -> bool:
        """Let the lease end `ms` milliseconds from now if `token` still holds the lock."""
        if ms <= 0:
            raise ValueError(f"ms must be positive, not {ms}")
        return self._if_owner(token, "PEXPIRE", ms)

    def _if_owner(self, token: str, command: str, *arguments: int) -> bool:
        """Do `command` in a transaction that fails when the key changes on the way."""
        with self._redis.pipeline() as pipe:
            try:
                pipe.watch(self._key)
                holder = pipe.get(self._key)
                if holder not in (token, token.encode()):
                    return False
                pipe.multi()
                pipe.execute_command(command, self._key, *arguments)
                return bool(pipe.execute()[0])
            except WatchError:
                return False  # somebody else has it now

    def __enter__(self) -> str:
        """Acquire, or raise NotAcquired naming the lock."""
        token = self.acquire()
        if token is None:
            raise NotAcquired(f"somebody else holds {self._name}")
        if not hasattr(self._local, "tokens"):
            self._local.tokens = []
        self._local.tokens.append(token)
        return token

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release what this block acquired."""
        self.release(self._local.tokens.pop())
