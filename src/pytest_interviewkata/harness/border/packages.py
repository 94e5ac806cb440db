"""What an answer may use, by the extras that its kata requires."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HARNESS = "pytest_interviewkata.harness"
MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "redis": ("redis", f"{HARNESS}.redis.client"),
        "celery": (
            *("celery", "kombu", f"{HARNESS}.celery.app", f"{HARNESS}.celery.transport"),
            # What Celery itself imports late, and every app needs.
            *("celery.app.amqp", "celery.app.events", "celery.app.routes"),
            *("celery.fixups.django", "celery.loaders.app", f"{HARNESS}.database"),
        ),
        "git": ("git",),
        "postgres": ("psycopg", "sqlparse"),
    }
)
"""What a process imports before it becomes somebody's, by extra."""
NEEDS: Mapping[str, tuple[str, ...]] = MappingProxyType({"celery": ("redis",)})
"""Extras that bring others along."""


def modules(extras: Iterable[str]) -> tuple[str, ...]:
    """Return what to import beforehand for katas that require these extras."""
    wanted = sorted({need for extra in extras for need in (extra, *NEEDS.get(extra, ()))})
    return tuple(module for extra in wanted for module in MODULES.get(extra, ()))


def shared(extras: Iterable[str]) -> tuple[str, ...]:
    """Return the packages that are the same on both sides of the border."""
    return tuple(module for module in modules(extras) if "." not in module)
