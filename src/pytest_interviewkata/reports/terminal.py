"""The end of a run on the terminal: the mastery table, and under it a line for each kata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pytest_interviewkata.reports.kata_lines import kata_lines
from pytest_interviewkata.reports.look import Look
from pytest_interviewkata.reports.table import table
from pytest_interviewkata.reports.text import glued, wrap

if TYPE_CHECKING:
    from pytest_interviewkata.model import Results

TITLE: Final = " mastery "


def lines(results: Results, width: int, colour: bool, encoding: str = "utf-8") -> list[str]:
    """Show the results in lines of at most `width` columns; nothing where no kata ran."""
    if not results.katas:
        return []
    look = Look.of(width, encoding, colour=colour)
    shown = [look.paint(TITLE.center(look.columns, "="), "bold")]
    if results.topics:
        shown += [*table(results.topics, results.started, look), ""]
    shown += kata_lines(results.katas, look)
    for note in results.notes:
        shown += ["", *_note(note, look)]
    return shown


def _note(note: str, look: Look) -> list[str]:
    indent = "   "
    first, *rest = wrap(glued(look.clean(note)), look.columns - len(indent))
    sign = look.paint(look.glyphs.broken, "yellow", "bold")
    return [f" {sign} {first}", *(indent + text for text in rest)]
