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
        super().__init__(f"There is no kata {slug!r}. {nearest_kata(slug, known)}")


class InvalidFile(KataError):
    """A file of the library says something that it must not say."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")


class UnknownKey(InvalidFile):
    """A metadata file holds a key that its format does not have."""

    def __init__(self, path: Path, key: str, known: Sequence[str], table: str = "") -> None:
        where = f" in [{table}]" if table else ""
        super().__init__(path, f"unknown key {key!r}{where}. {nearest(key, known, 'The keys are')}")


class InvalidLibrary(KataError):
    """Several files of one library are wrong; each has its line."""

    def __init__(self, errors: Sequence[KataError]) -> None:
        self.errors = tuple(errors)
        lines = "\n".join(f"  {error}" for error in errors)
        super().__init__(f"{len(errors)} things are wrong in this library:\n{lines}")


class MissingFiles(KataError):
    """A kata's folder lacks files that its kata.toml names."""

    def __init__(self, kata: str, folder: Path, names: Sequence[str]) -> None:
        super().__init__(
            f"{folder} lacks {', '.join(names)}. "
            f"`interviewkata reset {kata}` brings back what the library ships."
        )


class UnknownTopic(KataError):
    """A topic was named that the library does not hold."""

    def __init__(self, topic: str, known: Sequence[str]) -> None:
        super().__init__(f"There is no topic {topic!r}. {nearest(topic, known, 'The topics are')}")


class LibraryNotFound(KataError):
    """There are no katas where they were looked for."""

    def __init__(self, folder: Path, *, asked: bool = False) -> None:
        advice = (
            "--library takes the folder that holds katas/ (and solutions/)."
            if asked
            else "`interviewkata init DIR` makes a workspace, or name one with --library DIR."
        )
        super().__init__(f"{folder} holds no katas/ folder. {advice}")


class CannotWrite(KataError):
    """A file could not be written where the user asked for it."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path} cannot be written: {error.strerror or error}")


class InsideLibrary(KataError):
    """A workspace was asked for where the library itself lies."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} lies in the library itself: nothing needs to be made, "
            "`pytest katas` runs it. Name another folder."
        )


class ForeignFile(KataError):
    """An answer brings a file whose name leads out of the kata's folder."""

    def __init__(self, kata: str, name: str) -> None:
        super().__init__(f"{name!r} is no plain file name: an answer to {kata} cannot bring it.")


class OriginalLost(KataError):
    """The text that a kata's file began with is nowhere to be found."""

    def __init__(self, kata: str, names: Sequence[str], advice: str) -> None:
        files = ", ".join(names)
        super().__init__(f"The original of {files} ({kata}) was not found. {advice}")


class MissingExtra(KataError):
    """Something optional is needed and not installed."""

    def __init__(self, purpose: str, extra: str) -> None:
        super().__init__(
            f"{purpose} needs packages that are not installed. "
            f"Install them: pip install 'pytest-interviewkata[{extra}]'"
        )


def nearest(word: str, known: Sequence[str], otherwise: str) -> str:
    """Say which known words are close to this one, else which there are."""
    close = get_close_matches(word, known, n=3, cutoff=0.5)
    return _did_you_mean(close) if close else f"{otherwise} {', '.join(known)}."


def nearest_kata(slug: str, known: Iterable[str]) -> str:
    """Say which katas have a name close to this one, whatever their topic."""
    by_name = {one.rpartition("/")[2]: one for one in sorted(known)}
    close = get_close_matches(slug.rpartition("/")[2], by_name, n=3, cutoff=0.5)
    if close:
        return _did_you_mean([by_name[name] for name in close])
    return "`interviewkata list` shows all katas."


def _did_you_mean(words: Sequence[str]) -> str:
    return f"Did you mean {' or '.join(words)}?"
