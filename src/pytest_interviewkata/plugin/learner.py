"""The learner's run: what is kept of it, and what is shown at its end."""

from __future__ import annotations

import platform
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata import reports
from pytest_interviewkata.errors import KataError
from pytest_interviewkata.model import OWN_LIBRARY
from pytest_interviewkata.plugin import services
from pytest_interviewkata.plugin.collect import KataModule
from pytest_interviewkata.plugin.results import make
from pytest_interviewkata.plugin.summary import Summary
from pytest_interviewkata.plugin.usage import usage_errors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from pytest_interviewkata.model import Kata, Results
    from pytest_interviewkata.plugin.record import Recorder


@dataclass(eq=False)
class Learner:
    """Makes results of what was recorded, and shows them."""

    config: pytest.Config
    recorder: Recorder
    targets: Sequence[reports.Target]
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    results: Results | None = None
    summary: Summary | None = None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Refuse to start without the services that were asked for."""
        with usage_errors():
            services.demand(self.config, katas_of(session.items))

    def pytest_report_collectionfinish(self, items: Sequence[pytest.Item]) -> str | list[str]:
        """Say which services are used, and the seed."""
        katas = katas_of(items)
        quiet = self.config.get_verbosity() < 0
        return services.header(self.config, katas) if katas and not quiet else []

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        """Store what was learnt, and write the reports that were asked for.

        Last, for an interrupted test is torn down here too: its virtual time ends then.
        """
        if runs := self.recorder.runs:
            mode = self.config.option.kata_services
            results = make(runs, self.started, environment(), mode)
            self.results = replace(results, notes=(*results.notes, *self._unwritten(results)))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> Generator[None, object, object]:
        """Put the katas before and after pytest's own summary."""
        if self.results is None:
            return (yield)
        self.summary = Summary(terminalreporter, self.results, self.recorder)
        with self.summary.around():
            return (yield)

    def _unwritten(self, results: Results) -> Iterator[str]:
        for target in self.targets:
            try:
                reports.write(target, results)
            except KataError as error:
                yield str(error)


@dataclass(eq=False)
class Between:
    """Comes after pytest's FAILURES and before its short summary."""

    learner: Learner

    def pytest_terminal_summary(self) -> None:
        """Let the short summary list more than FAILURES shows in full."""
        if self.learner.summary is not None:
            self.learner.summary.between()


def katas_of(items: Sequence[pytest.Item]) -> list[Kata]:
    """Return the katas that these tests belong to."""
    modules = dict.fromkeys(item.getparent(KataModule) for item in items)
    return [module.kata for module in modules if module is not None]


def environment() -> Mapping[str, str]:
    """Return what the results depend on besides the answers."""
    return {
        "python": platform.python_version(),
        "pytest": pytest.__version__,
        "plugin": _own_version(),
        "platform": platform.platform(),
    }


def _own_version() -> str:
    try:
        return version(OWN_LIBRARY)
    except PackageNotFoundError:
        return "not installed"
