"""Importing the learner's file: from its own folder, with nobody to ask, under a clock of ours."""

from __future__ import annotations

import io
import sys
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Never
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Nobody(io.TextIOBase):
    """Standard input while an answer is imported."""

    def readline(self, size: int = -1) -> Never:  # type: ignore[override]
        """Refuse, instead of waiting for a line that never comes."""
        del size
        raise EOFError("input() while the file is imported: nobody can answer a test run")

    read = readline  # type: ignore[assignment]


@contextmanager
def importing(folder: Path) -> Iterator[None]:
    """Let what is imported here come from `folder`, whatever else the run has imported."""
    first_on_path(folder)
    forget_others(folder)
    with ExitStack() as stack:
        stack.enter_context(patch.object(sys, "stdin", Nobody()))
        stack.enter_context(_dispatching())
        yield


def first_on_path(folder: Path) -> None:
    """Look into this kata's folder before all others."""
    entry = str(folder)
    if sys.path[:1] != [entry]:
        sys.path[:] = [entry, *(other for other in sys.path if other != entry)]


def forget_others(folder: Path) -> None:
    """Drop modules of the same names that came from elsewhere: a copy of this kata, say."""
    for name in module_names(folder):
        there = getattr(sys.modules.get(name), "__file__", None)
        if there is not None and Path(there).parent != folder:
            del sys.modules[name]


def module_names(folder: Path) -> Iterable[str]:
    """Return the names under which the files of a kata are imported."""
    return sorted(path.stem for path in folder.glob("*.py") if path.stem != "conftest")


def _dispatching() -> AbstractContextManager[object]:
    """Let names that an answer takes from `time` follow the test's clock later on."""
    try:
        from pytest_interviewkata.harness.clock import dispatching  # noqa: PLC0415  needs an extra
    except ImportError:
        return nullcontext()
    context: AbstractContextManager[object] = dispatching()
    return context
