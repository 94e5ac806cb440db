"""Coroutines of both sides, in two event loops that run as one."""

import asyncio
import time

import pytest

from pytest_interviewkata.harness.border.joint import run_async as joint
from pytest_interviewkata.harness.clock import Clock
from pytest_interviewkata.harness.loop import NothingLeft

LATER = """
    import asyncio
    import time
    from functools import wraps

    async def twice(load):
        return [await load(), await load()]

    async def at_most(limit, load, count):
        gate = asyncio.Semaphore(limit)
        async def one(number):
            async with gate:
                return await load(number)
        return await asyncio.gather(*map(one, range(count)), return_exceptions=True)

    async def within(seconds, load):
        async with asyncio.timeout(seconds):
            return await load()

    def decorated(load):
        @wraps(load)
        async def inner(*args):
            return await load(*args)
        return inner

    class Cache:
        def __init__(self, load):
            self.load, self.lock, self.value = load, asyncio.Lock(), None

        async def get(self):
            async with self.lock:
                if self.value is None:
                    self.value = await self.load()
            return self.value

    class Block:
        async def __aenter__(self):
            await asyncio.sleep(1)
            return "inside"

        async def __aexit__(self, kind, error, trace):
            await asyncio.sleep(1)
            return kind is KeyError

    async def ticks(count):
        for number in range(count):
            await asyncio.sleep(1)
            yield number

    def background(load):
        return asyncio.create_task(load())

    async def patient(note):
        try:
            await asyncio.sleep(1000)
        finally:
            await asyncio.sleep(1)
            note("cleaned up")

    async def all_of(*awaitables):
        return await asyncio.gather(*awaitables)

    async def fails(kind):
        await asyncio.sleep(0)
        raise kind("late")

    async def stuck():
        await asyncio.Event().wait()

    async def in_thread(call):
        return await asyncio.to_thread(call, 0.01)

    async def shouts():
        print(await asyncio.sleep(0, "x"))

    def plain(load):
        return asyncio.run(load())
"""


@pytest.fixture
def run():
    with Clock() as clock:
        clock.run = joint
        yield clock


def test_both_sides_await_one_another(meet, run):
    """The answer awaits the test's coroutine functions, and the test the answer's."""
    it = meet(LATER)
    calls = []

    async def load():
        await asyncio.sleep(2)
        calls.append(run.elapsed)
        return len(calls)

    assert joint(it.twice, load) == [1, 2]
    assert joint(it.decorated(load)) == 3
    assert it.decorated(load).__wrapped__ is load
    assert calls == [2, 4, 6]


def test_coroutines_of_the_test_run_side_by_side(meet, run):
    """A limit on how many run at once is seen, and so is an error of one of them."""
    it = meet(LATER)
    running, most, problem = 0, 0, ValueError("3")

    async def load(number):
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(1)
        running -= 1
        if number == 3:
            raise problem
        return number

    results = joint(it.at_most, 4, load, 10)

    assert (most, run.elapsed) == (4, 3)
    assert results == [0, 1, 2, problem, *range(4, 10)]


def test_many_calls_of_one_object_wait_for_one_load(meet, run):
    """What the answer shares among its coroutines is shared."""
    it = meet(LATER)
    loads = []

    async def load():
        loads.append(1)
        await asyncio.sleep(1)
        return "value"

    async def scenario():
        cache = it.Cache(load)
        return await asyncio.gather(*(cache.get() for _ in range(20)))

    assert joint(scenario) == ["value"] * 20
    assert loads == [1]


def test_a_task_that_was_started_has_begun(meet, run):
    """After one pass of the test's loop the answer has come to its first wait."""
    it = meet(LATER)
    begun = []

    async def load():
        begun.append(run.elapsed)
        await asyncio.sleep(5)

    async def scenario():
        task = asyncio.create_task(it.twice(load))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        seen = list(begun)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return seen

    assert joint(scenario) == [0]


