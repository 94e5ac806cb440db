"""What has become of each kata so far, in one word."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from pytest_interviewkata.mastery import evidence, is_due

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.model import Attempt, Kata


class Standing(StrEnum):
    """Where a learner stands with one kata."""

    OPEN = "open"
    TRIED = "tried"
    FAILING = "failing"
    DUE = "due"
    PASSED = "passed"


def standings(app: App) -> Mapping[str, Standing]:
    """Say where the learner stands with every kata of the library."""
    attempts, now = app.attempts(), app.now()
    return {kata.slug: standing(attempts, kata, now) for kata in app.catalogue}


def standing(attempts: Sequence[Attempt], kata: Kata, now: datetime) -> Standing:
    """Say where the learner stands with one kata."""
    mine = [attempt for attempt in attempts if attempt.kata == kata.slug]
    shown = evidence(mine, kata, now)
    if shown is None:
        return Standing.TRIED if any(not attempt.fresh for attempt in mine) else Standing.OPEN
    if not shown.passed:
        return Standing.FAILING
    return Standing.DUE if is_due(shown, now) else Standing.PASSED
