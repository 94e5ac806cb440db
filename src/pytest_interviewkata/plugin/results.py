"""From the katas of a run to its results: what each means, library by library."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Final, TypeVar

from pytest_interviewkata import catalogue, paths
from pytest_interviewkata.errors import KataError
from pytest_interviewkata.model import Results, TestOutcome
from pytest_interviewkata.plugin.judged import judged
from pytest_interviewkata.plugin.part import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from pytest_interviewkata.model import Kata, KataResult, Library
    from pytest_interviewkata.plugin.record import KataRun

ABSENT: Final = "absent"
Place = TypeVar("Place")
Read = TypeVar("Read")


def make(
    runs: Iterable[KataRun], started: datetime, environment: Mapping[str, str], services: str
) -> Results:
    """Judge what has run, store it as attempts, and sum it up."""
    now = datetime.now(UTC)
    notes: list[str] = []
    groups: dict[Library | None, list[KataResult]] = {}
    for run in runs:
        if kata := _noted(notes, catalogue.read_kata, run.folder):
            result = _judged(kata, run, notes)
            groups.setdefault(_library(kata.folder), []).append(result)
    parts = [Part.of(library, results, now) for library, results in groups.items()]
    katas = tuple(chain.from_iterable(part.katas for part in parts))
    return Results(
        run_id=uuid.uuid4().hex,
        started=started,
        seconds=(now - started).total_seconds(),
        environment=environment,
        services=_services(katas, services),
        katas=katas,
        topics=tuple(chain.from_iterable(part.topics for part in parts)),
        concepts=tuple(chain.from_iterable(part.concepts for part in parts)),
        notes=tuple(dict.fromkeys([*notes, *chain.from_iterable(part.notes for part in parts)])),
    )


def _services(results: Sequence[KataResult], chosen: str) -> dict[str, str]:
    """Say which services were used: none where no test could run for want of an extra."""
    used = {name for result in results if _ran(result) for name in result.kata.services}
    known = {name for result in results for name in result.kata.services}
    return {name: chosen if name in used else ABSENT for name in sorted(known)}


def _ran(result: KataResult) -> bool:
    return any(test.outcome is not TestOutcome.SKIPPED for test in result.verdict.tests)


def _judged(kata: Kata, run: KataRun, notes: list[str]) -> KataResult:
    origin = _noted(notes, catalogue.read_origin, kata) or {}
    diagnoses = _noted(notes, catalogue.read_diagnoses, kata) or ()
    return judged(kata, run.verdict(), origin, diagnoses)


def _noted(notes: list[str], read: Callable[[Place], Read], place: Place) -> Read | None:
    """Read one of a kata's files; what is wrong with it costs a line."""
    try:
        return read(place)
    except KataError as error:
        notes.append(str(error))
        return None


def _library(folder: Path) -> Library | None:
    """Return the library that a kata lies in; its folder may have been moved out of it."""
    with suppress(KataError):
        library = paths.library(start=folder)
        if folder.resolve().parents[1] == library.katas.resolve():
            return library
    return None
