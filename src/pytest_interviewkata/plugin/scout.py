"""A first fork that finds out what the tests import while they run, so that no later one has to."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.harness.dispatch import dispatching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PATIENCE: Final = 60.0
"""Seconds; what a scout has not found by then is not worth waiting for."""


def imported_by(run: Callable[[], None], folder: Path) -> list[str]:
    """Return the modules that running something imports, but for those of this folder."""
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(theirs)
        _scout(run, folder, ours)
    os.close(ours)
    with os.fdopen(theirs, encoding="utf-8") as said:
        names = said.read().split()
    os.waitpid(pid, 0)
    return names


def import_all(names: Iterable[str]) -> None:
    """Import modules beforehand; one that does not want to be is left to who needs it."""
    with dispatching():
        for name in names:
            with suppress(Exception):
                import_module(name)


def _scout(run: Callable[[], None], folder: Path, ours: int) -> None:
    known = set(sys.modules)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        run()
    finally:
        found = [name for name in list(sys.modules) if name not in known]
        kept = " ".join(name for name in found if not _lies_in(name, folder))
        with os.fdopen(ours, "w", encoding="utf-8") as report:
            report.write(kept)
        os._exit(0)


def _lies_in(name: str, folder: Path) -> bool:
    file = getattr(sys.modules[name], "__file__", None)
    return file is not None and Path(file).parent == folder
