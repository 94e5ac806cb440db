"""Begin a kata anew, and keep what was there."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import CannotWrite
from pytest_interviewkata.workspace.originals import original

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pytest_interviewkata.model import Kata


def reset(kata: Kata, home: Path, *, at: datetime | None = None) -> Path:
    """Put the library's own files back; return the folder that keeps the ones replaced."""
    files = original(kata)
    backup = _backup_folder(home, kata, at or datetime.now(UTC))
    with _writing(backup):
        _keep(kata.folder, files, backup)
    with _writing(kata.folder):
        for name, text in files.items():
            _replace(kata.folder / name, text)
    return backup


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(path, error) from error


def _backup_folder(home: Path, kata: Kata, at: datetime) -> Path:
    """Name a folder that is not there yet, though two resets fall into one second."""
    wanted = home / "backups" / kata.topic / kata.name / at.strftime("%Y%m%dT%H%M%SZ")
    taken = (wanted.with_name(f"{wanted.name}-{n}") for n in range(2, 1000))
    return next(folder for folder in (wanted, *taken) if not folder.exists())


def _keep(folder: Path, names: Iterable[str], backup: Path) -> None:
    backup.mkdir(parents=True)
    for name in names:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, backup / name)


def _replace(path: Path, text: str) -> None:
    """Write the whole file or leave the old one."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)
