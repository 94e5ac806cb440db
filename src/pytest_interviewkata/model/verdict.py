"""What became of one run of one kata's tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a kata. A skip never counts as a pass."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"
    NOT_ASSESSED = "not_assessed"


class TestOutcome(StrEnum):
    """What became of one test."""

    __test__ = False

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class TestResult:
    """One test of a kata: its name within the test file, and why it failed."""

    __test__ = False

    name: str
    outcome: TestOutcome
    message: str = ""
    line: int | None = None
    """Line of the test file at which it failed."""
    seconds: float = 0.0
    not_implemented: bool = False
    """It failed because the answer raised NotImplementedError."""


@dataclass(frozen=True)
class Verdict:
    """All tests of a kata in one run.

    `whole` says that every test of the kata ran, unmodified and undeselected;
    only a whole run can pass a kata or recognise a mistake.
    """

    kata: str
    outcome: Outcome
    tests: tuple[TestResult, ...] = ()
    whole: bool = True
    reason: str = ""
    """Why it is broken or not assessed, in one line."""
    seconds: float = 0.0
    timed_out: bool = False

    @property
    def failed(self) -> frozenset[str]:
        """The names of the tests that did not pass."""
        bad = (TestOutcome.FAILED, TestOutcome.ERROR)
        return frozenset(test.name for test in self.tests if test.outcome in bad)

    @property
    def not_started(self) -> bool:
        """Every failing test met NotImplementedError: nobody has begun."""
        failing = [test for test in self.tests if test.name in self.failed]
        return bool(failing) and all(test.not_implemented for test in failing)
