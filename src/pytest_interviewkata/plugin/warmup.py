"""Tests of nothing: they let pytest do everything once, so that no fork has to do it first."""

from __future__ import annotations

from typing import Final

import pytest

TIMES: Final = 8
"""So often must code have run before the interpreter stops changing it."""


def passes() -> None:
    """Pass."""


def fails() -> None:
    """Fail, with something to compare."""
    assert [1, 2, 3] == [1, 2, 4], "a message"


def expects() -> None:
    """Expect an exception."""
    with pytest.raises(ValueError, match="a message"):
        raise ValueError("a message")


def warm_up(session: pytest.Session) -> None:
    """Run the tests of nothing, as if they had been collected."""
    tests = [passes, fails, expects] * TIMES
    items = [pytest.Function.from_parent(session, name=t.__name__, callobj=t) for t in tests]
    for item, following in zip(items, [*items[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
