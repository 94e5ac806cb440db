"""The fixtures of katas. Thin: each hands over a device of the harness, imported when asked for.

They are lent to the test files of katas alone, so that a fixture of the same
name in somebody's project stays what it was.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from types import ModuleType

    from pytest_interviewkata.harness.clock import Clock

OTHERS: Final = "interviewkata-fixtures"
"""A plugin of this name brings fixtures of its own instead: those that cross the border."""


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random inputs, new ones in each run; a failure says how to repeat them."""
    return random.Random(f"{request.config.option.kata_seed} {request.node.name}")  # noqa: S311  inputs, not secrets


@pytest.fixture
def held() -> Callable[[Any], Any]:
    """`held(x)`: x itself, whose changes by the answer the test may look at."""
    return _itself


@pytest.fixture
def run_async() -> Callable[..., Any]:
    """`run_async(function, *args)`: await it in a fresh event loop and return its result."""
    return _run_async


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Virtual time for this test: it moves only when somebody sleeps or the test moves it."""
    from pytest_interviewkata.harness.clock import Clock  # noqa: PLC0415  only when asked for

    with Clock() as virtual:
        yield virtual


LENT: Final = {"rng": rng, "held": held, "run_async": run_async, "clock": clock}


def lend(module: ModuleType, config: pytest.Config) -> None:
    """Give a kata's test file the fixtures that it does not define itself."""
    if not config.pluginmanager.has_plugin(OTHERS):
        for name, fixture in LENT.items():
            vars(module).setdefault(name, fixture)


def _itself(value: Any) -> Any:  # noqa: ANN401
    return value


def _run_async(function: Callable[..., Coroutine[Any, Any, Any]], *args: Any, **named: Any) -> Any:  # noqa: ANN401
    return asyncio.run(function(*args, **named))
