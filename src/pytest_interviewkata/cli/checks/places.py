"""Where katas, solutions and progress are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from pytest_interviewkata import paths
from pytest_interviewkata.cli.checks.finding import Finding, State
from pytest_interviewkata.errors import KataError
from pytest_interviewkata.progress.store import FILE, Store

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_interviewkata.cli.app import App

GROUP: Final = "Places"
SOLUTIONS: Final = (
    "To compare after passing: pip install pytest-interviewkata-solutions, "
    "then `interviewkata solution KATA`."
)
WORKSPACE: Final = (
    "`interviewkata init DIR` makes a folder of your own, with your progress beside it."
)


def library(app: App) -> Finding:
    """Look at the katas, and whether they can all be read."""
    try:
        says = f"{app.library.katas}, {len(app.catalogue)} katas"
    except KataError as error:
        return Finding(GROUP, "katas", State.BROKEN, str(error))
    return Finding(GROUP, "katas", State.OK, says)


def solutions(app: App) -> Finding:
    """Look for the solutions."""
    try:
        folder = app.library.solutions
    except KataError:
        folder = None
    if folder is None:
        return Finding(GROUP, "solutions", State.MISSING, "not installed", SOLUTIONS)
    return Finding(GROUP, "solutions", State.OK, str(folder))


def workspace() -> Finding:
    """Look whether we stand in a workspace."""
    folder = paths.workspace()
    if folder is None:
        return Finding(GROUP, "workspace", State.MISSING, "you stand in none", WORKSPACE)
    return Finding(GROUP, "workspace", State.OK, str(folder))


def progress(app: App) -> Finding:
    """Look whether progress can be kept, without making the database."""
    try:
        path = app.home / FILE
        if path.exists():
            count = len(Store.open(app.home).attempts(app.library.id))
            return Finding(GROUP, "progress", State.OK, f"{path}, {count} attempts")
    except (KataError, OSError) as error:
        return Finding(GROUP, "progress", State.BROKEN, str(error))
    if _can_be_made(app.home):
        return Finding(GROUP, "progress", State.OK, f"{path}, made by the first run")
    advice = "Set INTERVIEWKATA_HOME to a folder that can be written."
    return Finding(GROUP, "progress", State.BROKEN, f"{app.home} cannot be written", advice)


def _can_be_made(home: Path) -> bool:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    return there.is_dir() and os.access(there, os.W_OK)
