"""The most likely failures say what happened and why it matters: their text is tested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Role
from pytest_interviewkata.verify.case import covers, failures
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import INSIDE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Verdict, Wrong
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs

LEAST: Final = 3


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look for the text that `message` of a wrong answer promises."""
    told = [wrong for wrong in case.declared.wrong if wrong.message]
    if len(told) < LEAST:
        yield Problem(
            "few-messages",
            f"wrong.toml gives a `message` for {len(told)} wrong answers; the {LEAST} most likely "
            "ones need a piece of the failure's text, so that it stays what it is.",
        )
    for answer, verdict in runs.of(INSIDE, Role.WRONG):
        yield from _missing(case.wrong(answer), verdict)


def _missing(wrong: Wrong, verdict: Verdict) -> Iterator[Problem]:
    said = [
        " ".join(test.message.split())
        for test in failures(verdict)
        if any(covers(name, test.name) for name in wrong.caught_by)
    ]
    promised = " ".join(wrong.message.split())
    if said and not any(promised in text for text in said):
        yield Problem(
            "wrong-message",
            f"No test that catches wrong/{wrong.name} says {promised!r}. The first one says: "
            f"{said[0][:300]!r}",
        )
