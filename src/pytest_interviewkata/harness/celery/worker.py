"""A Celery worker that does one message at a time, and dies when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.celery.life import Life, start
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from pytest_interviewkata.harness.celery.app import App
    from pytest_interviewkata.harness.celery.watch import Strike
    from pytest_interviewkata.harness.celery.world import CeleryWorld
    from pytest_interviewkata.harness.letter import Delivery
    from pytest_interviewkata.harness.node import Node

Start = Callable[["StepWorker"], object]
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
    """A worker with a prefork pool of one child. Its process starts when it is first needed."""

    def __init__(self, world: CeleryWorld, name: str, begin: Start) -> None:
        self.name = name
        self.world = world
        self._begin = begin
        self._life: Life | None = None
        self._lives = count(1)
        self._ending = ""

    @property
    def process(self) -> Node:
        """The process that lives now."""
        return self._alive().process

    @property
    def app(self) -> App:
        """The Celery app of this worker."""
        return self._alive().app

    @property
    def task(self) -> Any:  # noqa: ANN401 - the answer's
        """What was returned when the process that lives now was started."""
        return self._alive().task

    def redis(self, **options: Any) -> Any:  # noqa: ANN401 - redis-py's own
        """Return a Redis client of this worker."""
        return self.process.redis(**options)

    def another_app(self, name: str) -> App:
        """Return one more app of the process that lives now. It is never delivered to."""
        return self._alive().another_app(self.world, name)

    def through(self, thing: object) -> Any:  # noqa: ANN401 - stands in for the thing
        """Return a database or a spy as this worker reaches it: every use is an effect."""
        return self._alive().through(thing)

    def send(self, *args: object, **kwargs: object) -> str:
        """Publish the task, as another program would, and return the new task's id."""
        name = getattr(self.task, "name", None)
        assert isinstance(name, str), f"No Celery task was returned, but {self.task!r}."
        return self.world.send(name, *args, **kwargs)

    def step(self) -> Step | None:
        """Do the next due message, if there is one."""
        life = self._alive()
        delivery = self.world.broker.take(self.name)
        if delivery is None:
            return None
        letter, self._ending = delivery.letter, "done"
        self.world.note(life.process.name, f"takes {letter}")
        life.watch.start()
        self._order(delivery, "run")
        if not life.process.alive:
            self._after_death(life, delivery)
        if life.watch.fault:
            raise life.watch.fault
        return Step(letter.task, letter.id, letter.redelivered, self._ending, life.watch.since())

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
        return self.meanwhile(after, partial(self._die, "killed"))

    def kill_child(self, after: int = 0) -> Strike:
        """Let the child that runs the task die right after so many more effects."""
        return self.meanwhile(after, partial(self._die, "lost"))

    def meanwhile(self, after: int, act: Callable[[], object]) -> Strike:
        """Call `act` right after so many more effects, while this worker is in the middle."""
        return self._alive().watch.plan(after, act)

    def close(self) -> None:
        """End the process."""
        if self._life:
            self._life.end()
            self._life = None

    def _alive(self) -> Life:
        if self._life is None:
            self._life = start(self.world, self.name, next(self._lives), self._tick)
            try:
                with self._life.turn():
                    self._life.task = self._begin(self)
            except BaseException:
                self.close()
                raise
        return self._life

    def _tick(self) -> None:
        if self._life and self._life.desk.overdue:
            self._die("overdue")

    def _die(self, ending: str) -> None:
        life = self._alive()
        if ending == "killed" or life.desk.busy:
            self._ending = ending
            life.watch.die()

    def _order(self, delivery: Delivery, order: str, limit: float | None = None) -> None:
        life = self._alive()
        with suppress(Killed), life.turn():
            life.desk.serve(order, delivery, limit)

    def _after_death(self, life: Life, delivery: Delivery) -> None:
        self.close()
        if self._ending == "killed":
            self.world.restore(self.name)
        else:
            # The pool's own process lives on, and answers for its child.
            self.world.note(life.process.name, f"was the pool's child ({self._ending})")
            self._order(delivery, self._ending, life.desk.time_limit)
