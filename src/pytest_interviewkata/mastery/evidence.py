"""What the attempts at one kata show."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.mastery.forgetting import FIRST, KEPT, lengthened, retrievability
from pytest_interviewkata.model import Attempt, Evidence, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pytest_interviewkata.model import Kata

UNAIDED: Final = 1.0
"""Strength of a pass."""
SPOILED: Final = 0.5
"""Strength of a pass after a look at the solution."""
FAILING: Final = 0.5
"""What a failure since the last pass leaves of its strength."""


def evidence(attempts: Iterable[Attempt], kata: Kata, now: datetime) -> Evidence | None:
    """Weigh the attempts at a kata; None where it has never been passed.

    Passes after a look at the solution count beside the unaided ones, never on top of
    them: what is worth more today is what is shown.
    """
    history = sorted({a for a in attempts if _counts(a, kata)}, key=_moment)
    unaided = [a for a in history if not (_passed(a) and a.spoiled)]
    ways = (_shown(unaided, UNAIDED, now), _shown(history, SPOILED, now))
    best = max((one for one in ways if one), key=_most, default=None)
    return best and replace(best, passed=_passed(history[-1]))


def worth(evidence: Evidence) -> float:
    """Say what one kata's evidence is worth today, 0 to 1: all of it until it is due."""
    return evidence.strength * min(1.0, evidence.retrievable / KEPT)


def days_between(earlier: datetime, later: datetime) -> int:
    """Count the midnights (UTC) between two moments."""
    return (later.astimezone(UTC).date() - earlier.astimezone(UTC).date()).days


def _counts(attempt: Attempt, kata: Kata) -> bool:
    """Only the library's own tests, run on work of the learner's own, show anything."""
    return (
        attempt.kata == kata.slug
        and attempt.kata_version == kata.version
        and attempt.outcome in {Outcome.PASSED, Outcome.FAILED}
        and not attempt.edited
        and not attempt.fresh
    )


def _shown(history: Sequence[Attempt], strength: float, now: datetime) -> Evidence | None:
    passes = [attempt for attempt in history if _passed(attempt)]
    if not passes:
        return None
    last, stability = passes[-1], _stability(passes)
    since = history[history.index(last) + 1 :]
    return Evidence(
        kata=last.kata,
        passed=not since,
        strength=strength * FAILING if since else strength,
        retrievable=retrievability(days_between(last.at, now), stability),
        last=last.at,
        due=since[0].at if since else _due(last.at, stability),
    )


def _stability(passes: Sequence[Attempt]) -> float:
    stability = FIRST
    for earlier, later in pairwise(passes):
        stability = lengthened(stability, days_between(earlier.at, later.at))
    return stability


def _due(last: datetime, stability: float) -> datetime:
    """Give the day on which what was shown begins to fade."""
    midnight = datetime.combine(last.astimezone(UTC).date(), time(), UTC)
    return midnight + timedelta(days=ceil(stability))


def _passed(attempt: Attempt) -> bool:
    return attempt.outcome is Outcome.PASSED


def _moment(attempt: Attempt) -> tuple[datetime, str]:
    return attempt.at, attempt.id


def _most(shown: Evidence) -> tuple[float, float]:
    return worth(shown), shown.retrievable
