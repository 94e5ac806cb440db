"""Sends what became of each test down a channel of our own.

Loaded in children only (`-p pytest_interviewkata.plugin.channel`). One JSON
object a line, to the file that the environment names: what a test prints, and
how the child ends, say nothing about a verdict.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Event = dict[str, Any]
    Send = Callable[[Event], None]

VARIABLE: Final = "INTERVIEWKATA_CHANNEL"
LONGEST: Final = 20_000
"""A failure message is cut here."""


def pytest_configure(config: pytest.Config) -> None:
    """Open the channel, and take its name away from the answers."""
    path = os.environ.pop(VARIABLE, None)
    if path:
        file = Path(path).open("a", encoding="utf-8")  # noqa: SIM115  open as long as we are
        config.add_cleanup(file.close)
        config.pluginmanager.register(Channel(partial(write, file)), "interviewkata-channel")


def write(file: TextIO, event: Event) -> None:
    """Write one event, complete before anything else may go wrong."""
    file.write(json.dumps(event) + "\n")
    file.flush()


class Channel:
    """Turns what pytest reports into events."""

    def __init__(self, send: Send) -> None:
        self.send = send

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Tell which file could not be collected, and why."""
        if report.failed:
            self.send({"at": "broken", "node": report.nodeid, "why": report.longreprtext})

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell which tests are going to run: what is missing later has no verdict."""
        self.send({"at": "collected", "nodes": [item.nodeid for item in session.items]})

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """Tell which test begins: it may be the one that never ends."""
        self.send({"at": "start", "node": nodeid})

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Tell what became of one phase of one test."""
        report = yield
        self.send(phase(report) | {"node": item.nodeid})
        return report

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Tell that everything has been said."""
        self.send({"at": "end", "status": int(exitstatus)})


def phase(report: pytest.TestReport) -> Event:
    """Describe one phase, with what the plugin has noted of it."""
    shown = {name: known for name, known in vars(report).get("kata", {}).items() if known}
    if "message" in shown:
        shown["message"] = shown["message"][:LONGEST]
    what = {"when": report.when, "outcome": report.outcome, "seconds": report.duration}
    return {**shown, "at": "phase", **what}
