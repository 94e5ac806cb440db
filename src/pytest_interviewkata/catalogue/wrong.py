"""`wrong.toml`: why each wrong answer is wrong, and which tests catch it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.answers import answer_paths, name_of
from pytest_interviewkata.catalogue.names import bad_test
from pytest_interviewkata.catalogue.table import Table, read_table
from pytest_interviewkata.errors import InvalidFile, nearest
from pytest_interviewkata.model import Equivalent, Expect, Wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pytest_interviewkata.model import Kata

WRONG_KEYS = ("name", "why", "claim", "caught_by", "expect", "message", "like")


@dataclass(frozen=True)
class WrongFile:
    """What `wrong.toml` says."""

    wrong: tuple[Wrong, ...] = ()
    equivalent: tuple[Equivalent, ...] = ()
    hidden_hints: Mapping[str, str] = field(default_factory=dict)


def read_wrong(kata: Kata, solutions: Path) -> WrongFile:
    """Read what is known of a kata's wrong answers; each answer has exactly one entry."""
    path = solutions / kata.topic / kata.name / "wrong.toml"
    said = _read(path) if path.exists() else WrongFile()
    answers = [name_of(answer) for answer in answer_paths(path.parent / "wrong")]
    _match([wrong.name for wrong in said.wrong], answers, path)
    for wrong in said.wrong:
        if wrong.like and wrong.like not in answers:
            hint = nearest(wrong.like, answers, "It holds")
            raise InvalidFile(path, f"{wrong.name} is like {wrong.like!r}, an unknown one. {hint}")
    return said


def _read(path: Path) -> WrongFile:
    table = read_table(path, ("wrong", "equivalent", "hidden_hints"), versioned=False)
    return WrongFile(
        wrong=tuple(_wrong(entry) for entry in table.tables("wrong", WRONG_KEYS)),
        equivalent=tuple(
            Equivalent(entry.text("mutant"), entry.text("why"))
            for entry in table.tables("equivalent", ("mutant", "why"))
        ),
        hidden_hints=table.pairs("hidden_hints"),
    )


def _wrong(entry: Table) -> Wrong:
    expect = entry.choice("expect", Expect, Expect.FAIL)
    return Wrong(
        name=entry.text("name"),
        why=entry.text("why"),
        # Only a failing answer is caught by a test; others never get that far.
        caught_by=entry.names("caught_by", bad_test, None if expect is Expect.FAIL else ()),
        claim=entry.text("claim", ""),
        expect=expect,
        message=entry.text("message", ""),
        like=entry.text("like", ""),
    )


def _match(entries: list[str], answers: list[str], path: Path) -> None:
    for name in _twice(entries):
        raise InvalidFile(path, f"has two entries for {name!r}.")
    for name in _twice(answers):
        raise InvalidFile(path.parent / "wrong", f"holds two answers named {name!r}.")
    for name in entries:
        if name not in answers:
            hint = nearest(name, answers, "It holds")
            raise InvalidFile(path, f"wrong/ holds no answer named {name!r}. {hint}")
    for name in answers:
        if name not in entries:
            raise InvalidFile(path, f"has no [[wrong]] entry for wrong/{name}.")


def _twice(names: Iterable[str]) -> list[str]:
    names = list(names)
    return [name for n, name in enumerate(names) if name in names[:n]]
