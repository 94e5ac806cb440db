"""The exemplar and every other right answer pass, nothing skipped, and quickly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Outcome, Role
from pytest_interviewkata.verify.case import names, said, skipped
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs

BUDGET: Final = 3.0
"""Seconds for the tests of one kata."""


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look at what the tests say of answers that are right."""
    pairs = runs.of(INSIDE, Role.EXEMPLAR, Role.RIGHT)
    for answer, verdict in pairs:
        who = "The exemplar" if answer.role is Role.EXEMPLAR else f"right/{answer.name}"
        if late := skipped(verdict):
            yield Problem(
                "right-skips",
                f"{who} was not tested by {names(late)} ({said(verdict)}). Install what is "
                "missing: nothing may be skipped.",
            )
        elif verdict.outcome is not Outcome.PASSED:
            yield Problem(
                "right-fails",
                f"{who} is rejected: {said(verdict)}. Either it is wrong after all, or the test "
                "asks for more than the contract does: mend whichever it is.",
            )
    quickest = min(verdict.seconds for _, verdict in pairs)
    if quickest > BUDGET:
        yield Problem(
            "slow",
            f"The tests of {case.kata.slug} took {quickest:.1f} s, and may take {BUDGET:.0f} s. "
            "Use the virtual clock, smaller inputs or fewer schedules.",
        )
