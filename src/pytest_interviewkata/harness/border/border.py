"""What the processes of one test share on the trusted side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pytest_interviewkata.harness.border.held import HELD
from pytest_interviewkata.harness.border.poison import Poison

if TYPE_CHECKING:
    from pytest_interviewkata.harness.border.classes import Classes

T = TypeVar("T")


@dataclass
class Border:
    """One test's border."""

    classes: Classes
    seconds: float
    """How long the answer may think about one question."""
    poison: Poison = field(default_factory=Poison)
    held: dict[int, Any] = field(default_factory=dict)
    """Containers that follow what the answer does to them, by id."""

    def hold(self, value: T) -> T:
        """Let a list, dict or set follow what the answer does to it."""
        if type(value) not in HELD:
            raise TypeError(f"held() takes a list, dict or set, not {type(value).__name__}")
        self.held[id(value)] = value
        return value
