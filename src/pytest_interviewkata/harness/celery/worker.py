"""A Celery worker that does one message at a time, and dies when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.celery.app import builds
from pytest_interviewkata.harness.celery.desk import Desk
from pytest_interviewkata.harness.celery.watch import Watch
from pytest_interviewkata.harness.database import Connect, Database
from pytest_interviewkata.harness.gate import Killed
from pytest_interviewkata.harness.spies import Gated

if TYPE_CHECKING:
    from pytest_interviewkata.harness.broker import Delivery
    from pytest_interviewkata.harness.celery.world import CeleryWorld
    from pytest_interviewkata.harness.process import Process
