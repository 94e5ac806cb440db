"""A cache in Redis that many processes read through. The contract is in README.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        raise NotImplementedError

    def get(self, key: str, loader: Callable[[], Any], ttl: float) -> Any:
        """Return the stored value of `key`, or load it and store it.

        It is stored for `ttl` to `ttl * (1 + jitter)` seconds. Raises what `loader` raises,
        LoadTimeout, or ValueError when `ttl` is not positive.
        """
        raise NotImplementedError
