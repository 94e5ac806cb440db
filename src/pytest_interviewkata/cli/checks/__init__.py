"""The checks of `interviewkata doctor`. Each looks at one thing and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.cli.checks.finding import Finding, State
from pytest_interviewkata.cli.checks.installed import extra_findings, python
from pytest_interviewkata.cli.checks.isolation import bubblewrap, fork
from pytest_interviewkata.cli.checks.places import library, progress, solutions, workspace
from pytest_interviewkata.cli.checks.services import redis, valkey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.cli.app import App

__all__ = ["Finding", "State", "findings"]


def findings(app: App) -> Iterator[Finding]:
    """Look at everything."""
    yield python()
    yield from extra_findings(app)
    yield redis()
    yield valkey()
    yield library(app)
    yield solutions(app)
    yield workspace()
    yield progress(app)
    yield bubblewrap()
    yield fork()
