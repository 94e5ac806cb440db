"""A world with a broker in it, a result backend, and workers that die when they are told to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pytest_interviewkata.harness.broker import Broker
from pytest_interviewkata.harness.celery.results import Result, Results
from pytest_interviewkata.harness.celery.worker import Begin, StepWorker
from pytest_interviewkata.harness.database import Database

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_interviewkata.harness.celery.producer import Producer
    from pytest_interviewkata.harness.letter import Letter
    from pytest_interviewkata.harness.world import World


class CeleryWorld:
    """What Celery adds to a world."""

    def __init__(self, world: World, producer: Producer, folder: Path) -> None:
        self.world = world
        self.clock = world.clock
        self.broker = Broker(lambda: self.clock.now)
        self.results = Results()
        self._producer = producer
        self._folder = folder
        self._workers: list[StepWorker] = []
        self._databases: list[Database] = []

    @property
    def inspect(self) -> Any:  # noqa: ANN401 - a Redis client
        """A Redis client for the test's own eyes."""
        return self.world.inspect

    def redis(self, **options: Any) -> Any:  # noqa: ANN401 - redis-py's own
        """Return a Redis client of the test's own process."""
        return self.world.redis(**options)

    def database(self, schema: str = "") -> Database:
        """Return a new SQLite database, for `worker.through` and for the test's own eyes."""
        self._databases.append(Database(self._folder / f"{uuid4().hex}.sqlite3", schema))
        return self._databases[-1]

    def worker(self, begin: Begin, name: str = "worker-1") -> StepWorker:
        """Return a worker. `begin(worker)` makes its task, anew for each process of it."""
        self._workers.append(StepWorker(self, name, begin))
        return self._workers[-1]

    def send(self, task: str, *args: object, **kwargs: object) -> str:
        """Publish a task by its name, as another program would, and return the task's id."""
        task_id, queue, message = self._producer.make(task, args, kwargs)
        self.broker.put(self.broker.read(queue, message))
        return task_id

    def result(self, task_id: str) -> Result:
        """Return what the result backend says of a task."""
        return self.results.of(task_id)

    def state(self, task_id: str) -> str:
        """Return the state of a task: PENDING, RETRY, SUCCESS, FAILURE and so on."""
        return self.result(task_id).state

    def wait(self) -> bool:
        """Let the time pass until a message is due; False when none waits."""
        due = self.broker.next_due
        if due is not None and due > self.clock.now:
            self.clock.now = due
        return due is not None

    def restore(self, name: str) -> tuple[Letter, ...]:
        """Let the broker give up on a worker, dead or not: what it holds will come again."""
        letters = self.broker.restore(name)
        for letter in letters:
            self.note("broker", f"will deliver again: {letter}")
        return letters

    def note(self, name: str, event: str) -> None:
        """Put an event into the time line."""
        self.world.note(name, event)

    def timeline(self) -> str:
        """Return what happened, one line each."""
        return self.world.timeline()

    def close(self) -> None:
        """End all that is left."""
        for worker in self._workers:
            worker.close()
        for database in self._databases:
            database.close()
