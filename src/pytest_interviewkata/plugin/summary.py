"""The end of a run on the terminal: what waits, the failures worth reading, the mastery."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.plugin.judged import waits
from pytest_interviewkata.plugin.shape import Fold
from pytest_interviewkata.reports import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from pytest_interviewkata.model import KataResult, Results
    from pytest_interviewkata.plugin.record import Recorder

SILENT: Final = -2
"""The verbosity of `-q -q`."""


class Summary:
    """Writes what the katas of one run have to say."""

    def __init__(
        self, reporter: pytest.TerminalReporter, results: Results, recorder: Recorder
    ) -> None:
        self.reporter = reporter
        self.config = reporter.config
        self.results = results
        self.recorder = recorder
        self.fold = Fold(reporter.stats)
        self.waiting = {one.kata.folder: one for one in results.katas if waits(one)}

    @contextmanager
    def around(self) -> Iterator[None]:
        """Fold failures while pytest prints its summary, and end with the mastery."""
        if not self.config.option.kata_all:
            first = self.fold.first_of_each(self._folder)
            self.fold.keep(lambda report: self._listed(report) and self._leads(report, first))
        try:
            yield
        finally:
            self.fold.restore()
            if self.config.get_verbosity() > SILENT:
                self._write_mastery()
            elif not self.config.option.kata_all:
                self._write_waiting()

    def between(self) -> None:
        """After FAILURES, before the short summary: list all that failed of what was begun."""
        if not self.config.option.kata_all:
            self.fold.keep(self._listed)

    def _folder(self, report: pytest.TestReport) -> Path | None:
        return self.recorder.folder(report.nodeid)

    def _listed(self, report: pytest.TestReport) -> bool:
        return self._folder(report) not in self.waiting

    def _leads(self, report: pytest.TestReport, first: set[str]) -> bool:
        return report.nodeid in first or self._folder(report) is None

    def _write_waiting(self) -> None:
        width = max((len(one.kata.slug) for one in self.waiting.values()), default=0)
        for one in self.waiting.values():
            self.reporter.write_line(f"{one.kata.slug:{width}}  {self._how_to_begin(one)}")

    def _how_to_begin(self, result: KataResult) -> str:
        count = len(result.verdict.failed)
        tests = "1 test waits" if count == 1 else f"{count} tests wait"
        return (
            f"not started — {tests}: edit {self._shown(result.kata.folder / result.kata.files[0])}"
        )

    def _shown(self, path: Path) -> str:
        try:
            return os.path.relpath(path, self.config.invocation_params.dir)
        except ValueError:  # another drive
            return str(path)

    def _write_mastery(self) -> None:
        writer = self.config.get_terminal_writer()
        encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
        self.reporter.ensure_newline()
        for line in terminal.lines(self.results, writer.fullwidth, writer.hasmarkup, encoding):
            self.reporter.write_line(line)
