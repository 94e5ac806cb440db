"""Every wrong answer is caught, by the tests that it names, in a way of its own."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pytest_interviewkata.model import Expect, Outcome, Role
from pytest_interviewkata.verify.case import covers, fingerprint, said
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Answer, Verdict, Wrong
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look at what the tests say of answers that are wrong."""
    for answer, verdict in runs.of(INSIDE, Role.WRONG):
        yield from _problems(case.wrong(answer), verdict)
    yield from _alike(case, runs)


def caught(wrong: Wrong, verdict: Verdict) -> bool:
    """Say whether every test that should catch a wrong answer did, in the way it should."""
    return not any(_problems(wrong, verdict))


def told_apart(case: Case, runs: Runs) -> dict[frozenset[tuple[str, int | None]], list[str]]:
    """Return the fingerprints, each with the wrong answers that have it."""
    alike: dict[frozenset[tuple[str, int | None]], list[str]] = defaultdict(list)
    for answer, verdict in diagnosable(case, runs):
        alike[fingerprint(verdict)].append(answer.name)
    return alike


def diagnosable(case: Case, runs: Runs) -> list[tuple[Answer, Verdict]]:
    """Return the wrong answers that a learner's run could be compared with."""
    return [
        (answer, verdict)
        for answer, verdict in runs.of(INSIDE, Role.WRONG)
        if case.wrong(answer).expect is Expect.FAIL
        and not case.wrong(answer).like
        and verdict.whole
        and verdict.outcome is Outcome.FAILED
    ]


def _problems(wrong: Wrong, verdict: Verdict) -> Iterator[Problem]:
    if verdict.outcome is Outcome.PASSED:
        yield Problem(
            "wrong-survives",
            f"wrong/{wrong.name} passes every test, and it is wrong: {wrong.why} Write the test "
            "that sees it.",
        )
        return
    yield from _expectation(wrong, verdict)
    known = [test.name for test in verdict.tests]
    for name in wrong.caught_by:
        meant = [test for test in known if covers(name, test)]
        if not meant:
            yield Problem(
                "wrong-test-unknown",
                f"wrong.toml says that {name} catches {wrong.name}; there is no such test. The "
                f"tests are {', '.join(known)}.",
            )
        elif verdict.failed.isdisjoint(meant):
            failing = ", ".join(sorted(verdict.failed)) or "none"
            yield Problem(
                "wrong-not-caught",
                f"{name} lets wrong/{wrong.name} pass, though wrong.toml names it; these fail: "
                f"{failing}. Mend the test or wrong.toml.",
            )


def _expectation(wrong: Wrong, verdict: Verdict) -> Iterator[Problem]:
    met = Expect.FAIL
    if verdict.timed_out:
        met = Expect.TIMEOUT
    elif verdict.outcome is Outcome.BROKEN or not verdict.whole:
        met = Expect.ERROR
    if met is not wrong.expect:
        yield Problem(
            "wrong-expect",
            f"wrong/{wrong.name} should end in {wrong.expect.value!r} and ended in "
            f"{met.value!r} ({said(verdict)}). Mend the answer or its `expect`.",
        )


def _alike(case: Case, runs: Runs) -> Iterator[Problem]:
    for names in told_apart(case, runs).values():
        if len(names) > 1:
            yield Problem(
                "same-fingerprint",
                f"{' and '.join(names)} fail the same tests at the same lines, so a learner cannot "
                "be told which mistake it is. Let an assertion tell them apart, keep one, or say "
                "in wrong.toml which one another is `like`.",
            )
