"""A few warm children of one kata that share its work."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import TYPE_CHECKING, Self, TypeVar

from pytest_interviewkata.runner import WarmLost, bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_interviewkata.runner import Ask, Cold, How, Judged, Warm
    from pytest_interviewkata.verify.case import Case

Work = TypeVar("Work")


class Benches:
    """Judges many answers of one kata, several at a time."""

    def __init__(self, case: Case, how: How, count: int) -> None:
        self._case = case
        self._how = how
        self._count = count
        self._stack = ExitStack()
        self._free: SimpleQueue[Warm | Cold] = SimpleQueue()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for _ in range(self._count):
                self._free.put(self._open(stack))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def judge(self, ask: Ask) -> Judged:
        """Judge one answer. A child that is lost is replaced, once."""
        mine = self._free.get()
        try:
            return mine.judge(ask)
        except WarmLost:
            mine = self._open(self._stack)
            return mine.judge(ask)
        finally:
            self._free.put(mine)

    def over(
        self,
        work: Sequence[Work],
        judge: Callable[[Work], Judged],
        tell: Callable[[], None] = lambda: None,
        *,
        jobs: int | None = None,
    ) -> list[Judged]:
        """Judge many, in the order given, with as many children as there are."""

        def one(each: Work) -> Judged:
            judged = judge(each)
            tell()
            return judged

        with ThreadPoolExecutor(min(jobs or self._count, self._count)) as pool:
            return list(pool.map(one, work))

    def _open(self, stack: ExitStack) -> Warm | Cold:
        opened = bench(self._case.kata, self._case.exemplar, self._how)
        stack.enter_context(opened)
        return opened


@contextmanager
def load(processes: int) -> Iterator[None]:
    """Keep the CPUs busy meanwhile."""
    code = "while True: pass"
    with ExitStack() as stack:
        for _ in range(processes):
            argv = [sys.executable, "-I", "-S", "-c", code]
            busy = stack.enter_context(subprocess.Popen(argv))  # noqa: S603  our own code
            stack.callback(busy.kill)
        yield
