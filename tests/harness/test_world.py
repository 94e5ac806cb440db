"""Actors in a world: one at a time, in virtual time."""

import sys
import time

import pytest

from pytest_interviewkata.harness import World, scheduler
from pytest_interviewkata.harness.clock import Clock
from pytest_interviewkata.harness.faults import Deadlock, Livelock
from pytest_interviewkata.harness.process import LocalProcesses


def test_actors_sleep_side_by_side(world):
    """Twenty sleeps of a second take one second."""
    for number in range(20):
        world.actor(f"worker-{number}", lambda _: time.sleep(1))

    endings = world.run()

    assert {ending.at for ending in endings.values()} == {1.0}
    assert len(endings) == 20


def test_actors_start_when_they_are_told_to(world):
    """`at` is a second of the world."""
    order = []
    world.actor("late", lambda _: order.append(("late", world.elapsed)), at=0.3)
    world.actor("early", lambda _: order.append(("early", world.elapsed)), at=0.1)

    world.run()

    assert order == [("early", 0.1), ("late", 0.3)]


def test_an_ending_says_what_was_returned_or_raised(world):
    """Value, error and second of the end are kept for each actor."""

    def fails(_):
        time.sleep(2)
        raise KeyError("x")

    world.actor("returns", lambda _: 7)
    world.actor("fails", fails)

    endings = world.run()

    assert (endings["returns"].value, endings["returns"].error) == (7, None)
    assert endings["fails"].raised(LookupError)
    assert endings["fails"].raised("KeyError")
    assert not endings["fails"].raised(ValueError)
    assert not endings["returns"].raised(LookupError)
    assert endings["fails"].at == 2.0
    assert [str(ending) for ending in endings.values()] == ["7", "KeyError: 'x'"]


def test_a_failed_assertion_in_an_actor_fails_the_run(world):
    """A test's own assert inside an actor is not lost, and the time line comes with it."""

    def asserts(process):
        process.redis().set("k", 1)
        assert process.redis().get("k") == b"2", "it is 1"

    world.actor("asserts", asserts)

    with pytest.raises(AssertionError, match="it is 1") as caught:
        world.run()

    assert "asserts @0.00s SET k 1" in "\n".join(caught.value.__notes__)


def test_exit_in_an_answer_is_an_ending(world):
    """exit() ends the actor, not the test run."""
    world.actor("exits", lambda _: sys.exit(3))

    assert world.run()["exits"].raised(SystemExit)


def test_all_commands_and_sleeps_are_on_the_time_line(world):
    """It reads like a story: who did what, at which second."""

    def act(process):
        client = process.redis()
        client.set("product:1", "x" * 100, px=700)
        time.sleep(0.7)
        client.get("product:1")
        client.set("blob", b"\x80\x04\x95")
        return "done"

    world.actor("worker-1", act)
    world.run()

    assert world.timeline().splitlines() == [
        "worker-1 @0.00s SET product:1 xxxxxxxxxxxxxxxxxxxxxxxxx... PX 700",
        "worker-1 @0.00s sleeps 0.7 s",
        "worker-1 @0.70s GET product:1",
        "worker-1 @0.70s SET blob <3 bytes>",
        "worker-1 @0.70s returns 'done'",
    ]


def test_a_long_time_line_shows_its_beginning_and_its_end(world):
    """The middle of a long story is left out."""
    client = world.redis()
    for number in range(200):
        client.set(f"k{number}", number)

    lines = world.timeline().splitlines()

    assert (len(lines), lines[0], lines[40]) == (81, "main @0.00s SET k0 0", "... 120 lines ...")
    assert lines[-1] == "main @0.00s SET k199 199"


def test_a_world_can_run_again(world):
    """Time goes on, and only the new actors are in the new endings."""
    world.actor("first", lambda _: time.sleep(1))
    world.run()
    world.actor("second", lambda _: time.sleep(1), at=0.5)

    endings = world.run()

    assert list(endings) == ["second"]
    assert endings["second"].at == 2.0


def test_a_run_ends_when_its_time_is_up(world):
    """Who has not finished by then is unfinished, and may go on in the next run."""
    world.actor("slow", lambda _: time.sleep(100))

    first = world.run(until=50)["slow"]
    second = world.run(until=200)["slow"]

    assert first.raised("Unfinished")
    assert "had not finished" in str(first)
    assert (second.error, second.at) == (None, 100.0)


def test_a_deadlock_names_who_waits(world):
    """When nobody is left to wake anybody, the run fails and says who waits."""
    for name in ("one", "two"):
        world.actor(name, lambda process: process.redis().blpop("never", timeout=0))

    with pytest.raises(Deadlock, match="one, two"):
        world.run()


def test_a_livelock_is_found(world, monkeypatch):
    """Actors that poll for ever without an end are stopped and named."""
    monkeypatch.setattr(scheduler, "STEPS", 500)

    def polls(process):
        client = process.redis()
        while not client.get("never"):
            time.sleep(0)

    world.actor("polls", polls)

    with pytest.raises(Livelock, match="polls"):
        world.run()


def test_who_polls_without_sleeping_cannot_stop_time(world):
    """A spinning client gets the lock when it expires: its commands take time after a while."""

    def spins(process):
        client = process.redis()
        client.set("lock", "other", px=500)
        while not client.set("lock", "mine", nx=True):
            pass
        return world.elapsed

    world.actor("spins", spins)

    assert world.run()["spins"].value == pytest.approx(0.5, abs=0.01)


def test_a_name_can_be_taken_once(world):
    """Two actors of one name would be one process with two threads."""
    world.actor("worker-1", lambda _: None)

    with pytest.raises(ValueError, match="worker-1"):
        world.actor("worker-1", lambda _: None)


def test_an_actor_cannot_run_the_world(world):
    """`run` belongs to the test."""
    world.actor("nested", lambda _: world.run())

    assert world.run()["nested"].raised(RuntimeError)


def test_the_tests_own_eyes_are_no_step(world):
    """`inspect` sees bytes, and never appears on the time line."""
    world.redis(decode_responses=True).set("k", "v")

    assert world.inspect.get("k") == b"v"
    assert world.timeline() == "main @0.00s SET k v"
    assert world.commands == 1


def test_a_world_without_redis_needs_none(tmp_path):
    """Clock and actors work where the packages of Redis are missing."""

    class Refuses:
        def open(self, clock):
            raise AssertionError("nobody asked for Redis")

    with World(LocalProcesses((), tmp_path), Refuses()) as world:
        world.actor("sleeps", lambda _: time.sleep(1))
        assert world.run()["sleeps"].at == 1


def test_a_world_can_share_the_clock_of_its_test(tmp_path):
    """The clock that a test has already is then the world's."""
    with Clock() as clock:
        with World(LocalProcesses((), tmp_path), clock=clock) as world:
            world.actor("sleeps", lambda _: time.sleep(1))
            world.run()
        time.sleep(1)

        assert clock.elapsed == 2


def test_worlds_of_a_lab_know_nothing_of_each_other(lab):
    """Each has its own time and its own data."""
    first, second = lab.world(), lab.world()
    first.redis().set("k", "first")
    first.clock.advance(100)
    second.actor("sleeps", lambda _: time.sleep(1))

    assert second.run()["sleeps"].at == 1
    assert second.inspect.get("k") is None
    assert first.elapsed == 100
    assert first.redis().time()[0] == int(first.clock.now)
