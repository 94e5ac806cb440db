"""Which known mistake a run looks like. Pure; silent when in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_interviewkata.model import Diagnosis, Verdict

OTHER_LINE: Final = 0.4
"""What a test is worth that failed in both, but at another assertion."""
NEAR: Final = 0.7
"""How alike a run and a fingerprint must be, from 0 to 1."""
AHEAD: Final = 0.25
"""By how much the nearest fingerprint must lead the next."""


def diagnose(verdict: Verdict, diagnoses: Sequence[Diagnosis]) -> Diagnosis | None:
    """Name the mistake whose fingerprint is the only near one, or clearly the nearest."""
    failures = _failures(verdict)
    if failures is None:
        return None
    ranked = sorted(((likeness(failures, known.fails), known) for known in diagnoses), key=_score)
    if not ranked:
        return None
    best, known = ranked[-1]
    second = ranked[-2][0] if len(ranked) > 1 else 0.0
    return known if best >= NEAR and _leads(best, second) else None


def likeness(failures: Mapping[str, int | None], fingerprint: Mapping[str, int]) -> float:
    """Say how much two sets of failures share: tests first, then the line they failed at."""
    either = failures.keys() | fingerprint.keys()
    if not either:
        return 0.0
    both = failures.keys() & fingerprint.keys()
    worth = (1.0 if failures[test] == fingerprint[test] else OTHER_LINE for test in both)
    return sum(worth) / len(either)


def _failures(verdict: Verdict) -> Mapping[str, int | None] | None:
    """Return the failing tests with their lines, or None where they show no mistake yet."""
    if not verdict.whole or verdict.timed_out or verdict.outcome is not Outcome.FAILED:
        return None
    failing = [test for test in verdict.tests if test.name in verdict.failed]
    if any(test.not_implemented for test in failing):
        return None
    return {test.name: test.line for test in failing}


def _leads(best: float, second: float) -> bool:
    exact = best == 1.0 and second < best  # every test, at every line
    return exact or best - second >= AHEAD


def _score(ranked: tuple[float, Diagnosis]) -> float:
    return ranked[0]
