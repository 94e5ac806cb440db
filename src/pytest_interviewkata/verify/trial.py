"""What the parts of the long proof share: a kata, warm children to judge in, and its measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Outcome
from pytest_interviewkata.runner import Ask, Judged
from pytest_interviewkata.verify.runs import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytest_interviewkata.verify.benches import Benches
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.findings import Options
    from pytest_interviewkata.verify.runs import Runs

LEAST_CPU: Final = 0.1
LEAST_WALL: Final = 10.0
TIMES: Final = 10
"""An answer may take so many times the exemplar's CPU, and the least beside."""


@dataclass(frozen=True)
class Trial:
    """A kata in the dock."""

    case: Case
    runs: Runs
    benches: Benches
    options: Options
    measure: Judged
    """The exemplar, whole, with the lines that each test touches."""

    @property
    def cpu(self) -> float:
        """Seconds of CPU after which an answer is taken to loop."""
        return LEAST_CPU + TIMES * self.measure.cpu

    @cached_property
    def cpus(self) -> dict[str, float]:
        """Seconds of CPU for each test: a loop is seen early where the exemplar is quick."""
        tests = self.measure.verdict.tests
        return {test.name: LEAST_CPU + TIMES * test.seconds for test in tests}

    @property
    def wall(self) -> float:
        """Seconds after which an answer is taken to wait for ever."""
        return max(LEAST_WALL, TIMES * self.cpu)

    def progress(self, what: str, total: int) -> Callable[[], None]:
        """Return what to call when one piece of this work is done."""
        return Progress(self.options, f"{self.case.kata.slug}: {what}", total)


def measured(benches: Benches, files: Mapping[str, str], seed: int) -> Judged:
    """Run the exemplar, first to measure it, then to see what each test touches."""
    timed = benches.judge(Ask(files, seed=seed))
    if timed.verdict.outcome is not Outcome.PASSED:
        return timed
    traced = benches.judge(Ask(files, seed=seed, trace=True, cpu=LEAST_WALL + TIMES * timed.cpu))
    return Judged(timed.verdict, timed.cpu, traced.touched)
