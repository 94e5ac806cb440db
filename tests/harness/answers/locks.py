"""Locks as candidates write them: right ones and wrong ones."""

import time
import uuid
from contextlib import suppress
from time import sleep

import redis

COMPARE_AND_DELETE = """
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0
"""


class NoToken:
    """Deletes whatever is there."""

    def __init__(self, client):
        self.redis = client

    def acquire(self):
        return self.redis.set("lock", "taken", nx=True, px=1000)

    def release(self):
        self.redis.delete("lock")


class SetnxThenExpire(NoToken):
    """Two commands where one is needed."""

    def acquire(self):
        taken = self.redis.setnx("lock", "taken")
        if taken:
            self.redis.pexpire("lock", 1000)
        return taken


class GetThenDelete(NoToken):
    """Looks, and then acts."""

    def acquire(self):
        self.token = uuid.uuid4().hex
        return self.redis.set("lock", self.token, nx=True, px=1000)

    def release(self):
        if (self.redis.get("lock") or b"").decode() == self.token:
            self.redis.delete("lock")


class Scripted(GetThenDelete):
    """Compares and deletes in one step."""

    def release(self):
        self.redis.eval(COMPARE_AND_DELETE, 1, "lock", self.token)


class Watched(GetThenDelete):
    """Compares and deletes in one step, too."""

    def release(self):
        with self.redis.pipeline() as pipe:
            pipe.watch("lock")
            if (pipe.get("lock") or b"").decode() != self.token:
                return
            pipe.multi()
            pipe.delete("lock")
            with suppress(redis.WatchError):
                pipe.execute()


class Library:
    """What redis-py brings."""

    def __init__(self, client):
        self.lock = client.lock("lock", timeout=1.0, blocking=False)

    def acquire(self):
        return self.lock.acquire()

    def release(self):
        with suppress(redis.exceptions.LockError):
            self.lock.release()


def take(lock):
    """Try for a second and a half."""
    for _ in range(5):
        if lock.acquire():
            return True
        time.sleep(0.35)
    return False


def rest(seconds):
    """Sleep by a name that was captured at import."""
    sleep(seconds)
