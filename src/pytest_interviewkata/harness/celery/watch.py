"""Sees every effect of one worker, and strikes after the one that is planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from pytest_interviewkata.harness.gate import Gate

MANY = 2000


class Watch:
    """The gate of a worker: passes each effect on to the world's own gate, and counts it."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._plans: dict[int, Callable[[], None]] = {}
        self.effects: list[str] = []
        self.dead = False

    def before(self, label: str) -> None:
        """Let an effect of the living pass."""
        self._strike()
        if self.dead:
            raise Killed
        self._gate.before(label)

    def after(self, label: str) -> None:
        """Count it, and do what was planned for this moment."""
        self._gate.after(label)
        self.effects.append(label)
        self._strike()

    def plan(self, after: int, act: Callable[[], None]) -> None:
        """Call `act` right after the so-manieth effect from now; 0 is before the next one."""
        self._plans[len(self.effects) + after] = act

    def die(self) -> None:
        """Let no effect pass from here on."""
        self.dead = True
        raise Killed

    def _strike(self) -> None:
        act = self._plans.pop(len(self.effects), None)
        if act:
            act()
