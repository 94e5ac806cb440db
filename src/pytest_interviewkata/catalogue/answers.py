"""The answers that lie beside a library: the exemplar, other right ones and wrong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.reading import read_text
from pytest_interviewkata.errors import InvalidFile, nearest
from pytest_interviewkata.model import Answer, Role

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_interviewkata.model import Kata


def read_answers(kata: Kata, solutions: Path) -> list[Answer]:
    """Read every answer of a kata, the exemplar first."""
    folder = solutions / kata.topic / kata.name
    exemplar = {name: read_text(folder / name) for name in kata.files}
    found = [Answer(kata.slug, Role.EXEMPLAR, kata.name, exemplar)]
    for role in (Role.RIGHT, Role.WRONG):
        for path in answer_paths(folder / role.value):
            files = exemplar | _files(kata, path)
            found.append(Answer(kata.slug, role, name_of(path), files))
    return found


def name_of(path: Path) -> str:
    """Name the answer that a file or a folder of files is."""
    return path.name if path.is_dir() else path.name.partition(".")[0]


def answer_paths(folder: Path) -> list[Path]:
    """Find the answers in a folder; caches and dotfiles are none."""
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if not path.name.startswith((".", "__"))]


def _files(kata: Kata, path: Path) -> dict[str, str]:
    """Read one answer. A folder holds the files in which it differs from the exemplar."""
    if path.is_dir():
        return {_listed(kata, file): read_text(file) for file in answer_paths(path)}
    if len(kata.files) > 1:
        raise InvalidFile(
            path, f"{kata.slug} has {len(kata.files)} files: an answer to it is a folder."
        )
    (name,) = kata.files
    if path.name.partition(".")[2] != name.partition(".")[2]:
        raise InvalidFile(path, f"is no answer to {name}: its name must end like that one's.")
    return {name: read_text(path)}


def _listed(kata: Kata, file: Path) -> str:
    if file.name not in kata.files:
        hint = nearest(file.name, kata.files, "The files are")
        raise InvalidFile(file, f"is no file that {kata.slug} is answered with. {hint}")
    return file.name
