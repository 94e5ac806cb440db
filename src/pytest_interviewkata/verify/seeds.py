"""Tests with random inputs: the verdicts do not depend on which."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_interviewkata.model import Expect, Outcome, Role
from pytest_interviewkata.runner import Ask
from pytest_interviewkata.verify.case import said
from pytest_interviewkata.verify.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Answer
    from pytest_interviewkata.runner import Judged
    from pytest_interviewkata.verify.trial import Trial

    Work = tuple[Answer, int]


def check(trial: Trial) -> Iterator[Problem]:
    """Judge every answer under many seeds, where there are random inputs."""
    if not re.search(r"\brng\b", trial.case.kata.test_file.read_text("utf-8")):
        return
    answers = trial.case.of(Role.EXEMPLAR, Role.RIGHT, Role.WRONG)
    known = [answer for answer in answers if _is_judged_alike(trial, answer)]
    work = [(answer, seed) for answer in known for seed in range(trial.options.seeds)]

    def judge(each: Work) -> Judged:
        answer, seed = each
        wrong = answer.role is Role.WRONG
        lead = trial.case.wrong(answer).caught_by if wrong else ()
        return trial.benches.judge(Ask(answer.files, seed=seed, lead=lead, first=True))

    judged = trial.benches.over(work, judge, trial.progress("seeds", len(work)))
    for (answer, seed), result in zip(work, judged, strict=True):
        yield from _problem(answer, seed, result)


def _is_judged_alike(trial: Trial, answer: Answer) -> bool:
    return answer.role is not Role.WRONG or trial.case.wrong(answer).expect is Expect.FAIL


def _problem(answer: Answer, seed: int, result: Judged) -> Iterator[Problem]:
    passed = result.verdict.outcome is Outcome.PASSED
    again = f"`pytest --kata-seed={seed}` repeats it."
    if answer.role is Role.WRONG and passed:
        yield Problem(
            "seed",
            f"wrong/{answer.name} passes with some random inputs. Let each run try the case that "
            f"catches it. {again}",
        )
    elif answer.role is not Role.WRONG and not passed:
        yield Problem(
            "seed",
            f"{answer.role.value} {answer.name} is rejected with some random inputs: "
            f"{said(result.verdict)}. {again}",
        )
