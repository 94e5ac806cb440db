"""From what came down the channel to verdicts. What did not come is not a pass."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from pytest_interviewkata.model import Outcome, TestOutcome, TestResult, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    Event = dict[str, Any]

BAD: Final = frozenset({TestOutcome.FAILED, TestOutcome.ERROR})
UNFINISHED: Final = "It did not come to its end."
NEVER_BEGAN: Final = "It never began."


def read(channel: Path) -> list[Event]:
    """Read the events of one child, without a last line that it did not finish."""
    if not channel.exists():
        return []
    lines = channel.read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


class Events:
    """The events of one child, by the test that they are about."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.nodes: list[str] = []
        self.broken: dict[str, str] = {}
        self.began: set[str] = set()
        self.phases: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            self._take(event)

    def _take(self, event: Event) -> None:
        match event["at"]:
            case "collected":
                self.nodes += event["nodes"]
            case "broken":
                self.broken[event["node"]] = event["why"]
            case "start":
                self.began.add(event["node"])
            case "phase":
                self.phases[event["node"]].append(event)
                if why := event.get("broken"):
                    self.broken.setdefault(event["node"], why)

    def verdict(self, slug: str, prefix: str = "", *, timed_out: bool = False) -> Verdict:
        """Judge the kata whose node ids begin like this."""
        tests = tuple(self._result(node) for node in self.nodes if node.startswith(prefix))
        reasons = [why for node, why in self.broken.items() if node.startswith(prefix)]
        finished = bool(tests) and all(not _is_unfinished(test) for test in tests)
        return Verdict(
            kata=slug,
            outcome=_outcome(tests, broken=bool(reasons)),
            tests=tests,
            whole=finished and not reasons,
            reason=_last_line(reasons[0]) if reasons else "",
            seconds=sum(test.seconds for test in tests),
            timed_out=timed_out and not finished,
        )

    def _result(self, node: str) -> TestResult:
        name = node.partition("::")[2]
        phases = self.phases[node]
        seconds = sum(event["seconds"] for event in phases)
        told = next((event for event in phases if event["outcome"] != "passed"), None)
        if told:
            return _told(name, told, seconds)
        if any(event["when"] == "teardown" for event in phases):
            return TestResult(name, TestOutcome.PASSED, seconds=seconds)
        if node in self.began:
            return TestResult(name, TestOutcome.ERROR, UNFINISHED, seconds=seconds)
        return TestResult(name, TestOutcome.SKIPPED, NEVER_BEGAN)


def _told(name: str, event: Event, seconds: float) -> TestResult:
    message, line = event.get("message", ""), event.get("line")
    started = event.get("not_implemented", False)
    return TestResult(name, _bad(event), message, line, seconds, not_implemented=started)


def _bad(event: Event) -> TestOutcome:
    if event["outcome"] == "skipped":
        return TestOutcome.SKIPPED
    return TestOutcome.FAILED if event["when"] == "call" else TestOutcome.ERROR


def _is_unfinished(test: TestResult) -> bool:
    return test.message in {UNFINISHED, NEVER_BEGAN}


def _outcome(tests: Sequence[TestResult], *, broken: bool) -> Outcome:
    outcomes = {test.outcome for test in tests}
    if broken or not tests:
        return Outcome.BROKEN
    if outcomes & BAD:
        return Outcome.FAILED
    return Outcome.NOT_ASSESSED if TestOutcome.SKIPPED in outcomes else Outcome.PASSED


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "broken")
