"""Everything a user can put right.

One family, caught once in the command line and once in the plugin. Any other
exception is a bug of ours and shows its traceback.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


class KataError(Exception):
    """What went wrong, where, and what to do next; `str()` is the whole message."""


class UnknownKata(KataError):
    """A kata was named that the library does not hold."""

    def __init__(self, slug: str, known: Iterable[str]) -> None:
        super().__init__(f"There is no kata {slug!r}. {_nearest(slug, sorted(known))}")


class InvalidFile(KataError):
    """A file of the library says something that it must not say."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class UnknownKey(InvalidFile):
    """A metadata file holds a key that its format does not have."""

    def __init__(self, path: Path, key: str, known: Sequence[str]) -> None:
        super().__init__(path, f"unknown key {key!r}. {_nearest(key, known, 'The keys are')}")


class MissingExtra(KataError):
    """Something optional is needed and not installed."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs packages that are not installed. "
            f"Install them: pip install 'pytest-interviewkata[{extra}]'"
        )


def _nearest(word: str, known: Sequence[str], otherwise: str = "") -> str:
    close = get_close_matches(word, known, n=3, cutoff=0.5)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    if otherwise:
        return f"{otherwise} {', '.join(known)}."
    return "`interviewkata list` shows all katas."
