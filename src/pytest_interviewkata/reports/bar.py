"""The bar of a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pytest_interviewkata.model import Mastery
    from pytest_interviewkata.reports.look import Look


def bar(mastery: Mastery, columns: int, look: Look) -> str:
    """Draw what is passed and known, what is passed and faded, and what is not passed."""
    done = _part(mastery.passed / mastery.katas if mastery.katas else 0.0, columns)
    known = _part(mastery.share, done)
    glyphs = look.glyphs
    return "".join(
        (
            look.paint(glyphs.known * known, "green"),
            look.paint(glyphs.faded * (done - known), "yellow"),
            look.paint(glyphs.empty * (columns - done), "dim"),
        )
    )


def _part(share: float, columns: int) -> int:
    """Give a share of some columns; only nothing is shown as nothing, only all as all."""
    if share in {0.0, 1.0}:
        return round(share * columns)
    return min(columns - 1, max(1, round(share * columns))) if columns > 1 else columns
