"""asyncio in virtual time: nothing really sleeps, and a deadlock is an error, not a hang."""

from __future__ import annotations

import asyncio
import inspect
import selectors
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.dispatch import NS

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor
    from contextvars import Context

_PATIENCE = 2.0
"""Real seconds that an event loop waits for its own threads before time may move."""


class NothingLeft(AssertionError):
    """Every coroutine waits, and nothing can wake any of them."""


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is a clock and whose waiting moves it."""

    def __init__(self, clock: Any) -> None:  # noqa: ANN401 - a Clock, or what stands for one
        self._clock = clock
        self._pause = getattr(clock, "pause", clock.sleep)
        self._jobs = 0
        super().__init__(_Selector(self))

    def time(self) -> float:
        """Tell the clock's time."""
        seconds: float = self._clock.monotonic_ns() / NS
        return seconds

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: object,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Note what asyncio.sleep was asked for: exactly, not as a difference of two times."""
        if getattr(callback, "__name__", "") == "_set_result_unless_cancelled":
            self._clock.slept.append(delay)
        return super().call_later(delay, callback, *args, context=context)

    def run_in_executor(
        self, executor: Executor | None, func: Callable[..., object], *args: object
    ) -> asyncio.Future[Any]:
        """Count the threads that are at work: time stands still for them."""
        future = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        future.add_done_callback(self._job_done)
        return future

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - asyncio's own
        """Give the threads that are still there the time they need."""
        del timeout
        self._jobs += 1
        await super().shutdown_default_executor()
        self._jobs -= 1

    def pass_time(self, seconds: float | None) -> None:
        """Jump to the next timer. Without one, nothing is left to happen."""
        if seconds is None:
            raise NothingLeft("Every coroutine waits, and nothing is left that could wake one.")
        self._pause(max(seconds, 1e-6))

    @property
    def patience(self) -> float:
        """How long to wait really, in seconds."""
        return _PATIENCE if self._jobs else 0.0

    def _job_done(self, _future: object) -> None:
        self._jobs -= 1


class _Selector(selectors.DefaultSelector):
    """Looks for events; where there are none, time passes instead of waiting."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what has happened."""
        events = super().select(0)
        if events or (timeout is not None and timeout <= 0):
            return events
        events = super().select(self._loop.patience) if self._loop.patience else []
        if not events:
            self._loop.pass_time(timeout)
        return events


def run_async(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever it returns
    """Call it and await what it returns, in a fresh event loop: virtual while a clock runs."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(_awaited(function, args, kwargs))


async def _awaited(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> object:
    result = function(*args, **kwargs)
    return await result if inspect.isawaitable(result) else result
