"""Answers that are not the learner's own, and what is known about them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Role(StrEnum):
    """Why an answer is in the library, and so what must become of it."""

    STUB = "stub"
    EXEMPLAR = "exemplar"
    RIGHT = "right"
    WRONG = "wrong"
    MUTANT = "mutant"
    IMPOSTOR = "impostor"
    SUBMISSION = "submission"


class Expect(StrEnum):
    """How a wrong answer is caught."""

    FAIL = "fail"
    TIMEOUT = "timeout"
    ERROR = "error"


@dataclass(frozen=True)
class Answer:
    """Files to lay over a kata's folder. `files` maps a name in `kata.files` to its text."""

    kata: str
    role: Role
    name: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Wrong:
    """A plausible wrong answer, as `wrong.toml` declares it."""

    name: str
    why: str
    caught_by: tuple[str, ...]
    claim: str = ""
    expect: Expect = Expect.FAIL
    message: str = ""
    like: str = ""
    """Another wrong answer that no caller can tell from this one; the diagnosis names that one."""
    """What the failure of a test that catches it must say."""


@dataclass(frozen=True)
class Equivalent:
    """A mutant that changes nothing a caller can see, with the reason."""

    mutant: str
    why: str


@dataclass(frozen=True)
class Diagnosis:
    """The fingerprint of a known mistake: which tests it fails, and at which line."""

    name: str
    says: str
    fails: Mapping[str, int]
    """Test name to the line of the failing assertion in the test file."""
