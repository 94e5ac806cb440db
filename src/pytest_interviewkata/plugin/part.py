"""The part of a run's results that belongs to one library and its history."""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from pytest_interviewkata import catalogue, mastery, paths
from pytest_interviewkata.errors import InvalidLibrary, KataError
from pytest_interviewkata.model import Attempt, Outcome
from pytest_interviewkata.plugin.history import History

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pytest_interviewkata.model import Kata, KataResult, Library, Mastery, TopicResult

SHOWS_SOMETHING: Final = (Outcome.PASSED, Outcome.FAILED, Outcome.BROKEN)


@dataclass(frozen=True)
class Part:
    """Katas with their history, and the topics and concepts that they belong to."""

    katas: tuple[KataResult, ...]
    topics: tuple[TopicResult, ...]
    concepts: tuple[Mastery, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, library: Library | None, results: Sequence[KataResult], now: datetime) -> Self:
        """Add results to the history of their library, and look at where that leads."""
        history, known = _opened(library, results)
        results = [_with_history(result, history) for result in results]
        history.add([one for result in results for one in _attempts(result, history, now)])
        topics = {result.kata.topic for result in results}
        concepts = {concept for result in results for concept in result.kata.concepts}
        all_topics = mastery.topics(known, history.attempts, now)
        all_concepts = mastery.concepts(known, history.attempts, now)
        return cls(
            katas=tuple(results),
            topics=tuple(one for one in all_topics if one.mastery.name in topics),
            concepts=tuple(one for one in all_concepts if one.name in concepts),
            notes=tuple(history.notes),
        )


def _opened(
    library: Library | None, results: Sequence[KataResult]
) -> tuple[History, Sequence[Kata]]:
    """Return the history of a library and its katas; outside of one there is neither."""
    here = [result.kata for result in results]
    if library is None:
        slugs = ", ".join(kata.slug for kata in here)
        return History("", [f"Not saved: {slugs} lies in no library (TOPIC/KATA in katas/)."]), here
    history = History(library.id)
    history.open(paths.home(library.katas))
    return history, _katas(library.katas, history.notes)


def _katas(folder: Path, notes: list[str]) -> Sequence[Kata]:
    """Return the katas of a library, as many of them as can be read."""
    try:
        return catalogue.load(folder).katas
    except KataError as error:
        first = error.errors[0] if isinstance(error, InvalidLibrary) else error
        notes.append(f"The library is not in order (`interviewkata verify` says more): {first}")
        return list(_readable(folder))


def _readable(folder: Path) -> Iterator[Kata]:
    for path in sorted(folder.glob("*/*/kata.toml")):
        with suppress(KataError):
            yield catalogue.read_kata(path.parent)


def _with_history(result: KataResult, history: History) -> KataResult:
    slug = result.kata.slug
    earlier = sum(not attempt.fresh for attempt in history.earlier(slug))
    attempts = earlier + (_is_attempt(result) and not result.fresh)
    spoiled, hints = history.spoiled(slug), history.hints(slug)
    return replace(result, attempts=attempts, hints=hints, spoiled=spoiled)


def _is_attempt(result: KataResult) -> bool:
    shows = result.verdict.outcome in SHOWS_SOMETHING or result.edited
    return shows and result.verdict.whole


def _attempts(result: KataResult, history: History, now: datetime) -> Iterator[Attempt]:
    """Yield the attempt that a result is; of an untouched stub only the first meeting."""
    kata, verdict = result.kata, result.verdict
    if not _is_attempt(result) or (result.fresh and history.earlier(kata.slug)):
        return
    yield Attempt(
        id=uuid.uuid4().hex,
        library=history.library,
        kata=kata.slug,
        kata_version=kata.version,
        at=now,
        outcome=verdict.outcome,
        failed=tuple(sorted(verdict.failed)),
        mistake=result.mistake,
        hints=result.hints,
        spoiled=result.spoiled,
        edited=result.edited,
        fresh=result.fresh,
        seconds=verdict.seconds,
    )
