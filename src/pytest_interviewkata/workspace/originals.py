"""The text that a kata's files began with, found by its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata import paths
from pytest_interviewkata.catalogue import digest, read_origin
from pytest_interviewkata.errors import OriginalLost
from pytest_interviewkata.workspace.history import earlier

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pytest_interviewkata.model import Kata

UNRECORDED = "The kata has no origin.json: `interviewkata verify` writes it."
NOWHERE = (
    "Neither the installed katas nor the history of this folder hold it. "
    "`interviewkata init` in an empty folder gives a fresh copy."
)


def changed(kata: Kata) -> tuple[str, ...]:
    """Name the files of a kata that are not what the library ships, or are gone."""
    return tuple(
        name for name, sha in read_origin(kata).items() if not _matches(kata.folder / name, sha)
    )


def original(kata: Kata) -> Mapping[str, str]:
    """Return the files of a kata as the library ships them: stubs, tests and support."""
    hashes = read_origin(kata)
    if not hashes:
        raise OriginalLost(kata.slug, kata.files, UNRECORDED)
    found: dict[str, str] = {}
    for name, sha in hashes.items():
        raw = _search(kata, name, sha)
        if raw is not None:
            found[name] = raw.decode().replace("\r\n", "\n")
    if lost := [name for name in hashes if name not in found]:
        raise OriginalLost(kata.slug, lost, NOWHERE)
    return found


def _search(kata: Kata, name: str, sha: str) -> bytes | None:
    return next((raw for raw in _candidates(kata, name) if digest(raw) == sha), None)


def _candidates(kata: Kata, name: str) -> Iterator[bytes]:
    """Yield texts that may be the original, those that cost nothing first."""
    places = [kata.folder]
    if (katas := paths.packaged()) is not None:
        places.append(katas / kata.topic / kata.name)
    for folder in places:
        if (folder / name).is_file():
            yield (folder / name).read_bytes()
    yield from earlier(kata.folder, name)


def _matches(path: Path, sha: str) -> bool:
    return path.is_file() and digest(path.read_bytes()) == sha
