"""The folders hold what belongs there, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Role
from pytest_interviewkata.verify.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs

GENERATED: Final = ("mistakes.toml", "origin.json")
RECORD: Final = "proof.json"
RIGHT: Final = 2
WRONG: Final = 5


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look for strays, for gaps, and count the answers."""
    del runs
    yield from _strays(case)
    yield from _gaps(case)
    yield from _counts(case)


def _strays(case: Case) -> Iterator[Problem]:
    kata = case.kata
    kept = {*kata.files, *kata.support, kata.test_file.name, "kata.toml", "README.md", *GENERATED}
    hidden = {f"test_{kata.name}_hidden.py"}
    solutions = {*kata.files, "README.md", "wrong.toml", RECORD, "right", "wrong", "hidden"}
    for folder, known in (
        (kata.folder, {*kept, "conftest.py"}),
        (case.folder, solutions),
        (case.folder / "hidden", {*hidden, *kata.support}),
    ):
        for path in _there(folder):
            if path.name not in known:
                yield Problem(
                    "stray-file",
                    f"{path} does not belong there. Delete it, or name it in kata.toml "
                    "(`files` for what a learner edits, `support` for what both sides see).",
                )


def _gaps(case: Case) -> Iterator[Problem]:
    for name in catalogue.missing_files(case.kata):
        yield Problem("missing-file", f"{case.kata.folder / name} is missing. Write it.")
    if not (case.folder / "README.md").is_file():
        yield Problem(
            "missing-file",
            f"{case.folder / 'README.md'} is missing: why the exemplar is as it is, trade-offs, "
            "follow-up questions.",
        )


def _counts(case: Case) -> Iterator[Problem]:
    for role, least in ((Role.RIGHT, RIGHT), (Role.WRONG, WRONG)):
        count = len(case.of(role))
        if count < least:
            yield Problem(
                f"few-{role}",
                f"There are {count} {role} answers beside the exemplar, and there must be at "
                f"least {least}. Add some to {case.folder / role.value}.",
            )


def _there(folder: Path) -> list[Path]:
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if path.name != "__pycache__"]
