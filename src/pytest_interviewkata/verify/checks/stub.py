"""The stub fails, and for the right reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.model import Kind, Outcome, Role, TestOutcome
from pytest_interviewkata.verify.case import covers, failures, names, said, skipped
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import HIDDEN, INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Verdict
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look at what the tests say of the stub."""
    [(_, verdict)] = runs.of(INSIDE, Role.STUB)
    if verdict.outcome is Outcome.BROKEN:
        yield Problem(
            "stub-import",
            f"The stub cannot be imported: {said(verdict)}. It must import, define every name "
            "that the tests take, and raise NotImplementedError when it is called.",
        )
        return
    yield from _passing(case, verdict)
    if case.kata.kind is not Kind.REPAIR:
        yield from _reason(verdict)
    for _, hidden in runs.of(HIDDEN, Role.STUB):
        if hidden.outcome is Outcome.PASSED:
            yield Problem("hidden-stub", "The stub passes the hidden tests. Let one fail on it.")


def _passing(case: Case, verdict: Verdict) -> Iterator[Problem]:
    guards = case.kata.guards
    for test in verdict.tests:
        guarded = any(covers(guard, test.name) for guard in guards)
        if test.outcome is TestOutcome.PASSED and not guarded:
            yield Problem(
                "stub-passes",
                f"{test.name} passes on the stub, so it asks nothing of an answer. Let it call the "
                "answer first, or name it under `guards` where the work is to repair.",
            )
    for guard in guards:
        if not any(covers(guard, test.name) for test in verdict.tests):
            yield Problem("guards", f"kata.toml guards {guard}, which is no test of this kata.")
    if late := skipped(verdict):
        yield Problem("stub-skips", f"On the stub these are skipped: {names(late)}. Let them fail.")


def _reason(verdict: Verdict) -> Iterator[Problem]:
    other = [test for test in failures(verdict) if not test.not_implemented]
    if other:
        first = next(iter(other[0].message.splitlines()), "")
        yield Problem(
            "stub-reason",
            f"On the stub, {names(other)} fail otherwise than by NotImplementedError ({first}). "
            "A learner who has not begun must be told so: let the call's exception through.",
        )
