"""One run as reports see it. Every format is a projection of `Results`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pytest_interviewkata.model.attempt import Evidence, Mastery
    from pytest_interviewkata.model.kata import Kata
    from pytest_interviewkata.model.verdict import Verdict


@dataclass(frozen=True)
class KataResult:
    """One kata in one run."""

    kata: Kata
    verdict: Verdict
    points: int
    """Points earned: all or none."""
    mistake: str = ""
    """Name of the recognised mistake."""
    says: str = ""
    """What that mistake means."""
    attempts: int = 0
    hints: int = 0
    fresh: bool = False
    """The answer was the untouched stub."""
    edited: bool = False
    """The tests were not the library's own."""
    spoiled: bool = False
    """The solution was looked at before, and that still counts."""
    hashes: Mapping[str, str] | None = None
    """File name to sha256, of the tests and of the stub's original."""


@dataclass(frozen=True)
class TopicResult:
    """One topic after the run."""

    mastery: Mastery
    next: str = ""
    """Slug of the kata to do next."""
    evidence: tuple[Evidence, ...] = ()
    """Of each of its katas that was ever passed."""


@dataclass(frozen=True)
class Results:
    """One run: what every report is made from."""

    run_id: str
    started: datetime
    seconds: float
    environment: Mapping[str, str]
    """Python, pytest, plugin, platform."""
    services: Mapping[str, str]
    """Service to `embedded`, `real` or `absent`."""
    katas: tuple[KataResult, ...]
    topics: tuple[TopicResult, ...]
    concepts: tuple[Mastery, ...] = ()
    notes: tuple[str, ...] = ()
    """One line each: what could not be saved, and why."""
