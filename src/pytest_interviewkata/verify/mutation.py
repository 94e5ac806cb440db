"""Mutants of the exemplar die."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Kind, Outcome
from pytest_interviewkata.runner import Ask
from pytest_interviewkata.verify.findings import Mutation, Problem
from pytest_interviewkata.verify.mutants import mutants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.runner import Judged
    from pytest_interviewkata.verify.mutants import Mutant
    from pytest_interviewkata.verify.trial import Trial

PYTHON: Final = frozenset({Kind.FUNCTION, Kind.CLASS, Kind.REPAIR, Kind.GIT})


def check(trial: Trial) -> tuple[Mutation, list[Problem]]:
    """Judge every mutant; those that live must be listed as equivalent."""
    kata = trial.case.kata
    if kata.kind not in PYTHON:
        unknown = f"Mutants of {kata.kind.value} katas are not made yet: nothing is proved."
        return Mutation(), [Problem("mutants", unknown)]
    made = mutants(trial.case.exemplar.files)
    judge = Judge(trial)
    judged = trial.benches.over(
        made, judge, trial.progress("mutants", len(made)), jobs=trial.options.jobs
    )
    pairs = zip(made, judged, strict=True)
    living = {mutant.id for mutant, result in pairs if result.verdict.outcome is Outcome.PASSED}
    return _counted(trial, made, living), [*_problems(trial, made, living)]


class Judge:
    """Judges mutants, each by the tests first that are likely to notice."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._kills: Counter[str] = Counter()

    def __call__(self, mutant: Mutant) -> Judged:
        """Judge one mutant, up to the first test that fails."""
        trial = self._trial
        judged = trial.benches.judge(
            Ask(
                {mutant.file: mutant.text},
                code={mutant.file: mutant.code},
                lead=self._lead(mutant),
                first=True,
                cpu=trial.cpu,
                cpus=trial.cpus,
                wall=trial.wall,
            )
        )
        self._kills.update(judged.verdict.failed)
        return judged

    def _lead(self, mutant: Mutant) -> tuple[str, ...]:
        """Put tests first that touch the line, the deadliest and the narrowest of them."""
        touched = self._trial.measure.touched
        near = [test for test, lines in touched.items() if mutant.line in lines]
        near.sort(key=lambda test: (-self._kills[test], len(touched[test])))
        return (*near, *(test for test, _ in self._kills.most_common() if test not in near))


def _counted(trial: Trial, made: list[Mutant], living: set[str]) -> Mutation:
    listed = {equivalent.mutant for equivalent in trial.case.declared.equivalent}
    return Mutation(len(made), len(living & listed), len(made) - len(living))


def _problems(trial: Trial, made: list[Mutant], living: set[str]) -> Iterator[Problem]:
    listed = {equivalent.mutant for equivalent in trial.case.declared.equivalent}
    for mutant in made:
        if mutant.id in living - listed:
            yield Problem(
                "mutant-survives",
                f"{mutant.id}: no test notices. Assert on what it changes, or, if no caller can "
                "see a difference, list it in wrong.toml under [[equivalent]] with the reason.",
            )
    for name in sorted(listed - living):
        yield _not_equivalent(name, made, living - listed)


def _not_equivalent(name: str, made: list[Mutant], living: set[str]) -> Problem:
    what = "is no mutant of the exemplar (any more). Take it out of wrong.toml."
    if any(mutant.id == name for mutant in made):
        what = "is killed by the tests. Take it out of wrong.toml."
    elif moved := [other for other in sorted(living) if _change(other) == _change(name)]:
        what = f"is no mutant any more. It has moved: {moved[0]}"
    return Problem("equivalent", f"[[equivalent]] {name!r} {what}")


def _change(mutant: str) -> str:
    """Return a mutant's name without its line."""
    return mutant.partition(" ")[2]
