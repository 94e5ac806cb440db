"""What a kata is, as its `kata.toml` says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


class Kind(StrEnum):
    """What the learner writes."""

    FUNCTION = "function"
    CLASS = "class"
    REPAIR = "repair"
    GIT = "git"
    SQL = "sql"
    ARTEFACT = "artefact"
    TESTS = "tests"


class Grading(StrEnum):
    """Where the assertions stand when the answer is graded for others."""

    OUTSIDE = "outside"
    INSIDE = "inside"


@dataclass(frozen=True)
class Limits:
    """What one run of a kata may use."""

    seconds: float = 10.0
    memory_mb: int = 1024


@dataclass(frozen=True)
class Parameter:
    """One thing that a candidate's own variant of a kata may change."""

    name: str
    default: str | int | float
    values: tuple[str | int | float, ...]
    what: str = ""


@dataclass(frozen=True)
class Kata:
    """One interview concept turned into work. `folder` holds its files."""

    topic: str
    name: str
    folder: Path
    title: str
    level: int
    minutes: int
    concepts: tuple[str, ...]
    files: tuple[str, ...]
    kind: Kind
    hints: tuple[str, ...]
    after: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    grading: Grading = Grading.OUTSIDE
    grading_reason: str = ""
    guards: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    points: int = 10
    version: int = 1
    parameters: tuple[Parameter, ...] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def slug(self) -> str:
        """The kata's name in the whole library: `topic/name`."""
        return f"{self.topic}/{self.name}"

    @property
    def test_file(self) -> Path:
        """The visible tests."""
        return self.folder / f"test_{self.name}.py"

    @property
    def modules(self) -> tuple[str, ...]:
        """The Python modules that a learner edits, by import name."""
        return tuple(name.removesuffix(".py") for name in self.files if name.endswith(".py"))


@dataclass(frozen=True)
class Catalogue:
    """All katas of one library, in the order in which they are best done."""

    katas: tuple[Kata, ...]
    concepts: Mapping[str, str]
    """Concept id to title."""
    library: str = ""
    """The library's id; progress rows carry it."""

    def __iter__(self) -> Iterator[Kata]:
        return iter(self.katas)

    def __len__(self) -> int:
        return len(self.katas)

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic, in order of first appearance."""
        return tuple(dict.fromkeys(kata.topic for kata in self.katas))

    def of_topic(self, topic: str) -> tuple[Kata, ...]:
        """Return the katas of one topic."""
        return tuple(kata for kata in self.katas if kata.topic == topic)
