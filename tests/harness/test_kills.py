"""Processes that die: none of their later effects happen."""

import threading
import time
from contextlib import suppress

import pytest

from pytest_interviewkata.harness.gate import Killed


def test_a_killed_process_does_nothing_more(world):
    """Neither `finally` nor `except BaseException` has an effect after the kill."""
    after = []

    def act(process):
        client = process.redis()
        try:
            client.set("one", 1)
            client.set("two", 2)
        except BaseException:
            after.append("except")
            raise
        finally:
            after.append("finally")
            client.delete("one")

    world.actor("victim", act)
    world.kill("victim", after=1)

    ending = world.run()["victim"]

    assert ending.killed
    assert str(ending) == "killed"
    assert world.inspect.keys() == [b"one"]
    assert after == []
    assert world.timeline().splitlines()[-1] == "victim @0.00s is killed"


def test_what_runs_when_the_world_ends_has_no_effect_either(lab):
    """Threads of the dead are unwound at the end, and Redis does not notice."""
    world = lab.world()
    seen = []

    def act(process):
        client = process.redis()
        client.set("one", 1)
        try:
            client.set("two", 2)
        finally:
            seen.append("unwound")
            for effect in (lambda: client.set("three", 3), lambda: time.sleep(1)):
                try:
                    effect()
                except Killed:
                    seen.append("Killed")

    world.actor("victim", act)
    world.kill("victim", after=2)
    world.run()
    commands = world.commands
    world.close()

    assert seen == ["unwound", "Killed", "Killed"]
    assert world.commands == commands
    assert world.elapsed == 0


def test_no_thread_is_left_of_the_killed(lab):
    """Closing the lab ends all threads of all worlds."""
    before = threading.active_count()
    for _ in range(5):
        world = lab.world()
        world.actor("victim", lambda process: process.redis().set("k", 1))
        world.actor("waits", lambda _: time.sleep(1000))
        world.kill("victim", after=1)
        world.run(until=10)
    assert threading.active_count() > before

    lab.close()

    assert threading.active_count() == before


def test_one_that_swallows_its_death_again_and_again_is_left_standing(lab):
    """Even a loop around `except BaseException` cannot go on after the end of its world."""
    world = lab.world()

    def act(process):
        client = process.redis()
        while True:
            with suppress(BaseException):
                client.set("k", 1)

    world.actor("stubborn", act)
    world.kill("stubborn", after=1)
    world.run()
    start = time.perf_counter()
    world.close()
    spent = time.perf_counter() - start

    thread = next(each for each in threading.enumerate() if each.name == "stubborn")
    assert thread.daemon
    assert spent < 2
    assert world.commands == 1


def test_a_process_can_die_while_it_does_something_else(world):
    """A callable of the test may kill the process that calls it, there and then."""
    reached = []

    def load(process):
        process.redis().set("loading", 1)
        process.kill()
        reached.append("after")

    world.actor("victim", load)
    world.actor("other", lambda process: process.redis().get("loading"), at=1)

    endings = world.run()

    assert endings["victim"].killed
    assert endings["other"].value == b"1"
    assert reached == []


def test_a_process_can_be_killed_by_another_actor(world):
    """Whoever is killed while it sleeps never wakes up."""
    woken = []
    world.actor("sleeps", lambda _: (time.sleep(10), woken.append(1)))
    world.actor("kills", lambda _: world.process("sleeps").kill(), at=3)

    endings = world.run()

    assert (endings["sleeps"].killed, endings["sleeps"].at, woken) == (True, 3.0, [])


def test_the_server_forgets_the_connections_of_the_dead(world):
    """A client that died while blocked takes no element, and its watches are gone."""
    world.actor("waits", lambda process: process.redis().blpop("jobs", timeout=0))
    world.actor("kills", lambda _: world.process("waits").kill(), at=1)
    world.run()

    assert world.redis().rpush("jobs", "x") == 1
    assert world.inspect.lrange("jobs", 0, -1) == [b"x"]


def test_outside_a_run_a_dead_process_raises_killed(world):
    """The test itself learns of the death by an exception that is no Exception."""
    process = world.process("worker-1")
    client = process.redis()
    client.set("k", 1)
    process.kill()
    process.kill()

    with pytest.raises(Killed):
        client.set("k", 2)
    with pytest.raises(Killed):
        process.redis().get("k")

    assert world.inspect.get("k") == b"1"


def test_a_planned_death_strikes_outside_a_run_too(world):
    """`world.kill(name, after=k)` counts every command of the process."""
    client = world.process("worker-1").redis()
    world.kill("worker-1", after=2)
    client.set("one", 1)

    with pytest.raises(Killed):
        client.set("two", 2)

    assert world.inspect.get("two") == b"2"
