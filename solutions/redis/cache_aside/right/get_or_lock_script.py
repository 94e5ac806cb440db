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

GET_OR_LOCK = """
local value = redis.call('GET', KEYS[1])
if value then
    return {1, value}
end
if redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return {0, 'yours'}
end
return {0, 'wait'}
"""
STORE = """
if redis.call('GET', KEYS[2]) == ARGV[1] then
    redis.call('DEL', KEYS[2])
end
if ARGV[2] == '1' then
    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
end
return 1
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
        token = uuid.uuid4().hex
        names = [f"value:{key}", f"lock:{key}"]
        while True:
            found, word = self._redis.eval(GET_OR_LOCK, 2, *names, token, self._lease_ms)
            if found:
                return json.loads(word)
            if word in ("yours", b"yours"):
                return self._load(names, token, loader, ttl)
            if time.monotonic() >= deadline:
                raise LoadTimeout(f"nobody loaded {key!r} within {self._wait} s")
            time.sleep(self._poll)

    def _load(self, names: list[str], token: str, loader: Callable[[], Any], ttl: float) -> Any:
        """Load, then store and unlock in one step; after an error only unlock."""
        try:
            value = loader()
        except BaseException:
            self._redis.eval(STORE, 2, *names, token, 0, "", 0)
            raise
        spread = ttl * (1 + random.uniform(0, self._jitter))
        px = max(1, int(spread * 1000))
        self._redis.eval(STORE, 2, *names, token, 1, json.dumps(value), px)
        return value
