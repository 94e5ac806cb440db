"""Text in columns: made harmless, measured as a terminal shows it, cut and wrapped.

Katas, error messages and file names come from others. Nothing of theirs may move the
cursor, change the colour, turn the direction of writing or break a column.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

GLUE: Final = "\N{NO-BREAK SPACE}"
"""A space at which a line is not broken; shown as a plain one."""
MOST: Final = 2000
"""Nobody reads more than this of one text in a terminal."""
MARKS: Final = 2
"""No script puts more marks than this on a letter; pranks do."""
ESCAPES: Final = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.?)", re.DOTALL)
COMMAND: Final = re.compile(r"`[^`]+`|pip install (-U )?(pytest-interviewkata|'[^']+')")
VARIANTS: Final = re.compile("[\ufe00-\ufe0f]")


def clean(text: str) -> str:
    """Make a foreign text fit to be shown: one line, no controls, no direction marks."""
    plain = VARIANTS.sub("", ESCAPES.sub("", text[:MOST]))
    return " ".join("".join(_harmless(unicodedata.normalize("NFC", plain))).split())


def glued(text: str) -> str:
    """Keep what is meant to be copied in one piece: commands in backticks, and pip's."""
    return COMMAND.sub(lambda found: found[0].replace(" ", GLUE), text)


def width(text: str) -> int:
    """Count the columns that a cleaned text takes."""
    return sum(map(_columns, text))


def clip(text: str, columns: int, ellipsis: str) -> str:
    """Cut a text to so many columns, and show that it was cut."""
    if width(text) <= columns:
        return text
    return _fitting(text, columns - width(ellipsis)) + _fitting(ellipsis, columns)


def pad(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text up to so many columns."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def wrap(text: str, columns: int) -> list[str]:
    """Break a text into lines of at most so many columns: at spaces, else where it must."""
    lines = [""]
    for word in _words(text, columns):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer) <= columns:
            lines[-1] = longer
        else:
            lines = [*filter(None, lines), *_pieces(word, columns)]
    return [line.replace(GLUE, " ") for line in lines]


def _words(text: str, columns: int) -> Iterator[str]:
    for word in text.split(" "):
        yield from [word] if width(word) <= columns else word.split(GLUE)


def _pieces(word: str, columns: int) -> Iterator[str]:
    while width(word) > columns:
        piece = _fitting(word, columns)
        yield piece
        word = word[len(piece) :]
    yield word


def _fitting(text: str, columns: int) -> str:
    used = 0
    for place, character in enumerate(text):
        used += _columns(character)
        if used > columns:
            return text[:place]
    return text


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _harmless(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category.startswith("Z") or character in "\t\n\r\v\f\x85":
            yield " "
        elif category in {"Cs", "Co", "Cn"}:
            yield "?"
        elif category not in {"Cc", "Cf"} and marks <= MARKS:
            yield character
