"""The same verdict on both sides of the border, and on embedded and real services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.model import Outcome
from pytest_interviewkata.verify.case import said
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import INSIDE, OUTSIDE, REAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Verdict
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Compare the verdicts on each answer."""
    del case
    yield from _compared(runs, OUTSIDE, "sides-differ", "behind the border")
    yield from _compared(runs, REAL, "services-differ", "on real services")


def _compared(runs: Runs, plan: str, check_id: str, where: str) -> Iterator[Problem]:
    for answer, there in runs.of(plan):
        here = runs.verdict(INSIDE, answer)
        if difference := _difference(here, there):
            yield Problem(
                check_id,
                f"{answer.role.value} {answer.name}: {difference}. Here: {said(here)}. "
                f"{where.capitalize()}: {said(there)}. One test file serves both: let the test "
                "look at what both can show.",
            )


def _difference(here: Verdict, there: Verdict) -> str:
    if here.outcome is not there.outcome:
        return f"{here.outcome.value} here, {there.outcome.value} there"
    # The border waits for each call only so long, where a whole run is ended here.
    if here.outcome is Outcome.BROKEN or here.timed_out or here.failed == there.failed:
        return ""
    only = sorted(here.failed ^ there.failed)
    return f"not the same tests fail ({', '.join(only)})"
