"""Celery, one message at a time: nothing of it is imported before it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_interviewkata.harness.celery.app import App
    from pytest_interviewkata.harness.celery.desk import Desk


def build(name: str, desk: Desk) -> App:
    """Build the app of one process."""
    from pytest_interviewkata.harness.celery import app  # noqa: PLC0415 - an extra

    return app.build(name, desk)
