"""What is known of a test where it runs, written on its item and its report.

So the controller of an xdist run knows it too, and JUnit XML shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_interviewkata.plugin.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from pytest_interviewkata.model import Kata

    Facts = dict[str, str | int | bool | None]

TAGGER: Final = pytest.StashKey["Tagger"]()
TOTAL: Final = "kata_tests"
"""The user property that says how many tests the file holds, deselected ones too."""
SHOWN: Final = "kata"
"""The attribute of a report that holds what the test showed where it ran."""


class Tagger:
    """Tags the items of katas and their reports, in whichever process runs them."""

    def __init__(self) -> None:
        self.katas: dict[Path, Kata] = {}
        self._facts: dict[Path, list[tuple[str, object]]] = {}

    def met(self, path: Path, kata: Kata, total: int) -> None:
        """Learn which kata a test file belongs to, and how many tests it holds."""
        facts = {"kata": kata.slug, "topic": kata.topic, "points": kata.points, TOTAL: total}
        self._facts[path] = list(facts.items()) if judges(path) else []
        self.katas[path] = kata

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Say on the item which kata it belongs to."""
        item.user_properties.extend(self._facts.get(item.path, ()))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say on the report what only this process can see of a failure."""
        report = yield
        if item.path in self.katas:
            vars(report)[SHOWN] = shown(item, call)
            if report.failed and "rng" in getattr(item, "fixturenames", ()):
                report.sections.append(("random inputs", repeat_line(item.config)))
        return report


def judges(path: Path) -> bool:
    """Say whether a test file counts for its kata; a learner may keep further ones of their own."""
    return path.stem.startswith(f"test_{path.parent.name}")


def properties(report: pytest.TestReport) -> dict[str, Any]:
    """Return what the item said of its kata."""
    return dict(report.user_properties)


def shown(item: pytest.Item, call: pytest.CallInfo[None]) -> Facts:
    """Return what one phase of a test showed, as plain values that xdist can send."""
    facts: Facts = {"file": str(item.path)}
    if isinstance(item, StandIn):
        return facts | {item.reason.outcome.value: item.reason.text}
    if call.excinfo is None:
        return facts
    return facts | {
        "message": said(call.excinfo.value),
        "line": line_in(item.path, call.excinfo),
        "not_implemented": not_implemented(call.excinfo.value),
    }


def said(error: BaseException) -> str:
    """Return what a failure says; an assertion's sentence needs no name before it."""
    text = str(error)
    plain = isinstance(error, AssertionError | pytest.fail.Exception | pytest.skip.Exception)
    return text if plain and text else f"{type(error).__name__}: {text}".removesuffix(": ")


def line_in(path: Path, excinfo: pytest.ExceptionInfo[BaseException]) -> int | None:
    """Return the line of the test file at which a test failed."""
    lines = [entry.lineno + 1 for entry in excinfo.traceback if entry.path == path]
    return lines[-1] if lines else None


def not_implemented(error: BaseException) -> bool:
    """Say whether the answer has not been written yet, however the test came to know."""
    return any(isinstance(cause, NotImplementedError) for cause in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def repeat_line(config: pytest.Config) -> str:
    """Say how to meet the same random inputs again."""
    return f"--kata-seed={config.option.kata_seed} repeats them"
