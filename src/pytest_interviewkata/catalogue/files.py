"""Whether a kata's folder holds what its `kata.toml` says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.errors import MissingFiles

if TYPE_CHECKING:
    from pytest_interviewkata.model import Kata


def missing_files(kata: Kata) -> tuple[str, ...]:
    """Name what should lie in the kata's folder and does not."""
    wanted = (*kata.files, kata.test_file.name, *kata.support, "README.md")
    return tuple(name for name in wanted if not (kata.folder / name).is_file())


def check_files(kata: Kata) -> None:
    """Insist that the kata's folder is complete."""
    if names := missing_files(kata):
        raise MissingFiles(kata.slug, kata.folder, names)
