"""The bar, line by line. A check looks at a kata and at what became of its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata.verify.checks import (
    files,
    hidden,
    lint,
    messages,
    right,
    sides,
    stub,
    texts,
    wrong,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.findings import Problem
    from pytest_interviewkata.verify.runs import Runs

    Check = Callable[[Case, Runs], Iterator[Problem]]

CHECKS: Final[tuple[Check, ...]] = (
    files.check,
    texts.check,
    lint.check,
    stub.check,
    right.check,
    wrong.check,
    messages.check,
    hidden.check,
    sides.check,
)


def problems(case: Case, runs: Runs) -> Iterator[Problem]:
    """Yield everything that a kata lacks."""
    for check in CHECKS:
        yield from check(case, runs)
