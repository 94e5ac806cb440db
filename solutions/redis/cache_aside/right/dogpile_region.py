"""A cache in Redis that many processes read through. The contract is in README.md."""

from __future__ import annotations

import contextlib
import json
import math
import random
import time
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dogpile.cache import make_region
from dogpile.cache.api import NO_VALUE, CachedValue
from dogpile.cache.proxy import ProxyBackend
from redis.exceptions import LockError, RedisError
from redis.lock import Lock as RedisLock

if TYPE_CHECKING:
    from collections.abc import Callable

    from redis import Redis


def _milliseconds(seconds: float) -> int:
    """Rounded up, but 1.1 * 1000, which is 1100.0000000000002, is not 1101."""
    return max(1, math.ceil(round(seconds * 1000, 6)))


class LoadTimeout(Exception):
    """Waited longer than `wait` for another process to load the value."""


class _Mutex:
    """dogpile's mutex. acquire() comes back when there is a reason to look or to load:
    the lock is ours, or the value is there, or we have waited for too long."""

    def __init__(self, entry: _Entry, cache: Cache, name: bytes) -> None:
        self._entry = entry
        self._cache = cache
        self._lock = RedisLock(
            cache.redis,
            name,
            # Not a float: redis-py computes int(timeout * 1000).
            timeout=Fraction(_milliseconds(cache.lease), 1000),
            thread_local=False,
        )
        self._locked = False

    def acquire(self, wait: bool = True) -> bool:
        until = time.monotonic() + self._cache.wait + self._cache.lease * 0.3
        while True:
            self._locked = self._lock.acquire(blocking=False)
            left = until - time.monotonic()
            if self._locked or left <= 0 or self._entry.fetch():
                return True
            time.sleep(min(self._cache.poll, left))

    def release(self) -> None:
        if self._locked:
            self._locked = False
            # Not ours any longer, or Redis does not answer: the lease ends without our help.
            with contextlib.suppress(LockError, RedisError):
                self._lock.release()


class _Entry(ProxyBackend):
    """dogpile's backend for one call of get()."""

    def __init__(self, cache: Cache, key: str, ttl: float) -> None:
        super().__init__()
        self._cache = cache
        self._ttl = ttl
        self._name = key.encode("utf-8", "surrogatepass")
        self._seen: Any = None

    @property
    def _value_name(self) -> bytes:
        return b"dogpile/value/" + self._name

    def get_mutex(self, key: Any) -> Any:
        return _Mutex(self, self._cache, b"dogpile/lock/" + self._name)

    def fetch(self) -> bool:
        """Remember what is stored; dogpile's look after the mutex is to find just that."""
        self._seen = self._cache.redis.get(self._value_name)
        return self._seen is not None

    def get(self, key: Any) -> Any:
        if self._seen is None and not self.fetch():
            return NO_VALUE
        payload, metadata = json.loads(self._seen)
        return CachedValue(payload, metadata)

    def set(self, key: Any, value: Any) -> None:
        lifetime = self._ttl * (1 + random.random() * self._cache.jitter)
        milliseconds = max(int(lifetime * 1000), _milliseconds(self._ttl))
        text = json.dumps([value.payload, value.metadata])
        self._cache.redis.set(self._value_name, text, px=milliseconds)


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
        if lease <= 0:
            raise ValueError("lease must be positive")
        if poll <= 0:
            raise ValueError("poll must be positive")
        if wait <= 0:
            raise ValueError("wait must be positive")
        if jitter < 0:
            raise ValueError("jitter must be zero or positive")
        self.redis = redis
        self.lease = lease
        self.poll = poll
        self.wait = wait
        self.jitter = jitter

    def get(self, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        """Return the stored value of `key`, or load it and store it."""
        if ttl <= 0:
            raise ValueError("ttl must be positive")
        region = make_region().configure("dogpile.cache.null", wrap=[_Entry(self, key, ttl)])
        return region.get_or_create(key, loader)
