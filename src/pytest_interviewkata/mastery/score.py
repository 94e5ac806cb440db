"""From the evidence of katas to the mastery of a topic or a concept."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from pytest_interviewkata.mastery.evidence import worth
from pytest_interviewkata.model import Mastery

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pytest_interviewkata.model import Evidence, Kata


def mastery(
    name: str, katas: Sequence[Kata], evidences: Iterable[Evidence], now: datetime
) -> Mastery:
    """Sum up a group of katas: how many are passed, and how much of them is still known.

    The share is the mean worth of the katas with evidence, each weighed by its level. A
    kata that was never passed is counted in `katas` and lowers nothing else.
    """
    of = {evidence.kata: evidence for evidence in evidences}
    shown = [(kata.level, of[kata.slug]) for kata in katas if kata.slug in of]
    levels = sum(level for level, _ in shown)
    known = fsum(level * worth(evidence) for level, evidence in shown)
    return Mastery(
        name=name,
        katas=len(katas),
        passed=sum(evidence.passed for _, evidence in shown),
        share=known / levels if levels else 0.0,
        due=tuple(evidence.kata for _, evidence in shown if is_due(evidence, now)),
    )


def is_due(evidence: Evidence, now: datetime) -> bool:
    """Say whether a kata should be done again: it has begun to fade, or it fails."""
    return evidence.due is not None and evidence.due <= now
