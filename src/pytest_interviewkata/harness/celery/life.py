"""One process of a worker, from its start to its death."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.celery.app import App, build
from pytest_interviewkata.harness.celery.desk import Desk
from pytest_interviewkata.harness.celery.gated import gated
from pytest_interviewkata.harness.celery.watch import Watch
from pytest_interviewkata.harness.database import Connect, Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_interviewkata.harness.celery.world import CeleryWorld
    from pytest_interviewkata.harness.node import Node


@dataclass
class Life:
    """What a process has in its hands."""

    process: Node
    watch: Watch
    desk: Desk
    app: App
    connects: list[Connect] = field(default_factory=list)
    task: object = None
    """What the answer made of it all."""

    def through(self, thing: object) -> Any:  # noqa: ANN401 - stands in for the thing
        """Return a database or a spy as this process reaches it."""
        if isinstance(thing, Database):
            self.connects.append(thing.reached_by(self.watch))
            return self.connects[-1]
        return gated(thing, self.watch)

    def another_app(self, world: CeleryWorld, name: str) -> App:
        """Return one more app of this process, which is never delivered to."""
        return build(name, Desk(self.desk.name, world, self.watch))

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let the process act."""
        self.process.process.enter()
        try:
            yield
        finally:
            self.process.process.leave()

    def end(self) -> None:
        """Leave nothing behind that the process had only in its own hands."""
        self.process.close(end=True)
        for connect in self.connects:
            connect.abandon()


def start(world: CeleryWorld, name: str, number: int, tick: Callable[[], None]) -> Life:
    """Start a process; `number` says how manieth of its worker it is."""
    process = world.world.process(name if number == 1 else f"{name} #{number}")
    watch = process.gate = Watch(process, tick)
    desk = Desk(name, world, watch)
    return Life(process, watch, desk, build(name, desk))
