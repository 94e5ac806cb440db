"""A copy of a kata's folder with some files laid over it."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import ForeignFile
from pytest_interviewkata.workspace.copying import copy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_interviewkata.model import Kata


@contextmanager
def staged(
    kata: Kata, files: Mapping[str, str], *, into: Path | None = None, hidden: Path | None = None
) -> Iterator[Path]:
    """Give a copy of the kata's folder in which `files` replace what was there.

    The copy is a temporary folder, or `into`, whose end is its maker's to decide. `hidden`
    is a folder of further tests to lie beside the visible ones.
    """
    if into is not None:
        yield _lay(kata, files, into, hidden)
        return
    with tempfile.TemporaryDirectory(prefix="interviewkata-") as root:
        yield _lay(kata, files, Path(root, "katas", kata.topic, kata.name), hidden)


def _lay(kata: Kata, files: Mapping[str, str], folder: Path, hidden: Path | None) -> Path:
    copy(kata.folder, folder)
    if hidden is not None:
        copy(hidden, folder)
    for name, text in files.items():
        _inside(kata, folder, name).write_text(text, encoding="utf-8", newline="")
    return folder


def _inside(kata: Kata, folder: Path, name: str) -> Path:
    """Insist on a plain name: an answer may come from a stranger."""
    if not name or PurePath(name).name != name or "\\" in name or name == "..":
        raise ForeignFile(kata.slug, name)
    return folder / name
