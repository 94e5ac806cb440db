"""Virtual time on both sides of the border."""

import time

import pytest

from pytest_interviewkata.harness.clock import EPOCH, Clock
from pytest_interviewkata.harness.gate import Killed
from pytest_interviewkata.harness.world import Lab, World

TIMES = """
    import asyncio
    import datetime
    import time
    from time import monotonic, perf_counter, sleep

    def now():
        return time.time(), monotonic(), perf_counter(), datetime.datetime.now(datetime.UTC)

    def nap(seconds, sleeper=sleep):
        before = now()
        sleeper(seconds)
        return [round(after - b, 6) for after, b in zip(now()[:3], before)]

    def moved(call):
        before = now()
        call()
        return [round(after - b, 6) for after, b in zip(now()[:3], before)]

    def own_loop(seconds):
        return asyncio.run(asyncio.sleep(seconds, "slept"))
"""


def test_all_clocks_of_the_answer_are_the_tests_clock(meet):
    """time, monotonic, perf_counter and datetime move as one, also names taken at import."""
    it = meet(TIMES)
    with Clock() as clock:
        clock.advance(90)
        wall, monotonic, perf, moment = it.now()

        assert (wall, moment.timestamp()) == (EPOCH + 90, EPOCH + 90)
        assert monotonic == perf == clock.monotonic_ns() / 1e9
    assert abs(it.now()[0] - time.time()) < 60


def test_a_sleep_over_there_moves_the_clock_here(meet):
    """Nothing really sleeps, and the test sees what was asked for."""
    it = meet(TIMES)
    began = time.perf_counter()
    with Clock() as clock:
        assert it.nap(3600) == [3600, 3600, 3600]
        assert (clock.slept, clock.elapsed) == ([3600], 3600)
        assert it.moved(lambda: clock.advance(5)) == [5, 5, 5]
        with pytest.raises(ValueError, match="non-negative"):
            it.nap(-1)
    assert time.perf_counter() - began < 30


def test_without_a_clock_time_is_real(meet):
    """A sleep sleeps."""
    it = meet(TIMES)

    assert 0.01 <= it.nap(0.01)[1] < 5


def test_an_event_loop_of_the_answers_own_is_virtual_too(meet):
    """asyncio.run in a plain function does not wait for real."""
    it = meet(TIMES)
    with Clock() as clock:
        assert it.own_loop(3600) == "slept"
        assert (clock.slept, clock.elapsed) == ([3600], 3600)


def test_actors_sleep_side_by_side(meet):
    """Each in a process of its own, in the order of virtual time."""
    it = meet(TIMES)
    with World(it.processes) as world:
        for name, seconds in (("late", 5), ("early", 2)):
            world.actor(name, lambda process, s=seconds: process.nap(s))
        endings = world.run()

        assert {name: ending.at for name, ending in endings.items()} == {"late": 5, "early": 2}
        assert endings["late"].value == [5, 5, 5]


def test_a_killed_process_does_nothing_more(meet):
    """Whoever waits for it gets Killed; what it had not done yet is not done."""
    it = meet("""
        def work(step):
            try:
                step(1)
                step(2)
            finally:
                step(3)
    """)
    done = []
    with World(it.processes) as world:

        def step(number):
            done.append(number)
            if number == 2:
                world.process("worker-1").kill()

        world.actor("worker-1", lambda process: process.work(step))
        ending = world.run()["worker-1"]

    assert ending.killed
    assert done == [1, 2]


def test_worlds_of_a_lab_have_fresh_processes(meet):
    """What one world's process keeps in its modules, the next world's does not have."""
    it = meet("KEPT = []\ndef keep(value):\n    KEPT.append(value)\n    return KEPT\n")
    lab = Lab(it.processes)

    assert [lab.world().process("a").keep(number) for number in (1, 2)] == [[1], [2]]
    lab.close()


def test_a_worker_that_blocks_is_named_and_ended(meet):
    """Waiting for a lock that nobody gives back is no deadlock of the simulation, and no hang."""
    it = meet("""
        import threading
        LOCK = threading.Lock()
        def work():
            LOCK.acquire()
            LOCK.acquire()
    """)
    with pytest.raises(AssertionError, match="worker-1"), World(it.processes) as world:
        world.actor("worker-1", lambda process: process.work())
        world.run()


def test_a_process_that_was_killed_never_starts(meet):
    """Not even when its first use comes after its death."""
    it = meet(TIMES)
    process = it.processes.start("worker-1")
    process.kill()

    with pytest.raises(Killed):
        process.public("now")()
    assert process.pid is None
