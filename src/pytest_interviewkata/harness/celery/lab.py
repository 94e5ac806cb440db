"""Fresh worlds with Celery in them, and the attacks that need one for each moment to die."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pytest_interviewkata.harness.celery.producer import Producer
from pytest_interviewkata.harness.celery.world import CeleryWorld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_interviewkata.harness.celery.watch import Strike
    from pytest_interviewkata.harness.celery.worker import StepWorker
    from pytest_interviewkata.harness.world import Lab

MOST = 200
"""So many effects of one run are enough to attack."""


class Stage(Protocol):
    """What a test sets up in a fresh world: somewhere on it stands the worker to attack."""

    @property
    def worker(self) -> StepWorker:
        """The worker to attack."""


S = TypeVar("S", bound=Stage)


@dataclass(frozen=True)
class Attack(Generic[S]):
    """One run that was attacked, and went on to its end afterwards."""

    stage: S
    k: int
    effect: str
    """What the worker had just done; empty where it had done nothing yet."""

    @property
    def moment(self) -> str:
        """When the attack struck, in words."""
        return f"right after `{self.effect}`" if self.effect else "before it had done anything"


class CeleryLab:
    """Makes worlds. `stage(world)` sets one up; every attack has one of its own."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._producer = Producer()
        self._folder = Path(tempfile.mkdtemp(prefix="kata-"))
        self._worlds: list[CeleryWorld] = []

    def world(self) -> CeleryWorld:
        """Return a fresh world."""
        self._worlds.append(CeleryWorld(self._lab.world(), self._producer, self._folder))
        return self._worlds[-1]

    def kills(
        self, stage: Callable[[CeleryWorld], S], *, child: bool = False
    ) -> Iterator[Attack[S]]:
        """Let the worker die after its k-th effect, for every k that it gets to.

        The whole worker dies, and what it held is delivered again; with `child`
        only the process of the pool that runs the task. Then all messages are done.
        """

        def strike(scene: S, k: int) -> Strike:
            return (scene.worker.kill_child if child else scene.worker.kill)(after=k)

        return self._attacks(stage, strike)

    def interruptions(
        self, stage: Callable[[CeleryWorld], S], act: Callable[[S], object]
    ) -> Iterator[Attack[S]]:
        """Let `act(stage)` happen right after the worker's k-th effect, for every k."""

        def strike(scene: S, k: int) -> Strike:
            return scene.worker.meanwhile(k, lambda: act(scene))

        return self._attacks(stage, strike)

    def close(self) -> None:
        """Close all worlds."""
        while self._worlds:
            self._drop(self._worlds.pop())
        shutil.rmtree(self._folder, ignore_errors=True)

    def _attacks(
        self, stage: Callable[[CeleryWorld], S], strike: Callable[[S, int], Strike]
    ) -> Iterator[Attack[S]]:
        for k in range(MOST):
            world = self.world()
            scene = stage(world)
            planned = strike(scene, k)
            scene.worker.run()
            if planned.effect is None:
                return
            yield Attack(scene, k, planned.effect)
            self._worlds.remove(world)
            self._drop(world)
        raise AssertionError(f"One run had more than {MOST} effects.")

    def _drop(self, world: CeleryWorld) -> None:
        world.close()
        self._lab.drop(world.world)
