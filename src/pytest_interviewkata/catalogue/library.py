"""A whole library: every kata by itself, and what must be true between them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.concepts import Concepts, read_concepts
from pytest_interviewkata.catalogue.kata_file import read_kata
from pytest_interviewkata.catalogue.order import ordered
from pytest_interviewkata.catalogue.relations import complaints
from pytest_interviewkata.errors import InvalidLibrary, KataError
from pytest_interviewkata.model import WORKSPACE_FILE, WORKSPACE_FOLDER, Catalogue, Kata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def load(katas: Path) -> Catalogue:
    """Read a library of katas; raises for everything that is wrong in it at once."""
    concepts = read_concepts(katas)
    found, errors = _read(katas)
    if _is_workspace(katas.parent):
        present = {folder.name for folder in katas.iterdir() if folder.is_dir()}
        found, concepts = _within(found, concepts, present)
    errors += complaints(found, concepts, whole=not errors)
    if errors:
        raise errors[0] if len(errors) == 1 else InvalidLibrary(errors)
    return Catalogue(ordered(found, concepts.topics), concepts.titles, concepts.library)


def _read(katas: Path) -> tuple[list[Kata], list[KataError]]:
    found: list[Kata] = []
    errors: list[KataError] = []
    for path in sorted(katas.glob("*/*/kata.toml")):
        try:
            found.append(read_kata(path.parent))
        except KataError as error:
            errors.append(error)
    return found, errors


def _is_workspace(root: Path) -> bool:
    return (root / WORKSPACE_FILE).is_file() or (root / WORKSPACE_FOLDER).is_dir()


def _within(
    found: Sequence[Kata], concepts: Concepts, present: set[str]
) -> tuple[list[Kata], Concepts]:
    """Forget what lies in other topics: a workspace may hold some topics only."""
    named = {concept for kata in found for concept in kata.concepts}
    titles = {name: title for name, title in concepts.titles.items() if name in named}
    katas = [replace(kata, after=_of_topics(kata.after, present)) for kata in found]
    return katas, replace(concepts, titles=titles)


def _of_topics(slugs: Sequence[str], topics: set[str]) -> tuple[str, ...]:
    return tuple(slug for slug in slugs if slug.partition("/")[0] in topics)
