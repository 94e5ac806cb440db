"""A cache in Redis that many processes read through. The contract is in README.md."""

from __future__ import annotations

import json
import random
import time
from typing import TYPE_CHECKING, Any

from redis.exceptions import LockError
from redis.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis


class LoadTimeout(Exception):
    """Waited longer than `wait` for another process to load the value."""


class Cache:
    """Read-through cache: one process loads a missing value, the others wait for it.

    All times are seconds. Raises ValueError when one is not positive, or `jitter` is negative.
    """

    def __init__(
        self,
        redis: Redis,
        *,
        lease: float = 3.0,
        poll: float = 0.05,
        wait: float = 5.0,
        jitter: float = 0.25,
    ) -> None:
        for name, seconds in (("lease", lease), ("poll", poll), ("wait", wait)):
            if seconds <= 0:
                raise ValueError(f"{name} must be positive, not {seconds}")
        if jitter < 0:
            raise ValueError(f"jitter must not be negative, but is {jitter}")
        self._redis = redis
        self._lease = lease
        self._poll = poll
        self._wait = wait
        self._jitter = jitter

    def get(self, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        """Return the stored value of `key`, or load it and store it.

        It is stored for `ttl` to `ttl * (1 + jitter)` seconds. Raises what `loader` raises,
        LoadTimeout, or ValueError when `ttl` is not positive.
        """
        if ttl <= 0:
            raise ValueError(f"ttl must be positive, not {ttl}")
        deadline = time.monotonic() + self._wait
        lock = Lock(self._redis, f"lock:{key}", timeout=self._lease, blocking=False)
        while True:
            found, value = self._look(key)
            if found:
                return value
            if lock.acquire():
                return self._load_as_owner(lock, key, loader, ttl)
            if time.monotonic() >= deadline:
                return loader()
            time.sleep(self._poll)

    def _load_as_owner(self, lock: Lock, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        try:
            return self._look_or_load(key, loader, ttl)
        finally:
            try:
                lock.release()
            except LockError:
                pass  # the lease was over: the lock is somebody else's by now

    def _look_or_load(self, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        found, value = self._look(key)
        if not found:
            value = loader()
            self._store(key, value, ttl)
        return value

    def _look(self, key: str) -> tuple[bool, Any]:
        """Whether there is a value, and the value: None may be one."""
        stored = self._redis.get(f"value:{key}")
        return (False, None) if stored is None else (True, json.loads(stored))

    def _store(self, key: str, value: Any, ttl: float) -> None:
        spread = ttl * (1 + random.uniform(0, self._jitter))
        self._redis.set(f"value:{key}", json.dumps(value), px=max(1, int(spread * 1000)))
