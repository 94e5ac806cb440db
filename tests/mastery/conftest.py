"""Katas and attempts as the formula sees them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings

from pytest_interviewkata.model import Attempt, Kata, Kind, Outcome

NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def at():
    """Moments by the number of days since New Year."""
    return lambda days: NEW_YEAR + timedelta(days=days)


@pytest.fixture
def make_kata():
    """Make a kata; only what the formula looks at is ever said."""

    def make(slug="redis/cache_aside", level=4, **changes):
        topic, name = slug.split("/")
        ordinary = {"minutes": 10, "concepts": (), "files": (f"{name}.py",), "hints": ()}
        rest = {"kind": Kind.FUNCTION, **ordinary, **changes}
        return Kata(topic=topic, name=name, folder=Path(), title=name, level=level, **rest)

    return make


@pytest.fixture
def attempt(at):
    """Make an attempt on a day; a pass unless another outcome is named."""

    def make(day, outcome=Outcome.PASSED, kata="redis/cache_aside", **changes):
        ordinary = {"id": f"{kata} {day}", "library": "main", "kata_version": 1}
        return Attempt(kata=kata, at=at(day), outcome=outcome, **{**ordinary, **changes})

    return make


# A loaded machine is slow; that is no fault of a formula.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
