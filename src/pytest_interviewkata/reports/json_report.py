"""Our own format, `interviewkata/report/v1`; every other one is a projection of it.

docs/report-v1.schema.json is its schema. A key is never taken out or given another
meaning within v1.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_interviewkata.model import (
        Evidence,
        KataResult,
        Mastery,
        Results,
        TestResult,
        TopicResult,
    )

name: Final = "json"
SCHEMA: Final = "interviewkata/report/v1"


def render(results: Results) -> str:
    """Write the results as JSON; ASCII only, so that no text can spoil the file."""
    return json.dumps(document(results), indent=2, allow_nan=False) + "\n"


def document(results: Results) -> dict[str, Any]:
    """Lay out the whole report."""
    version = results.environment.get("plugin", "")
    return {
        "schema": SCHEMA,
        "tool": {"name": "pytest-interviewkata", "version": version},
        "run_id": results.run_id,
        "started": _moment(results.started),
        "seconds": results.seconds,
        "env": {**results.environment, "services": dict(results.services)},
        "katas": [_kata(result) for result in results.katas],
        "topics": [_topic(topic) for topic in results.topics],
        "concepts": [_mastery(concept) for concept in results.concepts],
        "integrity": {
            "plugin_version": version,
            "tests_sha256": _hashes(results, stub=False),
            "stub_sha256": _hashes(results, stub=True),
            "signature": None,
        },
        "notes": list(results.notes),
    }


def _kata(result: KataResult) -> dict[str, Any]:
    kata, verdict = result.kata, result.verdict
    return {
        "id": kata.slug,
        "topic": kata.topic,
        "version": kata.version,
        "status": verdict.outcome.value,
        "reason": verdict.reason,
        "whole": verdict.whole,
        "timed_out": verdict.timed_out,
        "fresh": result.fresh,
        "edited": result.edited,
        "spoiled": result.spoiled,
        "points": result.points,
        "max": kata.points,
        "attempts": result.attempts,
        "hints_used": result.hints,
        "seconds": verdict.seconds,
        "mistakes": [{"name": result.mistake, "says": result.says}] if result.mistake else [],
        "variant_seed": None,
        "tests": [_test(test) for test in verdict.tests],
    }


def _test(test: TestResult) -> dict[str, Any]:
    return {
        "name": test.name,
        "status": test.outcome.value,
        "message": test.message,
        "line": test.line,
        "seconds": test.seconds,
    }


def _topic(topic: TopicResult) -> dict[str, Any]:
    return {
        **_mastery(topic.mastery),
        "next": topic.next or None,
        "evidence": [_evidence(evidence) for evidence in topic.evidence],
    }


def _mastery(mastery: Mastery) -> dict[str, Any]:
    return {
        "id": mastery.name,
        "mastery": mastery.share,
        "katas": mastery.katas,
        "passed": mastery.passed,
        "due": list(mastery.due),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "kata": evidence.kata,
        "passed": evidence.passed,
        "strength": evidence.strength,
        "retrievable": evidence.retrievable,
        "last": _moment(evidence.last),
        "due": _moment(evidence.due),
    }


def _hashes(results: Results, *, stub: bool) -> dict[str, Mapping[str, str]]:
    """Give the hashes of each kata's files: those that a learner edits, or the others."""
    return {
        result.kata.slug: {
            file: digest
            for file, digest in sorted(result.hashes.items())
            if (file in result.kata.files) is stub
        }
        for result in results.katas
        if result.hashes is not None
    }


def _moment(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
