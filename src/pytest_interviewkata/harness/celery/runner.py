"""Runs one delivery in the answer's process, through Celery's real Request and tracer."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from billiard.einfo import ExceptionInfo
from celery import _state
from celery.concurrency.base import apply_target
from celery.exceptions import InvalidTaskError, NotRegistered, TimeLimitExceeded, WorkerLostError
from celery.utils.imports import symbol_by_name
from celery.utils.objects import Bunch
from celery.worker.request import Request, create_request_cls
from kombu.exceptions import ContentDisallowed, DecodeError
from kombu.utils.json import loads

from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    import celery

    from pytest_interviewkata.harness.celery.desk import Desk

LOGGERS = tuple(map(logging.getLogger, ("celery.app.trace", "celery.worker.request")))
"""What they say of a task that fails is told by the time line."""
LOST = "Worker exited prematurely: signal 9 (SIGKILL) Job: 0."


class Pool:
    """A prefork pool's place, taken by a pool that runs each task where it stands."""

    def __init__(self, desk: Desk, *, late: bool) -> None:
        self._desk = desk
        self._late = late

    def apply_async(
        self,
        target: Callable[..., object],
        args: tuple[object, ...],
        *,
        timeout: float | None = None,
        **callbacks: Any,  # noqa: ANN401
    ) -> None:
        """Run the task and report as a pool does. A killed process reports nothing."""
        self._desk.accept(self._late, timeout)
        apply_target(
            target,
            args,
            callback=callbacks["callback"],
            accept_callback=callbacks["accept_callback"],
            pid=os.getpid(),
            propagate=(Killed,),
        )


class Runner:
    """What a worker's main process does with a message."""

    def __init__(self, app: celery.Celery, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    def __call__(self, order: str, message: str, limit: float | None = None) -> None:
        """Carry out `run`, or what follows a child's death: `lost` or `timeout`."""
        with _current(self._app):
            request = self._request(loads(message))
            if request is None:
                return
            if order == "run":
                request.execute_using_pool(None)
            else:
                self._bury(request, order, limit)

    def _request(self, raw: dict[str, Any]) -> Request | None:
        connection = self._app.connection_for_read()
        message = connection.default_channel.message_to_python(raw)
        tag = message.delivery_tag
        task = self._app.tasks.get(message.headers["task"])
        if task is None:
            return self._unknown(message, tag)
        try:
            base = symbol_by_name(task.Request)
            pool = Pool(self._desk, late=bool(task.acks_late))
            kind = create_request_cls(base, task, pool, "kata", None, app=self._app)
            return kind(
                message,
                on_ack=lambda *_: self._desk.ack(tag),
                on_reject=lambda _log, _errors, requeue: self._desk.reject(tag, requeue),
                app=self._app,
                task=task,
                body=message.body,
                headers=message.headers,
            )
        except (InvalidTaskError, ContentDisallowed, DecodeError):
            self._desk.reject(tag, False)
            return None

    def _unknown(self, message: Any, tag: int) -> None:  # noqa: ANN401
        name = message.headers["task"]
        self._desk.reject(tag, False)
        request = Bunch(
            name=name, chord=None, root_id=None, correlation_id=None, reply_to=None, errbacks=None
        )
        self._app.backend.mark_as_failure(
            message.headers["id"], NotRegistered(name), request=request
        )

    def _bury(self, request: Request, order: str, limit: float | None) -> None:
        if not request.task.acks_late:
            # The child had accepted it, and early is then.
            request.acknowledge()
        if order == "lost":
            request.on_failure(_caught(WorkerLostError(LOST)))
        else:
            # billiard reports the result first, then the timeout.
            request.on_failure(_caught(TimeLimitExceeded(limit)))
            request.on_timeout(soft=False, timeout=limit)


def _caught(error: Exception) -> ExceptionInfo:
    try:
        raise error
    except type(error):
        return ExceptionInfo()


@contextmanager
def _current(app: celery.Celery) -> Iterator[None]:
    """Make the app the current one, as it is in a worker, and keep Celery's log of errors down."""
    before = _state._tls.current_app  # noqa: SLF001
    app.set_current()
    loud = [logger for logger in LOGGERS if not logger.disabled]
    for logger in loud:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in loud:
            logger.disabled = False
        _state._set_current_app(before)  # noqa: SLF001
