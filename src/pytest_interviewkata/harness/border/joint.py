"""Two event loops as one: the test's, and the one in each process of the answer.

Neither waits on its own. Whenever one has news for the other, the other gets a turn; when
nobody has anything to do, time passes until the first timer of either.
"""

from __future__ import annotations

import asyncio
from inspect import isawaitable
from itertools import count
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.poison import crosses
from pytest_interviewkata.harness.clock import running
from pytest_interviewkata.harness.dispatch import SWITCHBOARD
from pytest_interviewkata.harness.loop import VirtualLoop

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_interviewkata.harness.border.link import Link
    from pytest_interviewkata.harness.border.proxy import Handle
    from pytest_interviewkata.harness.clock import Clock

CLOSE = 1e-9
"""Two times this close are the same: seconds as floats are no finer."""


def run_async(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
    """Call it and await what it returns, in a fresh pair of event loops."""
    loop = JointLoop(running())
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            return runner.run(_awaited(function, args, kwargs))
    finally:
        loop.part()


def joint_loop() -> JointLoop | None:
    """Return the test's event loop, if it runs right now."""
    loop = asyncio._get_running_loop()  # noqa: SLF001 - the documented way not to raise
    return loop if isinstance(loop, JointLoop) else None


class JointLoop(VirtualLoop):
    """The test's event loop. It runs in virtual time while a clock runs, else in real time."""

    def __init__(self, clock: Clock | None) -> None:
        self._partners: dict[Link, Partner] = {}
        super().__init__(clock or RealTime())

    def partner(self, link: Link) -> Partner:
        """Return the other loop, in the process that a link leads to."""
        if link not in self._partners:
            self._partners[link] = Partner(self, link)
        return self._partners[link]

    def pass_time(self, seconds: float | None) -> None:
        """Jump to the next timer of either side."""
        waits = [partner.wait() for partner in self._partners.values()]
        known = [wait for wait in (seconds, *waits) if wait is not None]
        super().pass_time(min(known, default=None))

    def part(self) -> None:
        """End the other loops."""
        for link in self._partners:
            if link.alive:
                link.ask("end")

    def _run_once(self) -> None:
        for partner in list(self._partners.values()):
            partner.take_turn()
        super()._run_once()  # type: ignore[misc]


class Partner:
    """The event loop of one process of the answer, as the test's loop sees it."""

    def __init__(self, loop: JointLoop, link: Link) -> None:
        self._loop = loop
        self._link = link
        self._numbers = count(1)
        self._awaited: dict[int, asyncio.Future[tuple[bool, Any]]] = {}
        self._lent: dict[int, asyncio.Task[Any]] = {}
        self._news: list[tuple[int, bool, Any]] = []
        self._cancelled: list[int] = []
        self._due: float | None = None
        self._fault: BaseException | None = None
        self.stirred = False
        """Something was done over there that its loop has not dealt with yet."""

    async def wait_for(self, do: str, handle: Handle, details: dict[str, Any]) -> Any:  # noqa: ANN401
        """Await something of the answer's; a cancelled wait ends when that has ended."""
        number = next(self._numbers)
        self._awaited[number] = future = self._loop.create_future()
        self._link.ask("spawn", handle, how=do, task=number, **details)
        self.take_turn()
        while True:
            try:
                done, value = await future
            except asyncio.CancelledError:
                if number not in self._awaited:  # it has ended meanwhile
                    raise
                self._awaited[number] = future = self._loop.create_future()
                self._cancelled.append(number)
                continue
            if done:
                return value
            raise self._link.fit_to_raise("next" if do == "anext" else do, value)

    def start(self, function: Callable[[], Coroutine[Any, Any, Any]]) -> int:
        """Start a coroutine of the test's that the answer awaits."""
        number = next(self._numbers)
        self._lent[number] = task = self._loop.create_task(function())
        task.add_done_callback(lambda _: self._ended(number))
        return number

    def cancel(self, number: int) -> None:
        """Cancel such a coroutine."""
        if number in self._lent:
            self._lent[number].cancel()

    def take_turn(self) -> None:
        """Let the other loop run until it has nothing to do, if it has news or is due."""
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault
        if self.stirred or self._news or self._cancelled or self._is_due():
            news, self._news = self._news, []
            cancelled, self._cancelled = self._cancelled, []
            reply = self._link.ask("turn", finished=news, cancelled=cancelled)
            self.stirred = False
            with self._link.guarded():
                self._take_in(**reply)

    def wait(self) -> float | None:
        """Return how long the other loop can wait; None without an end."""
        return None if self._due is None else max(self._due - self._loop.time(), 0.0)

    def _is_due(self) -> bool:
        wait = self.wait()
        return wait is not None and wait <= CLOSE

    def _take_in(self, done: list[Any], due: float | None) -> None:
        self._due = None if due is None else float(due)
        for number, well, value in done:
            future = self._awaited.pop(number)
            if not future.done():
                future.set_result((well is True, value))

    def _ended(self, number: int) -> None:
        task = self._lent.pop(number)
        error = asyncio.CancelledError() if task.cancelled() else task.exception()
        if error is not None and not crosses(error):
            self._fault, error = error, asyncio.CancelledError()
        self._news.append((number, error is None, error or task.result()))


class RealTime:
    """Stands for a clock where none runs."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def monotonic_ns(self) -> int:
        """Nanoseconds of the machine's own clock."""
        now: int = SWITCHBOARD.real("monotonic_ns")()
        return now

    def sleep(self, seconds: float) -> None:
        """Let the time really pass."""
        SWITCHBOARD.real("sleep")(seconds)


async def _awaited(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:  # noqa: ANN401
    result = function(*args, **kwargs)
    return await result if isawaitable(result) else result
