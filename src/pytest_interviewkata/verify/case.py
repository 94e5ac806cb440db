"""One kata with its answers and what is claimed of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Answer, Expect, Grading, Role, TestOutcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pytest_interviewkata.catalogue import WrongFile
    from pytest_interviewkata.model import Kata, TestResult, Verdict, Wrong


@dataclass(frozen=True)
class Case:
    """A kata, all its answers, and `wrong.toml`."""

    kata: Kata
    solutions: Path
    answers: tuple[Answer, ...]
    declared: WrongFile

    @cached_property
    def folder(self) -> Path:
        """Where the kata's solutions lie."""
        return self.solutions / self.kata.topic / self.kata.name

    @cached_property
    def exemplar(self) -> Answer:
        """The answer that the others are measured by."""
        return next(answer for answer in self.answers if answer.role is Role.EXEMPLAR)

    @cached_property
    def hidden(self) -> Path | None:
        """The hidden tests, where there are any."""
        path = self.folder / "hidden" / f"test_{self.kata.name}_hidden.py"
        return path if path.is_file() else None

    @property
    def outside(self) -> bool:
        """It is graded with its answer behind the border."""
        return self.kata.grading is Grading.OUTSIDE

    def of(self, *roles: Role) -> list[Answer]:
        """Return the answers of some roles."""
        return [answer for answer in self.answers if answer.role in roles]

    def wrong(self, answer: Answer) -> Wrong:
        """Return what is claimed of a wrong answer."""
        return next(wrong for wrong in self.declared.wrong if wrong.name == answer.name)

    def alone(self, answer: Answer) -> bool:
        """Say whether an answer is expected to hang or to crash."""
        return answer.role is Role.WRONG and self.wrong(answer).expect is not Expect.FAIL


def case_of(kata: Kata, solutions: Path) -> Case:
    """Read a kata's answers."""
    stub = {name: (kata.folder / name).read_text("utf-8") for name in kata.files}
    answers = (
        Answer(kata.slug, Role.STUB, "stub", stub),
        *catalogue.read_answers(kata, solutions),
    )
    return Case(kata, solutions, answers, catalogue.read_wrong(kata, solutions))


def failures(verdict: Verdict) -> list[TestResult]:
    """Return the tests that failed."""
    return [test for test in verdict.tests if test.name in verdict.failed]


def names(tests: Sequence[TestResult]) -> str:
    """List some tests."""
    return ", ".join(test.name for test in tests)


def skipped(verdict: Verdict) -> list[TestResult]:
    """Return the tests that did not run."""
    return [test for test in verdict.tests if test.outcome is TestOutcome.SKIPPED]


def covers(name: str, test: str) -> bool:
    """Say whether a name, with or without parameters, means a test."""
    return test == name or test.startswith(f"{name}[")


def fingerprint(verdict: Verdict) -> frozenset[tuple[str, int | None]]:
    """Say which tests failed, and at which assertion."""
    return frozenset((test.name, test.line) for test in failures(verdict))


def said(verdict: Verdict) -> str:
    """Say in one line what became of an answer."""
    if verdict.reason:
        return verdict.reason.rstrip(".")
    first = next(iter(failures(verdict)), None) or next(iter(skipped(verdict)), None)
    if first is None:
        return verdict.outcome.value
    line = next(iter(first.message.splitlines()), "").rstrip(".")
    return f"{first.name} {first.outcome.value}: {line}"
