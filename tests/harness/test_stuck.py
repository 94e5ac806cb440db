"""Actors that wait for what no simulation controls are named, not hung."""

import socket
import sys
import threading
import time

import pytest

from pytest_interviewkata.harness.dispatch import SWITCHBOARD
from pytest_interviewkata.harness.faults import Stuck
from pytest_interviewkata.harness.stuck import Lookout

# Elsewhere nobody tells which threads sleep: what is blocked is noticed, but much later.
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who sleeps")

REAL = SWITCHBOARD.real("perf_counter")

LOCKED = """
import threading
LOCK = threading.Lock()

def twice():
    with LOCK:
        with LOCK:
            return "never"
"""


@pytest.fixture
def no_thread_left():
    before = threading.active_count()
    yield
    assert threading.active_count() == before


def run_stuck(world, schedule=()):
    start = REAL()
    with pytest.raises(Stuck) as caught:
        world.run(schedule)
    assert REAL() - start < 8  # two seconds, on a machine that has time
    return str(caught.value)


def test_a_lock_of_a_paused_actor_is_reported(no_thread_left, lab):
    """A real threading.Lock between actors blocks one of them, which is named with its line."""
    world = lab.world()
    lock = threading.Lock()

    def act(process):
        with lock:
            process.redis().incr("n")
            process.redis().incr("n")

    world.actor("one", act)
    world.actor("two", act)

    message = run_stuck(world, [0, 1])

    assert "two is blocked outside the simulation, at test_stuck.py:" in message
    assert "with lock:" in message
    lab.close()


def test_a_lock_taken_twice_is_reported_with_the_answers_line(written):
    """An answer that blocks itself is shown where it does."""
    world = written(LOCKED).world()
    world.actor("worker-1", lambda process: process.twice())

    message = run_stuck(world)

    assert "worker-1 is blocked" in message
    assert "answer.py:7: with LOCK:" in message


def test_a_real_socket_is_reported(no_thread_left, lab):
    """An actor that reads from a socket of its own would wait for ever."""
    world = lab.world()
    one, other = socket.socketpair()
    world.actor("reads", lambda _: one.recv(1))

    message = run_stuck(world)

    other.sendall(b"x")  # let the thread go
    lab.close()
    one.close()
    other.close()
    assert "reads is blocked" in message


def test_threads_of_an_answers_own_are_reported(lab):
    """A thread that an actor has started cannot act: the simulation does not know it."""
    world = lab.world()
    errors = []

    def act(process):
        client = process.redis()

        def beside():
            try:
                client.set("k", 1)
            except BaseException as error:  # noqa: BLE001 - which one is the question
                errors.append(type(error).__name__)

        thread = threading.Thread(target=beside, name="watchdog")
        thread.start()
        thread.join()
        client.get("k")

    world.actor("worker-1", act)

    with pytest.raises(Stuck, match="worker-1 acts from a thread of its own, 'watchdog'"):
        world.run()
    assert errors == ["Killed"]
    assert world.inspect.get("k") is None


def test_computing_is_not_being_stuck(world):
    """An actor that needs a while to compute is left alone."""
    start = REAL()

    def computes(process):
        while REAL() - start < Lookout.PERIOD * 3:
            sum(range(1000))
        return process.redis().ping()

    world.actor("computes", computes)

    assert world.run()["computes"].value is True


def test_who_is_being_debugged_is_left_alone(monkeypatch, lab):
    """At a prompt of pdb an actor may stay for as long as somebody thinks."""
    monkeypatch.setattr(Lookout, "PERIOD", 0.05)
    monkeypatch.setattr(Lookout, "BLOCKED", 2)
    one, other = socket.socketpair()
    prompt = {"wait": lambda: one.recv(1)}
    exec(compile("def interaction():\n    return wait()", "/usr/lib/bdb.py", "exec"), prompt)
    world = lab.world()
    world.actor("thinks", lambda _: prompt["interaction"]())
    timer = threading.Timer(0.5, other.sendall, [b"c"])
    timer.start()

    assert world.run()["thinks"].value == b"c"
    timer.join()
    one.close()
    other.close()


def test_an_endless_computation_is_stopped(monkeypatch, no_thread_left, lab):
    """A loop without an end is named, and its thread does not go on in the next test."""
    monkeypatch.setattr(Lookout, "BUSY", 2)
    world = lab.world()

    def spins(_):
        while True:
            pass

    world.actor("spins", spins)

    assert "spins computes without an end, at test_stuck.py:" in run_stuck(world)
    lab.close()


def test_what_was_stuck_acts_no_more(lab):
    """When it wakes up after the run has failed, its effects do not happen."""
    world = lab.world()
    one, other = socket.socketpair()

    def act(process):
        client = process.redis()
        one.recv(1)
        client.set("k", 1)

    world.actor("late", act)
    run_stuck(world)
    other.sendall(b"x")
    SWITCHBOARD.real("sleep")(0.1)

    assert world.inspect.get("k") is None
    lab.close()
    one.close()
    other.close()
    assert "late" not in [thread.name for thread in threading.enumerate()]


def test_sleeping_in_virtual_time_is_not_being_stuck(world):
    """An hour of sleep takes no time at all."""
    start = REAL()
    world.actor("sleeps", lambda _: time.sleep(500))
    world.run()

    assert REAL() - start < 1
