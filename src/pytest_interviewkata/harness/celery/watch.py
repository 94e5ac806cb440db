"""The gate of a Celery worker's process: strikes right after a planned effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pytest_interviewkata.harness.gate import Killed
from pytest_interviewkata.harness.node import NodeGate
from pytest_interviewkata.harness.spies import spy
from pytest_interviewkata.harness.words import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.node import Node

T = TypeVar("T")
MOST = 1000
"""So many effects for one message are a loop that waits for what never comes."""


@dataclass
class Strike:
    """Something that happens to a worker right after one of its effects."""

    at: int
    act: Callable[[], object]
    effect: str | None = None
    """The effect before it; empty where there was none, None while it has not happened."""


@spy("before", "after")
class Watch(NodeGate):
    """Passes every effect on to the world, and looks what is due after it."""

    def __init__(self, node: Node, tick: Callable[[], None]) -> None:
        super().__init__(node, node.world)
        self._tick = tick
        self._strikes: list[Strike] = []
        self._begun = ""
        self._first = 0
        self.fault: AssertionError | None = None
        """What the test found wrong in the middle, wherever that error went since."""

    @property
    def effects(self) -> list[str]:
        """What the process has done."""
        return self._node.effects

    def before(self, label: str) -> None:
        """Let an effect of the living pass."""
        label = shown(label)
        self._node.check()
        self._strike()
        if len(self.effects) - self._first >= MOST:
            self.fault = AssertionError(
                f"{self._node.name} did {MOST} things for one message and still goes on: {label}"
            )
            self.die()
        super().before(label)
        self._begun = label

    def after(self, label: str) -> None:
        """Count it, and do what was planned for this moment."""
        label = shown(label)
        super().after(label)
        self._outcome(label)
        self._strike()

    def start(self) -> None:
        """Begin a delivery."""
        self._first = len(self.effects)

    def since(self) -> tuple[str, ...]:
        """Return what was done since then."""
        return tuple(self.effects[self._first :])

    def plan(self, after: int, act: Callable[[], object]) -> Strike:
        """Call `act` after so many more effects; 0 is just before the next one."""
        self._strikes.append(Strike(len(self.effects) + after, act))
        return self._strikes[-1]

    def die(self) -> None:
        """End the process here and now."""
        self._node.kill()
        raise Killed

    def _outcome(self, label: str) -> None:
        if label != self._begun:
            self._world.note(self._node.name, f"  {label.removeprefix(self._begun).strip()}")

    def _strike(self) -> None:
        self._tick()
        due = [each for each in self._strikes if each.at <= len(self.effects)]
        for strike in due:
            self._strikes.remove(strike)
            strike.effect = self.effects[-1] if self.effects else ""
            self.heed(strike.act)

    def heed(self, act: Callable[..., T], *args: object, **kwargs: object) -> T:
        """Call what belongs to the test, and remember it when the test objects."""
        try:
            return act(*args, **kwargs)
        except AssertionError as error:
            self.fault = self.fault or error
            raise
