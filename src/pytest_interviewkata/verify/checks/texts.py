"""README and hints: they ask, and do not give the answer away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Role
from pytest_interviewkata.verify.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs

HINTS: Final = 3
HEADINGS: Final = ("Scenario", "Contract", "Examples", "Say it aloud")
TELLING: Final = 12
"""A line of code shorter than this gives nothing away."""


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Look at what a learner reads."""
    del runs
    secret = secrets(case)
    yield from _hints(case, secret)
    yield from _readme(case, secret)


def secrets(case: Case) -> set[str]:
    """Return the telling lines of the exemplar that the stub does not show."""
    [stub] = case.of(Role.STUB)
    shown = {_plain(line) for text in stub.files.values() for line in text.splitlines()}
    lines = {_plain(line) for text in case.exemplar.files.values() for line in text.splitlines()}
    return {line for line in lines - shown if len(line) >= TELLING and re.search(r"[=(\[.]", line)}


def _hints(case: Case, secret: set[str]) -> Iterator[Problem]:
    hints = case.kata.hints
    if len(hints) != HINTS or not all(hint.strip() for hint in hints):
        yield Problem(
            "hints",
            f"There are {len(hints)} hints, and there must be three: look here, think of this, "
            "nearly the answer.",
        )
    for step, hint in enumerate(hints, 1):
        told = _told(hint, secret)
        allowed = 1 if step == HINTS else 0
        if len(told) > allowed:
            yield Problem(
                "hint-leaks",
                f"Hint {step} shows {' and '.join(map(repr, told))}, which the exemplar has. Ask "
                "or point instead; only the last hint may show one line.",
            )


def _readme(case: Case, secret: set[str]) -> Iterator[Problem]:
    path = case.kata.folder / "README.md"
    if not path.is_file():
        return
    text = path.read_text("utf-8")
    headings = [line.lstrip("# ").lower() for line in text.splitlines() if line.startswith("#")]
    for wanted in HEADINGS:
        if not any(wanted.lower().rstrip("s") in heading for heading in headings):
            yield Problem("readme-heading", f"{path} has no heading {wanted!r}. Add that part.")
    if told := _told(text, secret):
        yield Problem(
            "readme-solution",
            f"{path} shows {' and '.join(map(repr, told))}, which the exemplar has. A README says "
            "what, not how.",
        )


def _told(text: str, secret: set[str]) -> list[str]:
    plain = _plain(text)
    return sorted(line for line in secret if line in plain)


def _plain(text: str) -> str:
    return " ".join(text.split())
