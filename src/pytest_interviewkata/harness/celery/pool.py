"""A pool of one child for Celery's Request: it runs each task where it stands."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from billiard.einfo import ExceptionInfo
from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery.concurrency.base import apply_target

from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable

    from celery.worker.request import Request

    from pytest_interviewkata.harness.celery.desk import Desk

STATES = {"Retry": "RETRY", "Reject": "REJECTED", "Ignore": "IGNORED"}
LOST = "Worker exited prematurely: signal 9 (SIGKILL) Job: 0."


class Pool:
    """Reports to its Request as a prefork pool does; a killed process reports nothing."""

    def __init__(self, desk: Desk, *, late: bool) -> None:
        self._desk = desk
        self._late = late

    def apply_async(
        self,
        target: Callable[..., object],
        args: tuple[object, ...],
        *,
        timeout: float | None = None,
        **callbacks: Any,  # noqa: ANN401 - and options of a real pool
    ) -> None:
        """Run the task."""
        self._desk.accept(self._late, timeout)
        apply_target(
            target,
            args,
            callback=partial(self._reported, callbacks["callback"]),
            accept_callback=callbacks["accept_callback"],
            pid=os.getpid(),
            propagate=(Killed,),
        )

    def _reported(self, callback: Callable[[object], object], result: Any) -> None:  # noqa: ANN401
        failed, value, _ = result if isinstance(result, tuple) else (True, result, None)
        if failed:
            error = getattr(value.exception, "exc", None) or value.exception
            state = STATES.get(type(error).__name__, "FAILURE")
            self._desk.report(state, type(error).__name__, str(error))
        else:
            self._desk.report("SUCCESS", "", "")
        callback(result)


def lost(request: Request) -> None:
    """Report what the pool's own process does when a child has vanished."""
    _acknowledge_early(request)
    request.on_failure(_caught(WorkerLostError(LOST)))


def overdue(request: Request, limit: float) -> None:
    """Report what it does when it has killed a child for its hard time limit."""
    _acknowledge_early(request)
    request.on_failure(_caught(TimeLimitExceeded(limit)))
    request.on_timeout(soft=False, timeout=limit)


def _acknowledge_early(request: Request) -> None:
    # The child had accepted the task before it died, and early is then.
    if not request.task.acks_late:
        request.acknowledge()


def _caught(error: Exception) -> ExceptionInfo:
    try:
        raise error
    except type(error):
        return ExceptionInfo()
