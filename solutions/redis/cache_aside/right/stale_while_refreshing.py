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
        envelope = self._envelope(key)
        if envelope and time.time() < envelope["fresh_until"]:
            return envelope["value"]
        if envelope:
            return self._refresh_or_stale(key, envelope["value"], loader, ttl)
        return self._wait_or_load(key, loader, ttl)

    def _refresh_or_stale(self, key: str, stale: Any, loader: Callable[[], Any], ttl: float) -> Any:
        """One process refreshes; the others are served what is there."""
        token = self._take(key)
        return self._load_as_owner(key, token, loader, ttl) if token else stale

    def _wait_or_load(self, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        """Nothing to serve: wait for the owner, and past the deadline load without storing."""
        deadline = time.monotonic() + self._wait
        while time.monotonic() < deadline:
            token = self._take(key)
            if token:
                return self._load_as_owner(key, token, loader, ttl)
            time.sleep(self._poll)
            envelope = self._envelope(key)
            if envelope:
                return envelope["value"]
        return loader()

    def _take(self, key: str) -> str | None:
        token = uuid.uuid4().hex
        return token if self._redis.set(f"lock:{key}", token, nx=True, px=self._lease_ms) else None

    def _load_as_owner(self, key: str, token: str, loader: Callable[[], Any], ttl: float) -> Any:
        try:
            envelope = self._envelope(key)
            if envelope and time.time() < envelope["fresh_until"]:
                return envelope["value"]
            value = loader()
            self._store(key, value, ttl)
            return value
        finally:
            self._redis.eval(RELEASE, 1, f"lock:{key}", token)

    def _envelope(self, key: str) -> dict[str, Any] | None:
        stored = self._redis.get(f"value:{key}")
        return None if stored is None else json.loads(stored)

    def _store(self, key: str, value: Any, ttl: float) -> None:
        """Fresh until a moment in the first half of the spread, gone at its end."""
        fresh = ttl * (1 + random.uniform(0, self._jitter) * 0.9)
        envelope = {"value": value, "fresh_until": time.time() + fresh}
        gone = max(1, int(ttl * (1 + self._jitter) * 1000))
        self._redis.set(f"value:{key}", json.dumps(envelope), px=gone)
