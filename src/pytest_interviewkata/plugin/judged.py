"""What one verdict means, from the kata's own folder alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pytest_interviewkata import catalogue
from pytest_interviewkata.diagnosis import diagnose
from pytest_interviewkata.model import KataResult, Kind, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pytest_interviewkata.model import Diagnosis, Kata, Verdict

EDITED: Final = "its tests were edited, so this run shows nothing"


def judged(
    kata: Kata, verdict: Verdict, origin: Mapping[str, str], diagnoses: Sequence[Diagnosis]
) -> KataResult:
    """Compare a kata with its original, and its failures with known mistakes."""
    now = hashes(kata)
    tests = [name for name in origin if name not in kata.files]
    edited = any(now.get(name) != origin[name] for name in tests)
    fresh = _untouched(kata, origin, now) or _not_begun(kata, verdict)
    known = None if fresh or edited else diagnose(verdict, diagnoses)
    return KataResult(
        kata=kata,
        verdict=_disowned(verdict) if edited else verdict,
        points=kata.points if verdict.outcome is Outcome.PASSED and not edited else 0,
        mistake=known.name if known else "",
        says=known.says if known else "",
        fresh=fresh,
        edited=edited,
        hashes={name: now.get(name, "") for name in tests or [kata.test_file.name]}
        | {name: origin[name] for name in kata.files if name in origin},
    )


def waits(result: KataResult) -> bool:
    """Say whether a kata's failures say no more than that nobody has begun.

    Not so where the work is to repair: there they are what there is to begin with.
    """
    failed = result.verdict.outcome is Outcome.FAILED
    return failed and result.fresh and result.kata.kind is not Kind.REPAIR


def hashes(kata: Kata) -> Mapping[str, str]:
    """Hash the files of a kata as they are now; those that are gone have none."""
    names = {*kata.files, kata.test_file.name, *kata.support}
    paths = [kata.folder / name for name in names]
    return {path.name: catalogue.digest(path.read_bytes()) for path in paths if path.is_file()}


def _disowned(verdict: Verdict) -> Verdict:
    """Take from a verdict what only the library's own tests can give."""
    if verdict.outcome is not Outcome.PASSED:
        return verdict
    return replace(verdict, outcome=Outcome.NOT_ASSESSED, reason=EDITED)


def _untouched(kata: Kata, origin: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return bool(origin) and all(now.get(name) == origin.get(name) for name in kata.files)


def _not_begun(kata: Kata, verdict: Verdict) -> bool:
    passed = {test.name for test in verdict.tests} - verdict.failed
    return verdict.not_started and passed <= set(kata.guards)
