"""From what came down the channel to verdicts. What did not come is not a pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.model import Outcome, TestOutcome, TestResult, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    Event = dict[str, Any]

BAD = (TestOutcome.FAILED, TestOutcome.ERROR)
UNFINISHED = "It did not come to its end."


def read(channel: Path) -> list[Event]:
    """Read the events of one child, without a last line that it did not finish."""
    if not channel.exists():
        return []
    lines = channel.read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]


def verdict_of(slug: str, prefix: str, events: Iterable[Event], *, timed_out: bool) -> Verdict:
    """Judge one kata by the events whose node lies under its prefix."""
    mine = [event for event in events if _lies_under(event, prefix)]
    nodes = [node for event in mine for node in event.get("nodes", ()) if node.startswith(prefix)]
    tests = tuple(_result(node, mine) for node in nodes)
    reason = next((_last_line(event["why"]) for event in mine if event["at"] == "broken"), "")
    finished = bool(nodes) and not any(test.message == UNFINISHED for test in tests)
    return Verdict(
        kata=slug,
        outcome=_outcome(tests, broken=bool(reason)),
        tests=tests,
        whole=finished and not reason,
        reason=reason,
        seconds=sum(test.seconds for test in tests),
        timed_out=timed_out and not finished,
    )


def _lies_under(event: Event, prefix: str) -> bool:
    return "nodes" in event or event.get("node", "").startswith(prefix)


def _outcome(tests: Sequence[TestResult], *, broken: bool) -> Outcome:
    outcomes = {test.outcome for test in tests}
    if broken or not tests:
        return Outcome.BROKEN
    if outcomes & set(BAD):
        return Outcome.FAILED
    return Outcome.NOT_ASSESSED if TestOutcome.SKIPPED in outcomes else Outcome.PASSED


def _result(node: str, events: Iterable[Event]) -> TestResult:
    phases = [event for event in events if event["at"] == "phase" and event["node"] == node]
    name = node.partition("::")[2]
    seconds = sum(event["seconds"] for event in phases)
    told = next((event for event in phases if event["outcome"] != "passed"), None)
    if told is None and not any(event["when"] == "teardown" for event in phases):
        return TestResult(name, TestOutcome.ERROR, UNFINISHED, seconds=seconds)
    if told is None:
        return TestResult(name, TestOutcome.PASSED, seconds=seconds)
    return TestResult(
        name,
        _bad(told),
        told.get("message", ""),
        told.get("line"),
        seconds,
        not_implemented=told.get("not_implemented", False),
    )


def _bad(event: Event) -> TestOutcome:
    if event["outcome"] == "skipped":
        return TestOutcome.SKIPPED
    return TestOutcome.FAILED if event["when"] == "call" else TestOutcome.ERROR


def _last_line(text: str) -> str:
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "broken")
