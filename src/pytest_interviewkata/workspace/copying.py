"""Copying a kata's folder: contents only, without caches and without the source's permissions."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def sources(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, by their path within it; caches are none of them."""
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.is_file() and not any(_is_cache(part) for part in inner.parts):
            yield inner


def copy(folder: Path, into: Path) -> None:
    """Copy a folder's files. A read-only library gives copies that can be written."""
    for inner in sources(folder):
        (into / inner).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / inner, into / inner)


def _is_cache(name: str) -> bool:
    return name.startswith(".") or name.endswith((".pyc", ".pyo")) or name == "__pycache__"
