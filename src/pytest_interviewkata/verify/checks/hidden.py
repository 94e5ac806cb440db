"""The hidden tests ask for nothing that the contract does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.model import Outcome, Role
from pytest_interviewkata.verify.case import said
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import HIDDEN, HIDDEN_OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look at what the hidden tests say of right answers."""
    if not case.hidden:
        path = case.folder / "hidden" / f"test_{case.kata.name}_hidden.py"
        yield Problem("hidden-missing", f"{path} is missing: tests for hiring and classes.")
    for plan in (HIDDEN, HIDDEN_OUTSIDE):
        for answer, verdict in runs.of(plan, Role.EXEMPLAR, Role.RIGHT):
            if verdict.outcome is not Outcome.PASSED:
                yield Problem(
                    "hidden-rejects",
                    f"The hidden tests reject {answer.name} ({plan}): {said(verdict)}. They may be "
                    "stricter in the cases that they try, not in what they ask for.",
                )
