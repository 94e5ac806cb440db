"""The classic mistakes are found in unmodified answers, and right answers are never blamed."""

import time

import pytest

from pytest_interviewkata.harness import (
    explore,
    killed_after_each_command,
    rival_after_each_command,
)

TTL = 1.0
RIGHT = ["Scripted", "Watched", "Library"]


def taken(name):
    """Hold the lock of this class for 0.7 s and see whether it is still there at the end."""

    def act(process):
        lock = getattr(process, name)(process.redis())
        if not process.take(lock):
            return "gave up"
        start = process.world.elapsed
        process.rest(0.7)
        in_time = process.world.elapsed - start < TTL
        if in_time and not process.world.inspect.exists("lock"):
            return "robbed"
        lock.release()
        return "done"

    return act


def two(name):
    def build(world):
        for actor in ("worker-1", "worker-2"):
            world.actor(actor, taken(name))

    return build


def nobody_is_robbed(_world, endings):
    assert "robbed" not in [ending.value for ending in endings.values()], "a lock was stolen"


@pytest.mark.parametrize("name", ["NoToken", "GetThenDelete"])
def test_a_lock_that_is_deleted_by_a_stranger_is_found(lab, name):
    """DEL without a token, and GET followed by DEL."""
    with pytest.raises(AssertionError, match="stolen") as caught:
        explore(lab, two(name), nobody_is_robbed, preemptions=3)

    assert "DEL lock" in "\n".join(caught.value.__notes__)


@pytest.mark.parametrize("name", RIGHT)
def test_right_locks_are_never_blamed(lab, name):
    """SET NX PX with a script, with WATCH, and redis-py's own Lock, in any order."""
    assert explore(lab, two(name), nobody_is_robbed, preemptions=3, max_runs=80) > 20


def ttl_after_death(lab, name):
    attacks = killed_after_each_command(lab, lambda p: getattr(p, name)(p.redis()).acquire())
    return [(attack.k, attack.command, attack.world.inspect.pttl("lock")) for attack in attacks]


def test_an_eternal_lock_is_found(lab):
    """SETNX and then EXPIRE: a kill between the two leaves a lock without an expiry."""
    assert ttl_after_death(lab, "SetnxThenExpire") == [
        (1, "SETNX lock taken", -1),
        (2, "PEXPIRE lock 1000", 1000),
    ]


@pytest.mark.parametrize("name", RIGHT)
def test_a_lock_taken_in_one_step_always_expires(lab, name):
    """Wherever a right lock is killed, its expiry is there."""
    assert [ttl for _, _, ttl in ttl_after_death(lab, name)] == [1000]


def test_a_rival_comes_between_any_two_commands(lab):
    """Before the first command, between each two, and after the last."""

    def twice(process):
        client = process.redis()
        client.rpush("log", "first")
        client.rpush("log", "first")

    def rival(process):
        process.redis().rpush("log", "rival")
        return "was here"

    logs = []
    for attack in rival_after_each_command(lab, twice, rival):
        log = attack.world.inspect.lrange("log", 0, -1)
        logs.append((attack.k, attack.command, log.index(b"rival")))
        assert attack.rival.value == "was here"
        assert attack.ending.error is None

    assert logs == [(0, "nothing", 0), (1, "RPUSH log first", 1), (2, "RPUSH log first", 2)]


def test_a_rival_that_waits_does_not_stop_the_world(lab):
    """A rival that polls until the operation lets go gets its turn when patience is over."""

    def operation(process):
        client = process.redis()
        client.set("busy", 1)
        client.delete("busy")

    def rival(process):
        while process.redis().exists("busy"):
            time.sleep(1)
        return process.world.elapsed

    waits = [attack.rival.value for attack in rival_after_each_command(lab, operation, rival)]

    assert waits == [0, pytest.approx(61, abs=1), 0]


def test_an_operation_that_fails_by_itself_is_no_attack(lab):
    """Its own error is raised: it says nothing about kills or rivals."""

    def fails(process):
        process.redis().incr("n")
        raise KeyError("x")

    with pytest.raises(KeyError):
        list(killed_after_each_command(lab, fails))
    with pytest.raises(KeyError):
        list(rival_after_each_command(lab, fails, lambda process: None))


STAMPEDE = """
import time

class Cache:
    def __init__(self, redis):
        self.redis = redis

    def get(self, load):
        if (value := self.redis.get("k")) is None:
            value = load()
            self.redis.set("k", value)
        return value

class Locked(Cache):
    def get(self, load):
        while (value := self.redis.get("k")) is None:
            if self.redis.set("lock", 1, nx=True, px=5000):
                {second_look}
                value = load()
                self.redis.set("k", value)
                self.redis.delete("lock")
                return value
            time.sleep(0.1)
        return value
"""
LOOK = """
                if (value := self.redis.get("k")) is not None:
                    self.redis.delete("lock")
                    return value"""


@pytest.mark.parametrize(
    ("name", "look", "is_wrong"),
    [("Cache", "pass", True), ("Locked", "pass", True), ("Locked", LOOK, False)],
    ids=["no lock", "no second look", "second look"],
)
def test_a_stampede_is_found(written, name, look, is_wrong):
    """Two loads are found where there is no lock, and where nobody looks again inside it."""
    lab = written(STAMPEDE.format(second_look=look))

    def build(world):
        def load():
            time.sleep(0.8)
            return world.redis().incr("loads")

        def ask(process):
            return getattr(process, name)(process.redis()).get(load)

        for number in range(3):
            world.actor(f"worker-{number}", ask)

    def check(world, _endings):
        assert world.inspect.get("loads") == b"1", "loaded twice"

    if is_wrong:
        with pytest.raises(AssertionError, match="loaded twice"):
            explore(lab, build, check)
    else:
        assert explore(lab, build, check, max_runs=30) == 30


@pytest.mark.parametrize("name", ["NoToken", "Scripted"])
def test_the_verdict_is_the_same_fifty_times(lab, name):
    """Fifty runs of one attack have one outcome, to the letter of the time line."""
    outcomes = set()
    for _ in range(50):
        world = lab.world()
        two(name)(world)
        endings = world.run([0, 1, 2, 1])
        lines = [line.split(" ")[:3] for line in world.timeline().splitlines()]
        values = sorted(ending.value for ending in endings.values())
        outcomes.add(f"{values} {lines}")
        lab.drop(world)

    assert len(outcomes) == 1
