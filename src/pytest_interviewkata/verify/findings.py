"""What verify says about one kata."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Problem:
    """One line of the bar that a kata does not meet, and what to do about it."""

    check: str
    message: str

    def __str__(self) -> str:
        return f"{self.check}: {self.message}"


@dataclass(frozen=True)
class Mutation:
    """How many mutants were made, how many of them change nothing, how many were caught."""

    made: int = 0
    equivalent: int = 0
    killed: int = 0


@dataclass(frozen=True)
class Impostors:
    """How many impostors were made, and how many of them were seen through."""

    made: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class KataProof:
    """Everything that was found out about one kata."""

    kata: str
    right: int
    wrong: int
    wrong_caught: int
    mutants: Mutation
    impostors: Impostors
    fingerprints: int
    """How many wrong answers fail in a way of their own."""
    seconds: float
    """How long the exemplar's tests take."""
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    """What was written or left out, in one line each."""

    @property
    def ok(self) -> bool:
        """It meets the bar."""
        return not self.problems


@dataclass(frozen=True)
class Options:
    """What is to be proved, and how thoroughly."""

    repeat: int = 3
    real: bool = False
    jobs: int = 1
    stale: bool = False
    """Leave the long proof out where the record says that nothing has changed."""
    check: bool = False
    """Write nothing; what should have been written is a problem."""
    seeds: int = 20
    outside: bool = True
    tell: Callable[[str, int, int], None] = field(default=lambda _what, _done, _of: None)
    """Hears what is going on, how much of it is done, and how much there is."""
