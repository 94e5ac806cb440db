"""The tasks of one app, without those that Celery brings until one of them is asked for.

Making Celery's own nine takes longer than most tasks of a kata, and each process
of each world has an app.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from celery import _state
from celery.app.registry import TaskRegistry

if TYPE_CHECKING:
    from celery import Celery


class Tasks(TaskRegistry):  # type: ignore[misc]
    """Completes itself when it does not know a name."""

    app: Celery | None = None

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - a task
        """Make what Celery and `@shared_task` have for every app."""
        app, self.app = self.app, None
        if app is not None:
            _state._announce_app_finalized(app)  # noqa: SLF001 - what App.finalize left out
            for task in list(self.values()):
                task.bind(app)
        return self[name] if name in self else super().__missing__(name)
