"""What kata tests stand on. Everything loads when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pytest_interviewkata.harness.attacks import (
        Attack,
        explore,
        killed_after_each_command,
        rival_after_each_command,
    )
    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.ending import Ending
    from pytest_interviewkata.harness.loop import run_async
    from pytest_interviewkata.harness.spies import spy
    from pytest_interviewkata.harness.world import Lab, World

__all__ = [
    "Attack",
    "Clock",
    "Ending",
    "Lab",
    "World",
    "explore",
    "killed_after_each_command",
    "rival_after_each_command",
    "run_async",
    "spy",
]

_HOME = {
    "Attack": "attacks",
    "Clock": "clock",
    "Ending": "ending",
    "Lab": "world",
    "World": "world",
    "explore": "attacks",
    "killed_after_each_command": "attacks",
    "rival_after_each_command": "attacks",
    "run_async": "loop",
    "spy": "spies",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whichever is asked for
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
