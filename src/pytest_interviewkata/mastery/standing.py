"""Where a learner stands in each topic and concept, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pytest_interviewkata.mastery.evidence import evidence
from pytest_interviewkata.mastery.score import is_due, mastery
from pytest_interviewkata.model import TopicResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from pytest_interviewkata.model import Attempt, Evidence, Kata, Mastery

    Shown = Mapping[str, Evidence]

Member = TypeVar("Member")


def topics(
    katas: Sequence[Kata], attempts: Iterable[Attempt], now: datetime
) -> tuple[TopicResult, ...]:
    """Say for each topic how much is known, and which kata comes next."""
    shown = _shown(katas, attempts, now)
    groups = _grouped((kata.topic, kata) for kata in katas)
    return tuple(
        TopicResult(
            mastery=mastery(topic, members, shown.values(), now),
            next=_next(members, shown, now),
            evidence=tuple(shown[kata.slug] for kata in members if kata.slug in shown),
        )
        for topic, members in groups.items()
    )


def concepts(
    katas: Sequence[Kata], attempts: Iterable[Attempt], now: datetime
) -> tuple[Mastery, ...]:
    """Say for each concept how much is known of the katas that are about it."""
    shown = _shown(katas, attempts, now)
    groups = _grouped((concept, kata) for kata in katas for concept in kata.concepts)
    return tuple(
        mastery(concept, members, shown.values(), now) for concept, members in groups.items()
    )


def _shown(katas: Sequence[Kata], attempts: Iterable[Attempt], now: datetime) -> Shown:
    mine = _grouped((attempt.kata, attempt) for attempt in attempts)
    weighed = (evidence(mine.get(kata.slug, ()), kata, now) for kata in katas)
    return {one.kata: one for one in weighed if one is not None}


def _next(katas: Sequence[Kata], shown: Shown, now: datetime) -> str:
    """Choose what is longest due, else what is ready to be begun, in the katas' order."""
    due = [one for kata in katas if (one := shown.get(kata.slug)) and is_due(one, now)]
    if due:
        return min(due, key=lambda one: one.due or now).kata
    open_ = [kata for kata in katas if not _has_passed(kata.slug, shown)]
    ready = [kata for kata in open_ if all(_has_passed(slug, shown) for slug in kata.after)]
    return next((kata.slug for kata in (*ready, *open_)), "")


def _has_passed(slug: str, shown: Shown) -> bool:
    return slug in shown and shown[slug].passed


def _grouped(pairs: Iterable[tuple[str, Member]]) -> dict[str, list[Member]]:
    groups: dict[str, list[Member]] = {}
    for name, member in pairs:
        groups.setdefault(name, []).append(member)
    return groups
