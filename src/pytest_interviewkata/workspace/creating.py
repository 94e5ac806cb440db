"""A workspace of one's own: katas to work on, apart from the library that they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue import digest, load
from pytest_interviewkata.errors import CannotWrite, InsideLibrary, UnknownTopic
from pytest_interviewkata.model import WORKSPACE_FILE, WORKSPACE_FOLDER, Library
from pytest_interviewkata.workspace.copying import sources
from pytest_interviewkata.workspace.originals import changed, original

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytest_interviewkata.model import Catalogue, Kata

MARKER = """\
# This folder is a workspace of pytest-interviewkata: `pytest katas` runs what is in it.
format_version = 1
"""
IGNORED = f"{WORKSPACE_FOLDER}/\n__pycache__/\n.pytest_cache/\n"


@dataclass(frozen=True)
class Written:
    """What became of each file of a new workspace, by its path within it."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    """There already with other contents, and left alone."""
    katas: tuple[str, ...]
    """The slugs of the katas that the workspace was asked to hold."""


def init(folder: Path, library: Library, topics: Sequence[str] = ()) -> Written:
    """Write the katas of some topics, or of all, into a folder. Nothing is overwritten."""
    if folder.resolve() == library.root.resolve() or _within(folder, library.katas):
        raise InsideLibrary(folder)
    katas = _chosen(load(library.katas), topics)
    written: list[str] = []
    kept: list[str] = []
    for name, raw in _contents(library, katas):
        if _write(folder / name, raw):
            written.append(name)
        elif _differs(folder / name, raw):
            kept.append(name)
    return Written(tuple(written), tuple(kept), tuple(kata.slug for kata in katas))


def _chosen(catalogue: Catalogue, topics: Sequence[str]) -> tuple[Kata, ...]:
    for topic in topics:
        if topic not in catalogue.topics:
            raise UnknownTopic(topic, catalogue.topics)
    return tuple(kata for kata in catalogue if not topics or kata.topic in topics)


def _contents(library: Library, katas: Sequence[Kata]) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the workspace; a stub that was worked on comes as it began."""
    yield WORKSPACE_FILE, MARKER.encode()
    yield ".gitignore", IGNORED.encode()
    yield "katas/concepts.toml", (library.katas / "concepts.toml").read_bytes()
    for kata in katas:
        yield from _files(kata)


def _files(kata: Kata) -> Iterator[tuple[str, bytes]]:
    texts = original(kata) if changed(kata) else {}
    begun = {name: text.encode() for name, text in texts.items()}
    held = {path.as_posix(): kata.folder / path for path in sources(kata.folder)}
    for name in sorted({*held, *begun}):
        raw = begun[name] if name in begun else held[name].read_bytes()
        yield f"katas/{kata.slug}/{name}", raw


def _within(folder: Path, katas: Path) -> bool:
    return folder.resolve().is_relative_to(katas.resolve())


def _write(path: Path, raw: bytes) -> bool:
    """Write a file that is not there yet; say whether it was written."""
    if path.exists() or path.is_symlink():
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(raw)
    except OSError as error:
        raise CannotWrite(path, error) from error
    return True


def _differs(path: Path, raw: bytes) -> bool:
    return not path.is_file() or digest(path.read_bytes()) != digest(raw)
