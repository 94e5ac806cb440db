"""Does one delivery in the answer's process, through Celery's real Request and tracer."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from celery import _state
from celery.exceptions import InvalidTaskError, NotRegistered
from celery.utils.imports import symbol_by_name
from celery.utils.objects import Bunch
from celery.worker.request import create_request_cls
from kombu.exceptions import ContentDisallowed, DecodeError

from pytest_interviewkata.harness.celery import pool
from pytest_interviewkata.harness.celery.packing import unpack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from celery import Celery
    from celery.worker.request import Request

    from pytest_interviewkata.harness.celery.desk import Desk

LOUD = ("celery.app.trace", "celery.worker.request")
"""What these loggers say of a task that fails is told by the time line."""


class Runner:
    """What a worker does with a message."""

    def __init__(self, app: Celery, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._channel: Any = None

    def __call__(self, order: str, message: str, limit: float | None = None) -> None:
        """Carry out `run`, or what follows on the death of the pool's child: `lost`, `overdue`."""
        with _current(self._app), _quiet():
            request = self._request(unpack(message))
            if request is None:
                return
            if order == "run":
                request.execute_using_pool(None)
            elif order == "lost":
                pool.lost(request)
            else:
                pool.overdue(request, limit or 0.0)

    def _request(self, raw: dict[str, Any]) -> Request | None:
        if self._channel is None:
            self._channel = self._app.connection_for_read().default_channel
        message = self._channel.message_to_python(raw)
        try:
            return self._known(message, self._app.tasks[message.headers["task"]])
        except NotRegistered:
            self._unknown(message)
            return None
        except (InvalidTaskError, ContentDisallowed, DecodeError):
            self._desk.reject(message.delivery_tag, requeue=False)
            return None

    def _known(self, message: Any, task: Any) -> Request:  # noqa: ANN401 - kombu's and Celery's
        tag = message.delivery_tag
        base = symbol_by_name(task.Request)
        child = pool.Pool(self._desk, late=bool(task.acks_late))
        return create_request_cls(base, task, child, "kata", None, app=self._app)(
            message,
            on_ack=lambda *_: self._desk.ack(tag),
            on_reject=lambda _log, _errors, requeue: self._desk.reject(tag, requeue=requeue),
            app=self._app,
            task=task,
            body=message.body,
            headers=message.headers,
        )

    def _unknown(self, message: Any) -> None:  # noqa: ANN401 - kombu's
        """Do as `celery.worker.consumer.Consumer.on_unknown_task` does."""
        name = message.headers["task"]
        request = Bunch(
            name=name, chord=None, root_id=None, correlation_id=None, reply_to=None, errbacks=None
        )
        self._desk.reject(message.delivery_tag, requeue=False)
        self._app.backend.mark_as_failure(
            message.headers["id"], NotRegistered(name), request=request
        )


@contextmanager
def _current(app: Celery) -> Iterator[None]:
    """Make the app the current one, as it is in a worker of its own."""
    before = _state._tls.current_app  # noqa: SLF001 - Celery has no way to ask without making one
    app.set_current()
    try:
        yield
    finally:
        _state._set_current_app(before)  # noqa: SLF001


@contextmanager
def _quiet() -> Iterator[None]:
    loggers = [logger for logger in map(logging.getLogger, LOUD) if not logger.disabled]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger in loggers:
            logger.disabled = False
