"""A lock that many processes share through Redis. The contract is in README.md."""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING

from redis.exceptions import RedisError

if TYPE_CHECKING:
    from types import TracebackType

    from redis import Redis

# Every lock of the company is a field of this hash, so a name cannot meet another name's keys.
TABLE = "company:lock-table"

# ARGV: operation, lock name, token, milliseconds. Times are microseconds of the server's clock.
SCRIPT = """
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local operation, name, token = ARGV[1], ARGV[2], ARGV[3]

local owner = nil
local entry = redis.call('HGET', KEYS[1], name)
if entry then
    local deadline, holder = string.match(entry, '^(%d+) (.*)$')
    if now <= tonumber(deadline) then
        owner = holder
    end
end

local function lease()
    local deadline = now + tonumber(ARGV[4]) * 1000
    redis.call('HSET', KEYS[1], name, string.format('%.0f', deadline) .. ' ' .. token)
end

if operation == 'acquire' then
    if owner then return 0 end
    lease()
    return 1
end

if owner ~= token then return 0 end
if operation == 'release' then
    redis.call('HDEL', KEYS[1], name)
else
    lease()
end
return 1
"""


class NotAcquired(Exception):
    """Somebody else holds the lock."""


def _positive(argument: str, value: int) -> int:
    if value <= 0:
        raise ValueError(f"{argument} must be positive, not {value!r}")
    return value


class Lock:
    """A lock with a lease: it ends by itself `ttl_ms` milliseconds after acquire()."""

    def __init__(self, redis: Redis, name: str, ttl_ms: int) -> None:
        self._ttl_ms = _positive("ttl_ms", ttl_ms)
        self._name = name
        self._redis = redis
        self._blocks = threading.local()

    def _run(self, operation: str, token: str, ms: int = 0) -> bool:
        return bool(self._redis.eval(SCRIPT, 1, TABLE, operation, self._name, token, ms))

    def acquire(self) -> str | None:
        """Take the lock and return a new token, or None when somebody holds it."""
        token = secrets.token_hex(16)
        return token if self._run("acquire", token, self._ttl_ms) else None

    def release(self, token: str) -> bool:
        """Give the lock back if `token` still holds it; say whether it did."""
        return self._run("release", token)

    def extend(self, token: str, ms: int) -> bool:
        """Let the lease end `ms` milliseconds from now if `token` still holds the lock."""
        return self._run("extend", token, _positive("ms", ms))

    def __enter__(self) -> str:
        """Acquire, or raise NotAcquired naming the lock."""
        token = self.acquire()
        if token is None:
            raise NotAcquired(f"lock {self._name} is held by somebody else")
        if not hasattr(self._blocks, "tokens"):
            self._blocks.tokens = []
        self._blocks.tokens.append(token)
        return token

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release what this block acquired."""
        token = self._blocks.tokens.pop()
        try:
            self.release(token)
        except RedisError:
            if error is None:  # else the block's own exception is the one to see
                raise
