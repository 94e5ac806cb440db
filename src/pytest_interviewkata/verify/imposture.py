"""Impostors are seen through."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Answer, Outcome, Role
from pytest_interviewkata.runner import Ask, How, run_rounds
from pytest_interviewkata.verify.case import said
from pytest_interviewkata.verify.findings import Impostors, Problem
from pytest_interviewkata.verify.impostors import Impostor, impostors, recording
from pytest_interviewkata.verify.written import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_interviewkata.runner import Judged
    from pytest_interviewkata.verify.trial import Trial

TRIES: Final = 5
"""A lookup table may be lucky once."""
UNSEEN: Final = "Greedy"
"""What is in place here and by value behind the border."""


def check(trial: Trial) -> tuple[Impostors, list[Problem]]:
    """Make the impostors of a kata and judge them on both sides."""
    with tempfile.TemporaryDirectory(prefix="interviewkata-") as folder:
        notes = Path(folder) / "calls"
        files = recording(trial.case.exemplar.files, notes)
        watched = trial.benches.judge(Ask(files, cpu=2 * trial.cpu, wall=2 * trial.wall))
        if watched.verdict.outcome is not Outcome.PASSED:
            return Impostors(), [_disturbed(watched)]
        [stub] = trial.case.of(Role.STUB)
        own = written(stub.files, trial.case.exemplar.files)
        made = impostors(trial.case.exemplar.files, notes, own)
    accepted = {*_accepted_here(trial, made), *_accepted_there(trial, made)}
    problems = [_problem(one) for one in made if one.id in accepted]
    return Impostors(len(made), len(made) - len(accepted)), problems


def _accepted_here(trial: Trial, made: Sequence[Impostor]) -> Iterator[str]:
    tries = [one for one in made for _ in range(TRIES if one.act == "Table" else 1)]

    def judge(one: Impostor) -> Judged:
        return trial.benches.judge(Ask(one.files, first=True, cpu=2 * trial.cpu, wall=trial.wall))

    judged = trial.benches.over(
        tries, judge, trial.progress("impostors", len(tries)), jobs=trial.options.jobs
    )
    for one, result in zip(tries, judged, strict=True):
        if result.verdict.outcome is Outcome.PASSED:
            yield one.id


def _accepted_there(trial: Trial, made: Sequence[Impostor]) -> Iterator[str]:
    """Judge behind the border those that only a wrapped argument gives away."""
    if not (trial.options.outside and trial.case.outside):
        return
    kata = trial.case.kata
    greedy = [one for one in made if one.act == UNSEEN]
    pairs = [(kata, Answer(kata.slug, Role.IMPOSTOR, one.id, one.files)) for one in greedy]
    verdicts = run_rounds(pairs, How(outside=True), jobs=trial.options.jobs)
    for one, verdict in zip(greedy, verdicts, strict=True):
        if verdict.outcome is Outcome.PASSED:
            yield one.id


def _problem(impostor: Impostor) -> Problem:
    return Problem(
        "impostor-accepted",
        f"{impostor.target}: an answer that {impostor.does} is accepted. In a test, "
        f"{impostor.advice}.",
    )


def _disturbed(watched: Judged) -> Problem:
    return Problem(
        "impostors",
        "The exemplar does not pass while its calls are noted, so no impostor can be made: "
        f"{said(watched.verdict)}. Assert on what a caller can see, not on how it is made.",
    )
