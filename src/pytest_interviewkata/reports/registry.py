"""The formats that a report can have: one file each, one line here."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from pytest_interviewkata.errors import KataError, nearest
from pytest_interviewkata.reports import json_report

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_interviewkata.model import Results


class Report(Protocol):
    """A pure function from results to text, with the name that asks for it."""

    @property
    def name(self) -> str:
        """Give the word before the `=`."""
        ...

    def render(self, results: Results) -> str:
        """Write the results in this format."""
        ...


FORMATS: Mapping[str, Report] = MappingProxyType({one.name: one for one in (json_report,)})


class UnknownFormat(KataError):
    """A report was asked for in a format that there is not."""

    def __init__(self, name: str) -> None:
        known = list(FORMATS)
        advice = nearest(name, known, "The formats are")
        super().__init__(f"There is no report format {name!r}. {advice}")


def report(name: str) -> Report:
    """Find a format by its name."""
    try:
        return FORMATS[name]
    except KeyError:
        raise UnknownFormat(name) from None
