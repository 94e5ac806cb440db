"""asyncio in virtual time."""

import asyncio
import time

import pytest

from pytest_interviewkata.harness import Clock, run_async
from pytest_interviewkata.harness.loop import NothingLeft


async def job(number):
    await asyncio.sleep(1)
    return number


async def crowd():
    return await asyncio.gather(*(job(number) for number in range(10)))


def test_ten_sleeps_at_once_take_one_second():
    """Coroutines sleep side by side, and nobody really waits."""
    with Clock() as clock:
        assert run_async(crowd) == list(range(10))
        assert clock.elapsed == 1.0


def test_what_was_slept_is_noted_exactly():
    """`clock.slept` has what asyncio.sleep was asked for, not a rounded difference."""

    async def naps():
        for seconds in (0.1, 0.2, 0.4):
            await asyncio.sleep(seconds)

    with Clock() as clock:
        run_async(naps)

        assert clock.slept == [0.1, 0.2, 0.4]
        assert clock.elapsed == 0.7


def test_timeouts_run_out_in_virtual_time():
    """wait_for gives up after its virtual seconds."""

    async def waits():
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.Event().wait(), 30)
        return time.monotonic()

    with Clock() as clock:
        run_async(waits)

        assert clock.elapsed == pytest.approx(30)
        assert clock.slept == []


def test_a_deadlock_is_an_error():
    """Coroutines that wait for one another end in an AssertionError, not in a hang."""

    async def waits():
        await asyncio.Event().wait()

    with Clock(), pytest.raises(NothingLeft, match="nothing is left"):
        run_async(waits)


def test_a_thread_at_work_does_not_let_time_run_on():
    """What runs in an executor takes no virtual time."""

    async def waits():
        return await asyncio.wait_for(asyncio.to_thread(sum, [1, 2]), 5)

    with Clock() as clock:
        assert run_async(waits) == 3
        assert clock.elapsed == 0


def test_an_answers_own_event_loop_is_virtual_too():
    """asyncio.run inside an answer lives by the clock."""
    with Clock() as clock:
        assert asyncio.run(job(7)) == 7
        assert clock.elapsed == 1.0


def test_without_a_clock_time_is_real():
    """run_async works without a clock."""
    start = time.perf_counter()

    assert run_async(asyncio.sleep, 0.01, "done") == "done"
    assert time.perf_counter() - start >= 0.01


def test_plain_functions_may_be_run_as_well():
    """What is not awaitable is returned as it is."""
    assert run_async(lambda value: value + 1, 1) == 2


def test_coroutines_and_processes_share_their_time(world):
    """An actor that awaits gives way to the others like one that sleeps."""
    world.actor("awaits", lambda _: run_async(job, 1))
    world.actor("sleeps", lambda _: (time.sleep(0.5), world.elapsed)[1])

    endings = world.run()

    assert (endings["awaits"].at, endings["sleeps"].value) == (1.0, 0.5)
