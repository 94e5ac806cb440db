"""Every answer of every kata, once on each side: what all checks look at."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Answer, Role
from pytest_interviewkata.runner import How, run_rounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pytest_interviewkata.model import Verdict
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.findings import Options

SEED: Final = 2026
"""Random inputs of the runs whose failures become fingerprints: they must not change by chance."""
INSIDE: Final = "inside"
OUTSIDE: Final = "outside"
REAL: Final = "real services"
HIDDEN: Final = "hidden"
HIDDEN_OUTSIDE: Final = "hidden, outside"
KNOWN: Final = (Role.STUB, Role.EXEMPLAR, Role.RIGHT)


@dataclass(frozen=True)
class Plan:
    """One way to run some answers."""

    name: str
    how: How
    of: Callable[[Case], Iterable[Answer]]


class Runs:
    """The verdicts on the answers of one kata, by the way they were run."""

    def __init__(self) -> None:
        self._verdicts: dict[str, list[tuple[Answer, Verdict]]] = defaultdict(list)

    def add(self, plan: str, answer: Answer, verdict: Verdict) -> None:
        """Keep one verdict."""
        self._verdicts[plan].append((answer, verdict))

    def of(self, plan: str, *roles: Role) -> list[tuple[Answer, Verdict]]:
        """Return the verdicts on the answers of some roles, or of all."""
        return [pair for pair in self._verdicts[plan] if not roles or pair[0].role in roles]

    def verdict(self, plan: str, answer: Answer) -> Verdict:
        """Return the verdict on one answer."""
        return next(verdict for known, verdict in self._verdicts[plan] if known is answer)


def run_all(cases: Sequence[Case], options: Options) -> dict[str, Runs]:
    """Run every plan for every kata; return the verdicts by kata."""
    runs = {case.kata.slug: Runs() for case in cases}
    for plan in plans(cases[0].solutions, options) if cases else ():
        work = [(case, answer) for case in cases for answer in plan.of(case)]
        alone = {id(answer) for case, answer in work if case.alone(answer)}
        verdicts = run_rounds(
            [(case.kata, answer) for case, answer in work],
            plan.how,
            alone=lambda answer, alone=alone: id(answer) in alone,  # type: ignore[misc]
            # One real server cannot serve two runs at once.
            jobs=1 if plan.name == REAL else options.jobs,
            tell=Progress(options, plan.name, len(work)),
        )
        for (case, answer), verdict in zip(work, verdicts, strict=True):
            runs[case.kata.slug].add(plan.name, answer, verdict)
    return runs


class Progress:
    """Counts, and tells."""

    def __init__(self, options: Options, what: str, total: int) -> None:
        self._tell = options.tell
        self._what = what
        self._total = total
        self._done = 0

    def __call__(self, more: int = 1) -> None:
        """Hear that more is done."""
        self._done += more
        self._tell(self._what, self._done, self._total)


def plans(solutions: Path, options: Options) -> list[Plan]:
    """Return the ways in which answers are run, each with the answers that it is for."""
    visible = How(seed=SEED)
    hidden = replace(visible, hidden=solutions)
    chosen = [
        Plan(INSIDE, visible, lambda case: case.answers),
        Plan(HIDDEN, hidden, lambda case: case.of(*KNOWN) if case.hidden else ()),
    ]
    if options.outside:
        chosen += [
            Plan(
                OUTSIDE,
                replace(visible, outside=True),
                lambda case: case.answers if case.outside else (),
            ),
            Plan(
                HIDDEN_OUTSIDE,
                replace(hidden, outside=True),
                lambda case: case.of(*KNOWN) if case.outside and case.hidden else (),
            ),
        ]
    if options.real:
        real = replace(visible, services="real")
        chosen.append(Plan(REAL, real, lambda case: case.answers if case.kata.services else ()))
    return chosen
