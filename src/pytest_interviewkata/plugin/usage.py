"""The one place where what the user can put right becomes pytest's own kind of error."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata import reports
from pytest_interviewkata.errors import KataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def usage_errors() -> Iterator[None]:
    """End the run with the message alone."""
    try:
        yield
    except KataError as error:
        raise pytest.UsageError(str(error)) from None


def check_reports(asked: Iterable[str]) -> None:
    """Refuse a report that cannot be written, before the tests have taken their time."""
    with usage_errors():
        for text in asked:
            reports.check(reports.parse(text))
