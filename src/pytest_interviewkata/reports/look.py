"""How a report looks on one terminal: its width, its colours, the characters it has."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

from pytest_interviewkata.reports import text

NARROWEST: Final = 40
"""Below this nothing can be laid out; such a terminal breaks the lines itself."""
COLOURS: Final = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "cyan": 36}


@dataclass(frozen=True)
class Glyphs:
    """The characters that stand for something."""

    known: str
    faded: str
    empty: str
    passed: str
    failed: str
    broken: str
    unknown: str
    waiting: str
    arrow: str
    ellipsis: str
    none: str


UNICODE: Final = Glyphs(*"█▒░✓✗!?○→…—")
ASCII: Final = Glyphs("#", "+", ".", "+", "x", "!", "?", ".", "->", "...", "-")
PLAIN: Final = str.maketrans(
    {"…": "...", "→": "->", "—": "-", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}
)


@dataclass(frozen=True)
class Look:
    """What a terminal can show, and how wide it is."""

    columns: int
    colour: bool
    encoding: str
    glyphs: Glyphs

    @classmethod
    def of(cls, columns: int, encoding: str, *, colour: bool) -> Look:
        """Choose the glyphs that the terminal's encoding has."""
        glyphs = UNICODE if _can_show("".join(astuple(UNICODE)), encoding) else ASCII
        return cls(max(columns, NARROWEST), colour, encoding, glyphs)

    def clean(self, foreign: str) -> str:
        """Make a text of somebody else fit to be shown here."""
        harmless = text.clean(foreign)
        if _can_show(harmless, self.encoding):
            return harmless
        plain = harmless.translate(PLAIN)
        return plain.encode("ascii", "replace").decode("ascii")

    def clip(self, plain: str, columns: int) -> str:
        """Cut a text to so many columns."""
        return text.clip(plain, columns, self.glyphs.ellipsis)

    def paint(self, plain: str, *colours: str) -> str:
        """Colour a text that is already in its place, where colour is wanted."""
        if not self.colour or not colours or not plain.strip():
            return plain
        codes = ";".join(str(COLOURS[name]) for name in colours)
        return f"\x1b[{codes}m{plain}\x1b[0m"


def _can_show(plain: str, encoding: str) -> bool:
    try:
        plain.encode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
