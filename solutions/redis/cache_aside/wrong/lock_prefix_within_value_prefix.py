"""A cache in Redis that many processes read through. The contract is in README.md."""

from __future__ import annotations

import json
import math
import random
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from redis.exceptions import RedisError

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis

_GIVE_BACK = """
if redis.call('GET', KEYS[1]) == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
"""


class LoadTimeout(Exception):
    """Waited longer than `wait` for another process to load the value."""


class Cache:
    """Read-through cache: one process loads a missing value, the others wait for it."""

    def __init__(
        self,
        redis: Redis,
        *,
        lease: float = 3.0,
        poll: float = 0.05,
        wait: float = 5.0,
        jitter: float = 0.25,
    ) -> None:
        for name, value in (("lease", lease), ("poll", poll), ("wait", wait)):
            if value <= 0:
                raise ValueError(f"{name} must be positive, not {value}")
        if jitter < 0:
            raise ValueError(f"jitter must not be negative, but is {jitter}")
        self._redis = redis
        self._lease = lease
        self._poll = poll
        self._wait = wait
        self._jitter = jitter

    def get(self, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        """Return the stored value of `key`, or load it and store it."""
        if ttl <= 0:
            raise ValueError(f"ttl must be positive, not {ttl}")
        name = key.encode("utf-8", "surrogatepass")
        value_key = b"cache:" + name
        lease_key = b"cache:lease:" + name
        token = uuid4().hex
        # Some patience more than `wait`, for a value that comes in the last moment.
        deadline = time.monotonic() + self._wait + self._lease / 4
        leased = False
        while True:
            stored = self._redis.get(value_key)
            if stored is not None:
                if leased:
                    self._give_back(lease_key, token)
                return json.loads(stored)
            if leased or time.monotonic() >= deadline:
                break
            leased = bool(
                self._redis.set(lease_key, token, nx=True, px=max(1, math.ceil(self._lease * 1000)))
            )
            if not leased:  # else look again at once: somebody may have stored it just now
                time.sleep(max(0, min(self._poll, deadline - time.monotonic())))
        return self._load(value_key, lease_key, token, loader, ttl)

    def _load(
        self,
        value_key: bytes,
        lease_key: bytes,
        token: str,
        loader: Callable[[], Any],
        ttl: float,
    ) -> Any:
        try:
            value = loader()
            life = ttl * random.uniform(1, 1 + self._jitter)
            self._redis.set(value_key, json.dumps(value), px=max(1, round(life * 1000)))
            return value
        finally:
            self._give_back(lease_key, token)

    def _give_back(self, lease_key: bytes, token: str) -> None:
        try:
            self._redis.eval(_GIVE_BACK, 1, lease_key, token)
        except RedisError:
            pass  # the lease ends by itself