def test_time_limits_and_cancellation_cross(meet, run):
    """From the answer to the test's coroutine and the other way, clean-up included."""
    it = meet(LATER)
    notes = []

    async def slow():
        try:
            await asyncio.sleep(100)
        finally:
            notes.append(("slow", run.elapsed))

    async def scenario():
        with pytest.raises(TimeoutError):
            await it.within(3, slow)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(it.patient(lambda what: notes.append((what, run.elapsed))), 2)
        return run.elapsed

    assert joint(scenario) == 6
    assert notes == [("slow", 3), ("cleaned up", 6)]


def test_blocks_and_iterators_are_awaited(meet, run):
    """`async with` and `async for` work on handles."""
    it = meet(LATER)

    async def scenario():
        async with it.Block() as inside:
            raise KeyError(inside)
        with pytest.raises(ValueError, match="raised"):
            async with it.Block():
                raise ValueError("raised")
        with pytest.raises(StopAsyncIteration):
            await anext(aiter(it.ticks(0)))
        return [number async for number in it.ticks(3)], run.elapsed

    assert joint(scenario) == ([0, 1, 2], 7)


def test_plain_functions_find_the_running_loop(meet, run):
    """create_task in a plain function works, and its task can be awaited."""
    it = meet(LATER)

    async def load():
        return 5

    async def scenario():
        task = it.background(load)
        return await task, await asyncio.gather(it.background(load))

    assert joint(scenario) == (5, [5])


def test_coroutines_cross_as_coroutines(meet, run):
    """Each side can pass on what the other has made."""
    it = meet(LATER)

    async def load():
        return 5

    async def scenario():
        return await it.all_of(load(), it.twice(load))

    assert joint(scenario) == [5, [5, 5]]


def test_errors_are_raised_where_they_are_awaited(meet, run):
    """Builtin ones as themselves; StopIteration ends nothing by accident."""
    it = meet(LATER)

    with pytest.raises(LookupError, match="late"):
        joint(it.fails, LookupError)
    with pytest.raises(RuntimeError):
        joint(it.fails, StopIteration)
    with it.poisoned("raised GeneratorExit"):
        joint(it.fails, GeneratorExit)


def test_a_deadlock_of_both_is_an_error(meet, run):
    """When nobody can go on, nobody waits for ever."""
    it = meet(LATER)

    with pytest.raises(NothingLeft):
        joint(it.stuck)


def test_what_asyncio_was_asked_to_sleep_is_noted(meet, run):
    """On either side, exactly."""
    it = meet(LATER)

    async def load():
        await asyncio.sleep(0.1)

    joint(it.twice, load)

    async def scenario():
        return [number async for number in it.ticks(2)]

    joint(scenario)
    assert run.slept == [0.1, 0.1, 1, 1]


def test_threads_of_the_answers_loop_get_the_time_they_need(meet, run):
    """Virtual time does not run away from them."""
    it = meet(LATER)

    assert joint(it.in_thread, lambda seconds: seconds) == 0.01


def test_a_loop_of_the_answers_own_awaits_the_tests_functions(meet, run):
    """asyncio.run in a plain function, outside of run_async."""
    it = meet(LATER)

    async def load():
        await asyncio.sleep(1)
        return run.elapsed

    assert it.plain(load) == 1


def test_real_time_without_a_clock(meet):
    """It waits as long as it takes."""
    it = meet(LATER)

    async def load():
        await asyncio.sleep(0.05)
        return 1

    began = time.perf_counter()
    assert joint(it.twice, load) == [1, 1]
    assert time.perf_counter() - began >= 0.1


def test_the_answer_is_awaited_through_run_async_only(meet):
    """An event loop of the test's own making cannot wait for two."""
    it = meet(LATER)

    with it.poisoned("without the fixture run_async"):
        asyncio.run(it.fails(LookupError))


def test_a_failed_assertion_in_a_coroutine_of_the_test_fails_the_test(meet, run):
    """pytest.fail in a coroutine that the answer awaits ends everything."""
    it = meet(LATER)

    async def load():
        pytest.fail("so it is")

    with pytest.raises(pytest.fail.Exception, match="so it is"):
        joint(it.decorated(load))
