"""The answer's event loop: runs while it has something to do, then gives way to the test's."""

from __future__ import annotations

import asyncio
from asyncio.events import _set_running_loop
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.loop import VirtualLoop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from pytest_interviewkata.harness.border.farclock import FarClock


class FarLoop(VirtualLoop):
    """Stops as soon as it would have to wait."""

    due: float | None = None
    """When its next timer is due."""

    def pass_time(self, seconds: float | None) -> None:
        """Wait no time: the test's loop knows how long to wait."""
        self.due = None if seconds is None else self.time() + seconds
        self.stop()


class FarTasks:
    """What the test awaits of the answer, and the answer of the test, in one run_async."""

    def __init__(self, clock: FarClock, cancel: Callable[[int], object]) -> None:
        self._clock = clock
        self._cancel = cancel
        self._loop: FarLoop | None = None
        self._tasks: dict[int, asyncio.Task[Any]] = {}
        self._done: list[tuple[int, bool, Any]] = []
        self._lent: dict[int, asyncio.Future[tuple[bool, Any]]] = {}

    @property
    def loop(self) -> FarLoop:
        """The event loop, made when it is first needed."""
        if self._loop is None:
            self._loop = FarLoop(self._clock)
        return self._loop

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let plain functions that are called meanwhile find the loop."""
        before = asyncio._get_running_loop()  # noqa: SLF001
        _set_running_loop(self.loop)
        try:
            yield
        finally:
            _set_running_loop(before)

    def is_running(self) -> bool:
        """Say whether the code that asks runs within the loop."""
        return self._loop is not None and asyncio._get_running_loop() is self._loop  # noqa: SLF001

    def spawn(self, number: int, awaited: Awaitable[Any]) -> None:
        """Await something of the answer for the test."""
        self._tasks[number] = task = self.loop.create_task(_await(awaited))
        task.add_done_callback(lambda _: self._ended(number))

    def turn(self, finished: Iterable[tuple[int, bool, Any]], cancelled: Iterable[int]) -> object:
        """Run until there is nothing to do; return what has ended, and when to go on."""
        for number, well, value in finished:
            future = self._lent.pop(number)
            if not future.done():
                future.set_result((well, value))
        for number in cancelled:
            if number in self._tasks:
                self._tasks[number].cancel()
        _set_running_loop(None)
        self.loop.run_forever()
        done, self._done = self._done, []
        return {"done": done, "due": self.loop.due}

    def end(self) -> None:
        """Cancel what is left, and close the loop."""
        loop, self._loop = self._loop, None
        if loop is None:
            return
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        _set_running_loop(None)
        loop.run_until_complete(_end(left))
        loop.close()

    async def lent(self, number: int) -> Any:  # noqa: ANN401
        """Await a coroutine of the test's; a cancelled wait ends when that has ended."""
        self._lent[number] = future = self.loop.create_future()
        while True:
            try:
                well, value = await future
            except asyncio.CancelledError:
                if self._loop is None or number not in self._lent:  # it has ended meanwhile
                    raise
                self._lent[number] = future = self.loop.create_future()
                self._cancel(number)
                continue
            if well:
                return value
            raise value

    def _ended(self, number: int) -> None:
        task = self._tasks.pop(number)
        if task.cancelled():
            self._done.append((number, False, asyncio.CancelledError()))
        elif (error := task.exception()) is not None:
            self._done.append((number, False, error))
        else:
            self._done.append((number, True, task.result()))


async def _end(left: Iterable[asyncio.Task[Any]]) -> None:
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()


async def _await(awaited: Awaitable[Any]) -> Any:  # noqa: ANN401
    return await awaited
