"""From the reports of tests to verdicts on katas, wherever the tests ran."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_interviewkata.model import Outcome, TestOutcome, TestResult, Verdict
from pytest_interviewkata.plugin.facts import SHOWN, TOTAL, judges, properties

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORDER: Final = pytest.StashKey["Recorder"]()
WORST_FIRST: Final = (
    TestOutcome.ERROR,
    TestOutcome.FAILED,
    TestOutcome.SKIPPED,
    TestOutcome.PASSED,
)


@dataclass
class KataRun:
    """What has been reported of one kata so far."""

    folder: Path
    totals: dict[str, int] = field(default_factory=dict)
    """Test file, as node ids name it, to the number of its tests."""
    tests: dict[str, TestResult] = field(default_factory=dict)
    """Node id to what became of it."""
    broken: str = ""
    not_assessed: str = ""

    @property
    def slug(self) -> str:
        """The kata's name, which is where it lies."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def total(self) -> int:
        """How many tests the kata has."""
        return sum(self.totals.values())

    def verdict(self) -> Verdict:
        """Judge: a skip is no pass, and neither is a part."""
        outcome, reason = self._judged()
        return Verdict(
            kata=self.slug,
            outcome=outcome,
            tests=tuple(self.tests.values()),
            whole=len(self.tests) == self.total,
            reason=reason,
            seconds=sum(test.seconds for test in self.tests.values()),
        )

    def _judged(self) -> tuple[Outcome, str]:
        outcomes = [test.outcome for test in self.tests.values()]
        if self.not_assessed:
            return Outcome.NOT_ASSESSED, self.not_assessed
        if self.broken:
            return Outcome.BROKEN, self.broken
        if {TestOutcome.FAILED, TestOutcome.ERROR} & set(outcomes):
            return Outcome.FAILED, ""
        if skipped := outcomes.count(TestOutcome.SKIPPED):
            return Outcome.NOT_ASSESSED, f"{skipped} of {self.total} tests were skipped"
        if len(outcomes) != self.total:
            return Outcome.NOT_ASSESSED, f"only {len(outcomes)} of {self.total} tests ran"
        return Outcome.PASSED, ""


class Recorder:
    """Hears of every test of the run; only the process that shows the result has one."""

    def __init__(self) -> None:
        self._runs: dict[Path, KataRun] = {}
        self._folders: dict[str, Path] = {}

    @property
    def runs(self) -> list[KataRun]:
        """The katas of which a test has run, in the order in which they were met."""
        return [run for run in self._runs.values() if run.tests]

    def expect(self, files: Mapping[str, Path]) -> None:
        """Learn which test files belong to which katas before any test reports it."""
        for name, path in files.items():
            if judges(path):
                self._folders[name] = path.parent

    def folder(self, nodeid: str) -> Path | None:
        """Return the folder of the kata that a test belongs to, if it belongs to one."""
        file, test, _ = nodeid.partition("::")
        return self._folders.get(file) if test else None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take in one phase of one test."""
        # The report of a test that ended its xdist worker holds nothing but the node id.
        shown: Mapping[str, Any] = vars(report).get(SHOWN, {})
        file = report.nodeid.partition("::")[0]
        if "file" in shown:
            self.expect({file: Path(shown["file"])})
        if folder := self.folder(report.nodeid):
            run = self._runs.setdefault(folder, KataRun(folder))
            run.totals[file] = properties(report).get(TOTAL, run.totals.get(file, 0))
            _take(run, report, shown)


def _take(run: KataRun, report: pytest.TestReport, shown: Mapping[str, Any]) -> None:
    run.broken = run.broken or shown.get(Outcome.BROKEN.value, "")
    run.not_assessed = run.not_assessed or shown.get(Outcome.NOT_ASSESSED.value, "")
    if (result := _phase(report, shown)) is not None:
        earlier = run.tests.get(report.nodeid)
        run.tests[report.nodeid] = _worse(result, earlier) if earlier else result


def _phase(report: pytest.TestReport, shown: Mapping[str, Any]) -> TestResult | None:
    """Return what one phase says of its test; one that only prepared it says nothing."""
    if report.passed and report.when != "call":
        return None
    return TestResult(
        name=report.nodeid.partition("::")[2].partition("@")[0],
        outcome=_outcome(report),
        message=shown.get("message", "" if report.passed else report.longreprtext),
        line=shown.get("line"),
        seconds=report.duration,
        not_implemented=shown.get("not_implemented", False),
    )


def _worse(one: TestResult, other: TestResult) -> TestResult:
    """Return the worse of two results of one test, with the time of both."""
    worst = min(one, other, key=lambda result: WORST_FIRST.index(result.outcome))
    return replace(worst, seconds=one.seconds + other.seconds)


def _outcome(report: pytest.TestReport) -> TestOutcome:
    if report.skipped:
        return TestOutcome.SKIPPED
    if report.passed:
        return TestOutcome.PASSED
    # Also "rerun": a test that passes at the second try has failed at the first.
    return TestOutcome.FAILED if report.when == "call" else TestOutcome.ERROR
