"""The mastery table: a line for each topic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.reports.bar import bar
from pytest_interviewkata.reports.text import pad, width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pytest_interviewkata.model import TopicResult
    from pytest_interviewkata.reports.look import Look

    Colours = tuple[str, ...]

MONTHS: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"
"""The same in every locale."""
GAP: Final = "  "
BAR: Final = 16
NARROWEST: Final = 4
"""A column that would be narrower is left out."""
WELL: Final = 90
"""From so many percent on, a topic is green."""
GIVES_WAY: Final = (("bar", 8), ("next", 12), ("topic", 12), ("bar", 0), ("next", 0), ("due", 0))
"""What gets narrower where there is no room, in this order, and how far."""


@dataclass
class Column:
    """One column: its title, its width, and how a topic's cell is drawn in that width."""

    title: str
    columns: int
    draw: Callable[[TopicResult, int], str]
    right: bool = False


def table(topics: Sequence[TopicResult], now: datetime, look: Look) -> list[str]:
    """Lay out a line for each topic, under a line of titles."""
    columns = _columns(topics, now, look)
    _fit(columns, look.columns)
    shown = [column for column in columns.values() if column.columns]
    titles = [pad(look.clip(one.title, one.columns), one.columns, right=one.right) for one in shown]
    rows = [[column.draw(topic, column.columns) for column in shown] for topic in topics]
    return [look.paint(_row(titles), "dim"), *map(_row, rows)]


def _columns(topics: Sequence[TopicResult], now: datetime, look: Look) -> dict[str, Column]:
    """Make the columns as wide as their longest cell."""

    def column(
        title: str,
        text: Callable[[TopicResult], str],
        colours: Callable[[TopicResult], Colours],
        *,
        right: bool = False,
    ) -> Column:
        def draw(topic: TopicResult, columns: int) -> str:
            plain = look.clip(look.clean(text(topic)), columns)
            space = " " * (columns - width(plain))
            painted = look.paint(plain, *colours(topic))
            return f"{space}{painted}" if right else f"{painted}{space}"

        longest = max(width(look.clean(text(topic))) for topic in topics)
        return Column(title, max(longest, width(title)), draw, right)

    return {
        "topic": column("topic", lambda topic: topic.mastery.name, lambda _: ("bold",)),
        "bar": Column("", BAR, lambda topic, columns: bar(topic.mastery, columns, look)),
        "katas": column("katas", _katas, lambda _: ()),
        "mastery": column(
            "mastery", lambda topic: f"{topic.mastery.percent} %", _temperature, right=True
        ),
        "due": column(
            "due",
            lambda topic: due(topic, now) or look.glyphs.none,
            lambda topic: ("yellow",) if topic.mastery.due else ("dim",),
        ),
        "next": column(
            "next",
            lambda topic: topic.next.rpartition("/")[2] or look.glyphs.none,
            lambda topic: ("cyan",) if topic.next else ("dim",),
        ),
    }


def due(topic: TopicResult, now: datetime) -> str:
    """Say how many katas are due, else when the next one will be."""
    if topic.mastery.due:
        return f"{len(topic.mastery.due)} now"
    day = min((one.due for one in topic.evidence if one.due), default=None)
    if day is None:
        return ""
    month = MONTHS[3 * day.month - 3 : 3 * day.month]
    return f"{day.day} {month}" if day.year == now.year else f"{month} {day.year}"


def _fit(columns: dict[str, Column], room: int) -> None:
    for name, least in GIVES_WAY:
        shown = [column.columns for column in columns.values() if column.columns]
        excess = 1 + sum(shown) + len(GAP) * (len(shown) - 1) - room
        if excess <= 0:
            return
        column = columns[name]
        narrower = max(min(least, column.columns), column.columns - excess)
        column.columns = narrower if narrower >= NARROWEST else 0


def _row(cells: Sequence[str]) -> str:
    return f" {GAP.join(cells)}".rstrip()


def _katas(topic: TopicResult) -> str:
    mastery = topic.mastery
    return f"{mastery.passed} of {mastery.katas} kata{'' if mastery.katas == 1 else 's'}"


def _temperature(topic: TopicResult) -> Colours:
    percent = topic.mastery.percent
    return ("dim",) if not percent else ("green",) if percent >= WELL else ("yellow",)
