"""How output looks: colour only where somebody sees it, lines no wider than the window."""

from __future__ import annotations

import os
import shutil
import textwrap
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

WIDEST = 100


class Tone(Enum):
    """What a colour means."""

    GOOD = "32"
    BAD = "31"
    CARE = "33"
    FAINT = "2"
    STRONG = "1"


@dataclass(frozen=True)
class Terminal:
    """Width and colour of the place that we print to."""

    width: int = 80
    colour: bool = False

    @classmethod
    def of(cls, stream: TextIO) -> Terminal:
        """Look at a stream and the environment."""
        width = min(shutil.get_terminal_size().columns, WIDEST)
        return cls(width, _wants_colour(stream))

    def paint(self, text: str, tone: Tone) -> str:
        """Colour a text, where there is colour."""
        return f"\033[{tone.value}m{text}\033[0m" if self.colour and text else text

    def fit(self, text: str, width: int) -> str:
        """Shorten a text to a width; a width of no use leaves it whole."""
        return text if len(text) <= width else f"{text[: max(width - 3, 0)].rstrip()}..."

    def wrap(self, text: str, indent: str = "") -> str:
        """Break a text into lines; paths and commands stay whole."""
        return textwrap.fill(
            text,
            self.width,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _wants_colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
