"""Importing the learner's file: from its own folder, with nobody to ask, under a clock of ours."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.clock import dispatching

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import ModuleType


class Nobody(io.TextIOBase):
    """Standard input while an answer is imported."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """Refuse, instead of waiting for a line that never comes."""
        del size
        raise EOFError("input() while the file is imported: nobody is there to answer")

    read = readline  # type: ignore[assignment]


@contextmanager
def importing(folder: Path) -> Iterator[None]:
    """Let what is imported now come from `folder`, whatever else the run has imported."""
    reclaim(folder, {})
    stdin, sys.stdin = sys.stdin, Nobody()
    try:
        with dispatching():
            yield
    finally:
        sys.stdin = stdin


def reclaim(folder: Path, modules: Mapping[str, ModuleType]) -> None:
    """Let the names of a kata's files mean these modules, else what an import finds first."""
    first_on_path(folder)
    for name in foreign(folder):
        del sys.modules[name]
        if name in modules:
            sys.modules[name] = modules[name]


def first_on_path(folder: Path) -> None:
    """Look into this kata's folder before all others."""
    entry = str(folder)
    if sys.path[:1] != [entry]:
        sys.path[:] = [entry, *(other for other in sys.path if other != entry)]


def names(folder: Path) -> list[str]:
    """Return the names under which the files of a kata are imported."""
    return sorted(path.stem for path in folder.glob("*.py") if path.stem != "conftest")


def foreign(folder: Path) -> list[str]:
    """Return which of these names now mean a module from elsewhere: a copy of the kata, say."""
    files = {name: getattr(sys.modules.get(name), "__file__", None) for name in names(folder)}
    return [name for name, file in files.items() if file and Path(file).parent != folder]
