"""What is known of a test where it runs, written on its item and its report.

So that the controller of an xdist run knows it too, and JUnit XML shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata.plugin.collect import KataModule
from pytest_interviewkata.plugin.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

ONE_TEST_KNOWS = "kata"
"""The attribute of a report that holds what its own test showed."""


class Tagger:
    """Tags the items of katas and their reports, in whichever process runs them."""

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        """Say on the item which kata it belongs to."""
        module = item.getparent(KataModule)
        if module is not None:
            item.user_properties.extend(module.facts)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Say on the report what only this process can see of a failure."""
        report = yield
        module = item.getparent(KataModule)
        if module is not None:
            vars(report)[ONE_TEST_KNOWS] = shown(item, call, module)
            if report.failed and "rng" in getattr(item, "fixturenames", ()):
                report.sections.append(("kata", repeat_line(item.config)))
        return report


def shown(
    item: pytest.Item, call: pytest.CallInfo[None], module: KataModule
) -> dict[str, str | int | bool | None]:
    """Return what one phase of a test showed, as plain values that xdist can send."""
    facts: dict[str, str | int | bool | None] = {"folder": str(module.path.parent)}
    if isinstance(item, StandIn):
        facts |= {item.outcome.value: item.reason}
    elif call.excinfo is not None:
        facts |= {
            "message": said(call.excinfo.value),
            "line": line_in(module.path, call.excinfo),
            "not_implemented": any(
                isinstance(error, NotImplementedError) for error in causes(call.excinfo.value)
            ),
        }
    return facts


def said(error: BaseException) -> str:
    """Return what a failure says; an assertion needs no name before its sentence."""
    text = str(error)
    plain = isinstance(error, AssertionError | pytest.fail.Exception | pytest.skip.Exception)
    return text if plain and text else f"{type(error).__name__}: {text}".removesuffix(": ")


def line_in(path: Path, excinfo: pytest.ExceptionInfo[BaseException]) -> int | None:
    """Return the line of the test file at which a test failed."""
    lines = [entry.lineno + 1 for entry in excinfo.traceback if entry.path == path]
    return lines[-1] if lines else None


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def repeat_line(config: pytest.Config) -> str:
    """Say how to meet the same random inputs again."""
    return f"--kata-seed={config.option.kata_seed} repeats the random inputs of this run"
