"""What every command stands on: the library, the catalogue, the progress store, the terminal."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from pytest_interviewkata import paths
from pytest_interviewkata.catalogue import find, load
from pytest_interviewkata.cli.terminal import Terminal
from pytest_interviewkata.progress import ProgressUnavailable, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_interviewkata.model import Attempt, Catalogue, Kata, Library

T = TypeVar("T")

PATIENCE: Final = 2.0
"""Seconds to wait for another run's write before going on without the store."""


class App:
    """One run of the command line. What a command does not ask for is not looked at."""

    def __init__(self, library: Path | None = None) -> None:
        self._asked = library
        self._quiet = False

    @cached_property
    def library(self) -> Library:
        """The katas asked for with --library, else those we stand in, else the project's."""
        return paths.library(self._asked)

    @cached_property
    def catalogue(self) -> Catalogue:
        """All katas of the library."""
        return load(self.library.katas)

    @cached_property
    def home(self) -> Path:
        """Where progress and backups are: with the katas, as the plugin has it."""
        return paths.home(self.library.katas)

    @cached_property
    def terminal(self) -> Terminal:
        """Where the output goes."""
        return Terminal.of(sys.stdout)

    def kata(self, name: str) -> Kata:
        """Find the kata that the user means."""
        return find(self.catalogue, name)

    def progress(self, ask: Callable[[Store], T], otherwise: T) -> T:
        """Ask the progress store; one that fails costs a line, never the command."""
        if self._store is None:
            return otherwise
        try:
            return ask(self._store)
        except ProgressUnavailable as error:
            self._complain(error)
            return otherwise

    def attempts(self) -> list[Attempt]:
        """Return every attempt at katas of this library, as far as the store can be read."""
        none: list[Attempt] = []
        return self.progress(lambda store: store.attempts(self.library.id), none)

    def now(self) -> datetime:
        """Tell the time, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def _store(self) -> Store | None:
        try:
            return Store.open(self.home, PATIENCE)
        except ProgressUnavailable as error:
            self._complain(error)
            return None

    def _complain(self, error: ProgressUnavailable) -> None:
        if self._quiet:
            return
        self._quiet = True
        print(error, file=sys.stderr)
