"""A Celery worker that does one message at a time, and dies when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.celery.machine import Machine

if TYPE_CHECKING:
    from pytest_interviewkata.harness.celery.app import App
    from pytest_interviewkata.harness.celery.watch import Strike
    from pytest_interviewkata.harness.celery.world import CeleryWorld
    from pytest_interviewkata.harness.node import Node

Begin = Callable[["StepWorker"], object]
ENOUGH = 50


@dataclass(frozen=True)
class Step:
    """What became of one delivery."""

    task: str
    id: str
    redelivered: bool
    ending: str
    """`done`, `killed`, `lost` (the pool's child was) or `overdue` (it was killed for that)."""
    effects: tuple[str, ...]


class StepWorker:
    """A worker with a prefork pool of one child."""

    def __init__(self, world: CeleryWorld, name: str, begin: Begin) -> None:
        self.name = name
        self.world = world
        self._machine = Machine(world, name, partial(begin, self))

    @property
    def process(self) -> Node:
        """The process that lives now."""
        return self._machine.life.process

    @property
    def app(self) -> App:
        """The Celery app of this worker."""
        return self._machine.life.app

    @property
    def task(self) -> Any:  # noqa: ANN401 - the answer's
        """What was returned when the process that lives now was started."""
        return self._machine.life.task

    def redis(self, **options: Any) -> Any:  # noqa: ANN401 - redis-py's own
        """Return a Redis client of this worker."""
        return self.process.redis(**options)

    def another_app(self, name: str) -> App:
        """Return one more app of the process that lives now. It is never delivered to."""
        return self._machine.life.another_app(self.world, name)

    def through(self, thing: object) -> Any:  # noqa: ANN401 - stands in for the thing
        """Return a database or a spy as this worker reaches it: every use is an effect."""
        return self._machine.life.through(thing)

    def send(self, *args: object, **kwargs: object) -> str:
        """Publish the task, as another program would, and return the new task's id."""
        name = getattr(self.task, "name", None)
        assert isinstance(name, str), f"No Celery task was returned, but {self.task!r}."
        return self.world.send(name, *args, **kwargs)

    def step(self) -> Step | None:
        """Do the next due message, if there is one."""
        life = self._machine.life
        delivery = self.world.broker.take(self.name)
        if delivery is None:
            return None
        letter = delivery.letter
        self.world.note(life.process.name, f"takes {letter}")
        ending = self._machine.deal_with(delivery)
        return Step(letter.task, letter.id, letter.redelivered, ending, life.watch.since())

    def run(self, limit: int = ENOUGH) -> list[Step]:
        """Do messages until none is left, and let the time pass that they wait for."""
        steps: list[Step] = []
        while self.world.wait():
            assert len(steps) < limit, (
                f"{self.name} has done {limit} messages, and there is still one: "
                f"{self.world.broker.pending[0]}\n{self.world.timeline()}"
            )
            step = self.step()
            if step:
                steps.append(step)
        return steps

    def kill(self, after: int = 0) -> Strike:
        """Let the whole worker die right after so many more effects."""
        return self._machine.die(after, "killed")

    def kill_child(self, after: int = 0) -> Strike:
        """Let the child that runs the task die right after so many more effects."""
        return self._machine.die(after, "lost")

    def meanwhile(self, after: int, act: Callable[[], object]) -> Strike:
        """Call `act` right after so many more effects, while this worker is in the middle."""
        return self._machine.life.watch.plan(after, act)

    def close(self) -> None:
        """End the process."""
        self._machine.close()
