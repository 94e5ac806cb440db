"""The same verdict each time: in another order, in two processes at once, with the CPUs busy."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Role
from pytest_interviewkata.runner import Ask
from pytest_interviewkata.verify.benches import load
from pytest_interviewkata.verify.case import fingerprint, said
from pytest_interviewkata.verify.findings import Problem
from pytest_interviewkata.verify.runs import INSIDE, SEED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Answer, Verdict
    from pytest_interviewkata.runner import Judged
    from pytest_interviewkata.verify.trial import Trial

    Work = tuple[Answer, int]

PATIENCE: Final = 120.0
"""Seconds for one run on a busy machine."""


def check(trial: Trial) -> Iterator[Problem]:
    """Judge every answer again and again, and compare with the first verdict."""
    roles = trial.case.of(Role.EXEMPLAR, Role.RIGHT, Role.WRONG)
    answers = [answer for answer in roles if not trial.case.alone(answer)]
    turns = [answer for _ in range(trial.options.repeat) for answer in answers]
    random.Random(SEED).shuffle(turns)  # noqa: S311  an order, not a secret
    work = list(zip(turns, range(len(turns)), strict=True))

    def judge(each: Work) -> Judged:
        answer, turn = each
        return trial.benches.judge(Ask(answer.files, seed=SEED, shuffle=turn, wall=PATIENCE))

    with load(os.cpu_count() or 1):
        judged = trial.benches.over(work, judge, trial.progress("repeats", len(work)))
    changed: dict[str, tuple[Answer, int, Verdict]] = {}
    for (answer, turn), result in zip(work, judged, strict=True):
        if not _same(trial.runs.verdict(INSIDE, answer), result.verdict):
            changed.setdefault(answer.name, (answer, turn, result.verdict))
    for answer, turn, verdict in changed.values():
        yield _problem(trial, answer, turn, verdict)


def _same(first: Verdict, again: Verdict) -> bool:
    return first.outcome is again.outcome and fingerprint(first) == fingerprint(again)


def _problem(trial: Trial, answer: Answer, turn: int, verdict: Verdict) -> Problem:
    first = trial.runs.verdict(INSIDE, answer)
    return Problem(
        "flaky",
        f"The verdict on {answer.role.value} {answer.name} is not always the same. First: "
        f"{said(first)}. Then (order {turn}): {said(verdict)}. Something depends on time, on the "
        "order of the tests, on the hash of strings or on what an earlier test left: use the "
        "clock and the world, and make races happen.",
    )
