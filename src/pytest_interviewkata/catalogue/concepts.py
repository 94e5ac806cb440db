"""`katas/concepts.toml`: the library's id, the order of its topics and its concepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.names import bad_concept, bad_topic
from pytest_interviewkata.catalogue.table import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Concepts:
    """What a library is about."""

    library: str
    topics: tuple[str, ...]
    titles: Mapping[str, str]
    path: Path


def read_concepts(katas: Path) -> Concepts:
    """Read the concept list. The library's id is its folder's name unless the file gives one."""
    path = katas / "concepts.toml"
    table = read_table(path, ("library", "topics", "concepts"), versioned=False)
    titles = table.pairs("concepts")
    for concept in titles:
        if said := bad_concept(concept):
            table.fail(f"the concept {concept!r}: {said}.")
    return Concepts(
        library=table.text("library", katas.parent.name),
        topics=table.names("topics", bad_topic, ()),
        titles=titles,
        path=path,
    )
