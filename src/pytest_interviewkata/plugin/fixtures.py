"""The fixtures of katas. Thin: each hands over a device of the harness, imported when asked for.

They are lent to the test files of katas alone, so that a fixture of the same
name in somebody's project stays what it was.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_interviewkata.plugin.facts import TAGGER
from pytest_interviewkata.plugin.services import redis_service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from pytest_interviewkata.harness.celery.lab import CeleryLab
    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.process import Processes
    from pytest_interviewkata.harness.world import Lab, World


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Random inputs, new ones in each run; a failure says how to repeat them."""
    return random.Random(f"{request.config.option.kata_seed} {request.node.name}")  # noqa: S311  inputs, not secrets


@pytest.fixture
def held() -> Callable[[Any], Any]:
    """`held(x)` is x, whose changes by the answer the test wants to see."""
    return _itself


@pytest.fixture
def run_async() -> Callable[..., Any]:
    """`run_async(function, *args)` awaits it in a fresh event loop and returns its result."""
    from pytest_interviewkata.harness import run_async as device  # noqa: PLC0415  when asked for

    return device


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Virtual time for this test: it moves only when somebody sleeps or the test moves it."""
    from pytest_interviewkata.harness import Clock  # noqa: PLC0415  when asked for

    with Clock() as virtual:
        yield virtual


@pytest.fixture
def kata_processes(request: pytest.FixtureRequest) -> Iterator[Processes]:
    """Run the answer: `world` and `lab` start its processes here."""
    from pytest_interviewkata.harness.process import LocalProcesses  # noqa: PLC0415  when asked for

    kata = request.config.stash[TAGGER].katas[request.path]
    processes = LocalProcesses(kata.modules, kata.folder)
    yield processes
    processes.close()


@pytest.fixture
def world(request: pytest.FixtureRequest, kata_processes: Processes) -> Iterator[World]:
    """One fresh world: a clock, a Redis, and the processes of the answer."""
    from pytest_interviewkata.harness import World  # noqa: PLC0415  when asked for

    clock = request.getfixturevalue("clock") if "clock" in request.fixturenames else None
    with World(kata_processes, redis_service(request.config), clock) as fresh:
        yield fresh


@pytest.fixture
def lab(request: pytest.FixtureRequest, kata_processes: Processes) -> Iterator[Lab]:
    """`lab.world()` makes worlds, as many as wanted."""
    from pytest_interviewkata.harness import Lab  # noqa: PLC0415  when asked for

    worlds = Lab(kata_processes, redis_service(request.config))
    yield worlds
    worlds.close()


@pytest.fixture
def celery_lab(lab: Lab) -> Iterator[CeleryLab]:
    """`celery_lab.world()` makes worlds with a broker and workers, as many as wanted."""
    from pytest_interviewkata.harness.celery.lab import CeleryLab  # noqa: PLC0415  when asked for

    worlds = CeleryLab(lab)
    yield worlds
    worlds.close()


LENT: Final = {
    "rng": rng,
    "held": held,
    "run_async": run_async,
    "clock": clock,
    "kata_processes": kata_processes,
    "world": world,
    "lab": lab,
    "celery_lab": celery_lab,
}


def lend(module: ModuleType) -> None:
    """Give a kata's test file the fixtures that it does not define itself."""
    for name, fixture in LENT.items():
        vars(module).setdefault(name, fixture)


def _itself(value: Any) -> Any:  # noqa: ANN401  whatever it is
    return value
