"""The Celery app that an answer is handed: built anew in each process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import celery
from celery.local import maybe_evaluate

from pytest_interviewkata.harness.celery.runner import Runner
from pytest_interviewkata.harness.celery.tasks import Tasks
from pytest_interviewkata.harness.doors import Door

if TYPE_CHECKING:
    from pytest_interviewkata.harness.celery.desk import Desk
    from pytest_interviewkata.harness.celery.producer import Producer

HERE = __name__.rpartition(".")[0]


class App(celery.Celery):  # type: ignore[misc]
    """A Celery app that shares nothing with any other app of its Python."""

    def __init__(self, name: str, desk: Desk | Producer) -> None:
        super().__init__(
            name,
            set_as_current=False,
            backend=f"{HERE}.transport:Results",
            amqp=f"{HERE}.transport:Posting",
            tasks=Tasks(),
        )
        self._tasks.app = self
        self.conf.update(
            broker_url=f"memory://{name}",
            broker_transport=f"{HERE}.transport:Transport",
            broker_transport_options={"desk": desk},
        )
        self.__kata_door__ = Door("celery", {"name": name, "desk": desk})

    def task(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - Celery's own
        """Make a task of this app only: Celery's default adds it to every later app as well."""
        return super().task(*args, **options | {"shared": False})

    def finalize(self, auto: bool = False) -> None:  # noqa: ARG002, FBT002 - Celery's own
        """Make the tasks of the answer; `Tasks` makes all others when they are asked for."""
        if self.finalized:  # type: ignore[has-type]
            return
        self.finalized = True
        while self._pending:
            maybe_evaluate(self._pending.popleft())
        for task in self._tasks.values():
            task.bind(self)
        self.on_after_finalize.send(sender=self)


def build(name: str, desk: Desk) -> App:
    """Build the app of one process and open it for deliveries."""
    app = App(name, desk)
    desk.attach(Runner(app, desk))
    return app
