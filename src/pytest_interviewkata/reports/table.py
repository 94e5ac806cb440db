"""The mastery table: a line for each topic."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.reports.text import pad, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pytest_interviewkata.model import Mastery, TopicResult
    from pytest_interviewkata.reports.look import Look

MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # in every locale
GAP: Final = "  "
BAR: Final = 16
WELL_KNOWN: Final = 0.9
SHRINK: Final = (("bar", 8), ("next", 12), ("topic", 12), ("bar", 0), ("next", 0), ("due", 0))
"""What gives way on a narrow terminal, in this order, and how far."""


@dataclass(frozen=True)
class Column:
    """One column: how wide it is, and how its cells are coloured."""

    title: str
    cells: Sequence[str]
    colours: Sequence[Sequence[str]]
    columns: int
    right: bool = False


def table(topics: Sequence[TopicResult], now: datetime, look: Look) -> list[str]:
    """Lay out a line for each topic under a line of titles."""
    columns = [column for column in _fitted(_columns(topics, now, look), look) if column.columns]
    head = [pad(look.clip(one.title, one.columns), one.columns, right=one.right) for one in columns]
    lines = [look.paint(f" {GAP.join(head)}".rstrip(), "dim")]
    for row, topic in enumerate(topics):
        cells = [_cell(column, row, topic, look) for column in columns]
        lines.append(f" {GAP.join(cells)}".rstrip())
    return lines
