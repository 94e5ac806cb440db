"""Results of a run, made of as little as a report needs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from pytest_interviewkata.model import (
    Evidence,
    Kata,
    KataResult,
    Kind,
    Mastery,
    Outcome,
    Results,
    TestOutcome,
    TestResult,
    TopicResult,
    Verdict,
)

STARTED = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def kata_result():
    """Make the result of a kata from its slug, its outcome and which tests failed."""

    def make(slug, outcome="passed", tests=(True,), says="", **changes):
        topic, name = slug.split("/")
        folder = Path("library", "katas", topic, name)
        kata = Kata(
            topic, name, folder, name, 3, 10, (), (f"{name}.py",), Kind.FUNCTION, ("one", "two")
        )
        words = {True: TestOutcome.PASSED, False: TestOutcome.FAILED, None: TestOutcome.SKIPPED}
        ran = tuple(TestResult(f"test_{n}", words[good]) for n, good in enumerate(tests))
        of_verdict = {
            key: changes.pop(key) for key in ("reason", "whole", "timed_out") if key in changes
        }
        verdict = Verdict(slug, Outcome(outcome), ran, **of_verdict)
        return KataResult(kata, verdict, 10 if outcome == "passed" else 0, says=says, **changes)

    return make


@pytest.fixture
def topic_result():
    """Make the result of a topic; `due_in` days is when its only evidence is due."""

    def make(name, passed, katas, share=0.0, *, due=(), following="", due_in=None):
        day = None if due_in is None else STARTED + timedelta(days=due_in)
        shown = Evidence(f"{name}/x", True, 1.0, 0.95, STARTED, day)  # noqa: FBT003
        evidence = (shown,) if due_in is not None else ()
        return TopicResult(Mastery(name, katas, passed, share, tuple(due)), following, evidence)

    return make


@pytest.fixture
def results():
    """Make the results of a run."""
    empty = Results("run-1", STARTED, 1.5, {"python": "3.11.7", "plugin": "0.1.0"}, {}, (), ())
    return lambda **changes: replace(empty, **changes)


@pytest.fixture
def example(results, kata_result, topic_result):
    """Give a run in which everything happens once."""
    return results(
        services={"redis": "embedded"},
        katas=(
            kata_result("python/deep_vs_shallow_copy"),
            kata_result("python/retry_backoff", spoiled=True),
            kata_result(
                "redis/setnx_lock", "failed", [False, False, True, None],
                mistake="no_owner", says="your release deletes a lock that another holds.",
                attempts=3, hints=1, hashes={"test_setnx_lock.py": "ab", "setnx_lock.py": "cd"},
            ),
            kata_result("redis/cache_aside", "failed", [False, True]),
            kata_result("redis/rate_limiter", "failed", [False], fresh=True),
            kata_result("redis/queue", "broken", [], reason="queue.py:2: SyntaxError: '('"),
            kata_result(
                "celery/retries", "not_assessed", [],
                reason="it needs packages: pip install 'pytest-interviewkata[celery]'",
            ),
        ),
        topics=(
            topic_result("python", 2, 2, 1.0, due_in=3),
            topic_result(
                "redis", 3, 12, 0.88,
                due=["redis/setnx_lock"], following="redis/setnx_lock", due_in=-9,
            ),
            topic_result("celery", 0, 1, following="celery/retries"),
        ),
        concepts=(Mastery("redis.lock", 1, 1, 0.5),),
        notes=("1 attempt (redis/setnx_lock) was not saved in progress.db: the disk is full.",),
    )  # fmt: skip


# A loaded machine is slow; that is no fault of a report.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
