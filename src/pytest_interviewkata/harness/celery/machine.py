"""The machine of a worker: its process lives, dies, and is started again."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.celery.life import Life, start
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.celery.watch import Strike
    from pytest_interviewkata.harness.celery.world import CeleryWorld
    from pytest_interviewkata.harness.letter import Delivery


class Machine:
    """Runs one process at a time; `begin` is called at the start of each."""

    def __init__(self, world: CeleryWorld, name: str, begin: Callable[[], object]) -> None:
        self.name = name
        self._world = world
        self._begin = begin
        self._life: Life | None = None
        self._lives = count(1)
        self._ending = ""

    @property
    def life(self) -> Life:
        """The process that lives now; it starts when it is first needed."""
        if self._life is None:
            self._life = start(self._world, self.name, next(self._lives), self._tick)
            try:
                with self._life.turn():
                    self._life.task = self._begin()
            except BaseException:
                self.close()
                raise
        return self._life

    def deal_with(self, delivery: Delivery) -> str:
        """Do a delivery and what follows, and say how it ended."""
        life, self._ending = self.life, "done"
        life.watch.start()
        self._order(delivery, "run")
        if not life.process.alive:
            self._bury(life, delivery)
        if life.watch.fault:
            raise life.watch.fault
        return self._ending

    def die(self, after: int, ending: str) -> Strike:
        """Let the process die after so many more effects."""
        return self.life.watch.plan(after, partial(self._die, ending))

    def close(self) -> None:
        """End the process."""
        if self._life:
            self._life.end()
            self._life = None

    def _tick(self) -> None:
        if self._life and self._life.desk.overdue:
            self._die("overdue")

    def _die(self, ending: str) -> None:
        life = self.life
        if ending == "killed" or life.desk.busy:
            self._ending = ending
            life.watch.die()

    def _order(self, delivery: Delivery, order: str, limit: float | None = None) -> None:
        life = self.life
        with suppress(Killed), life.turn():
            life.desk.serve(order, delivery, limit)

    def _bury(self, life: Life, delivery: Delivery) -> None:
        self.close()
        if self._ending == "killed":
            self._world.restore(self.name)
        else:
            # The pool's own process lives on, and answers for its child.
            self._world.note(life.process.name, f"was the pool's child ({self._ending})")
            self._order(delivery, self._ending, life.desk.time_limit)
