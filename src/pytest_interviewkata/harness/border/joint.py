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
        super().__init__(clock or RealTime())  # type: ignore[arg-type]

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
            partner.take_turns()
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
        self.stirred = False
        """Something was done over there that its loop has not dealt with."""

    async def wait_for(self, do: str, handle: Handle, details: dict[str, Any]) -> Any:  # noqa: ANN401
        """Await something of the answer's."""
        number = next(self._numbers)
        self._link.ask("spawn", handle, how=do, task=number, **details)
        self.take_turns()
        while True:
            self._awaited[number] = self._awaited.get(number) or self._loop.create_future()
            try:
                done, value = await self._awaited[number]
            except asyncio.CancelledError:
                del self._awaited[number]
                self._cancelled.append(number)
                continue
            if done:
                return value
            raise self._link.fit_to_raise(do, value)
