"""A cache in Redis that many processes read through. The contract is in README.md."""

from __future__ import annotations

import json
import random
import time
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

RELEASE = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""


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
        self._lease_ms = max(1, round(lease * 1000))
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
        while True:
            found, value = self._look(key)
            if found:
                return value
            token = uuid.uuid4().hex
            if self._redis.set(f"lock:{key}", token, nx=True, px=self._lease_ms):
                return self._load_as_owner(key, token, loader, ttl)
            if time.monotonic() >= deadline:
                raise LoadTimeout(f"nobody loaded {key!r} within {self._wait} s")
            time.sleep(self._poll)

    def _load_as_owner(self, key: str, token: str, loader: Callable[[], Any], ttl: float) -> Any:
        try:
            found, value = self._look(key)
            if not found:
                value = loader()
                if value is not None:
                    self._store(key, value, ttl)
            return value
        finally:
            self._redis.eval(RELEASE, 1, f"lock:{key}", token)

    def _look(self, key: str) -> tuple[bool, Any]:
        """Whether there is a value, and the value: None may be one."""
        stored = self._redis.get(f"value:{key}")
        return (False, None) if stored is None else (True, json.loads(stored))

    def _store(self, key: str, value: Any, ttl: float) -> None:
        spread = ttl * (1 + random.uniform(0, self._jitter))
        self._redis.set(f"value:{key}", json.dumps(value), px=max(1, int(spread * 1000)))
