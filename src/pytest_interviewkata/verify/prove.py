"""The proof of one kata, from all that was found out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Outcome, Role
from pytest_interviewkata.runner import How, WarmLost
from pytest_interviewkata.verify import generated, imposture, mutation, record, repeats, seeds
from pytest_interviewkata.verify.benches import Benches
from pytest_interviewkata.verify.case import said
from pytest_interviewkata.verify.checks import problems
from pytest_interviewkata.verify.checks.wrong import caught, told_apart
from pytest_interviewkata.verify.findings import Impostors, KataProof, Mutation, Problem
from pytest_interviewkata.verify.runs import INSIDE, SEED
from pytest_interviewkata.verify.trial import Trial, measured

if TYPE_CHECKING:
    from pytest_interviewkata.model import Verdict
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.findings import Options
    from pytest_interviewkata.verify.runs import Runs

TWO: Final = 2
"""Repeats run in two processes side by side."""


@dataclass(frozen=True)
class Long:
    """What the long proof found."""

    mutants: Mutation = field(default_factory=Mutation)
    impostors: Impostors = field(default_factory=Impostors)
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def prove(case: Case, runs: Runs, options: Options) -> KataProof:
    """Put everything together, and on record when it holds."""
    found = tuple(problems(case, runs))
    long = _long(case, runs, options)
    proof = _proof(case, runs, found, long)
    return _kept(case, runs, options, proof)


def _long(case: Case, runs: Runs, options: Options) -> Long:
    known = record.read(case)
    if options.stale and known and record.is_fresh(case, known):
        note = "mutants, impostors and repeats as on record: nothing has changed"
        return Long(known.mutants, known.impostors, notes=(note,))
    verdict = runs.verdict(INSIDE, case.exemplar)
    if verdict.outcome is not Outcome.PASSED:
        return Long(notes=("no mutants and impostors: the exemplar must pass first",))
    try:
        return _tried(case, runs, options)
    except WarmLost as error:
        return Long(problems=(Problem("runner", str(error)),))


def _tried(case: Case, runs: Runs, options: Options) -> Long:
    how = How(seed=SEED)
    with Benches(case, how, max(TWO, options.jobs)) as benches:
        measure = measured(benches, case.exemplar.files, SEED)
        if measure.verdict.outcome is not Outcome.PASSED:
            return Long(problems=(_differs(measure.verdict),))
        trial = Trial(case, runs, benches, options, measure)
        mutants, living = mutation.check(trial)
        impostors, accepted = imposture.check(trial)
        others = (*seeds.check(trial), *repeats.check(trial))
    return Long(mutants, impostors, (*living, *accepted, *others))


def _differs(verdict: Verdict) -> Problem:
    return Problem(
        "flaky",
        f"The exemplar passes in a process of its own and not in a fork: {said(verdict)}. The "
        "tests must not depend on what was imported or opened before they began.",
    )


def _proof(case: Case, runs: Runs, found: tuple[Problem, ...], long: Long) -> KataProof:
    wrong = runs.of(INSIDE, Role.WRONG)
    return KataProof(
        kata=case.kata.slug,
        right=len(case.of(Role.EXEMPLAR, Role.RIGHT)),
        wrong=len(wrong),
        wrong_caught=sum(caught(case.wrong(answer), verdict) for answer, verdict in wrong),
        mutants=long.mutants,
        impostors=long.impostors,
        fingerprints=len(told_apart(case, runs)),
        seconds=round(runs.verdict(INSIDE, case.exemplar).seconds, 3),
        problems=(*found, *long.problems),
        notes=long.notes,
    )


def _kept(case: Case, runs: Runs, options: Options, proof: KataProof) -> KataProof:
    """Write what holds, or say what should have been written."""
    stale = list(generated.out_of_date(case, runs))
    if options.check:
        return replace(proof, problems=(*proof.problems, *map(_stale, stale)))
    if not proof.ok:
        return proof
    generated.write(case, runs, stale)
    if not proof.notes:
        record.write(case, _record(case, options, proof))
        stale.append(record.FILE)
    wrote = (f"wrote {', '.join(stale)}",) if stale else ()
    return replace(proof, notes=(*proof.notes, *wrote))


def _stale(name: str) -> Problem:
    return Problem(
        "generated",
        f"{name} is out of date. Run `interviewkata verify` without --check and commit it.",
    )


def _record(case: Case, options: Options, proof: KataProof) -> record.Record:
    sides = ("inside", "outside") if case.outside and options.outside else ("inside",)
    services = ("embedded", "real") if options.real and case.kata.services else ("embedded",)
    return record.Record(
        hash=record.state(case),
        python=record.PYTHON,
        repeat=options.repeat,
        seeds=options.seeds,
        sides=sides,
        services=services,
        mutants=proof.mutants,
        impostors=proof.impostors,
    )
