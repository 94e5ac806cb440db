"""The processes of an answer: each has its own copy of the answer's modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pytest_interviewkata.harness.copies import Copier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import ModuleType


class Process(Protocol):
    """One process that runs the answer."""

    name: str

    @property
    def alive(self) -> bool:
        """It has not been killed."""

    def public(self, name: str) -> object:
        """Return what the answer calls `name`, as this process sees it."""

    def enter(self) -> None:
        """Take over: called whenever this process gets its turn."""

    def leave(self) -> None:
        """Hand over: called when its turn ends."""

    def kill(self) -> None:
        """End it at once; none of its later effects happen."""


class Processes(Protocol):
    """Starts processes of one answer."""

    main: Process

    def start(self, name: str) -> Process:
        """Start one more."""

    def close(self) -> None:
        """End all of them."""


class LocalProcess:
    """A process in name only: its own copies of the modules, in the same interpreter."""

    def __init__(self, name: str, modules: Mapping[str, ModuleType]) -> None:
        self.name = name
        self._alive = True
        self._modules = modules

    @property
    def alive(self) -> bool:
        """It has not been killed."""
        return self._alive

    def public(self, name: str) -> object:
        """Return what the answer calls `name`, as this process sees it."""
        for module in self._modules.values():
            if hasattr(module, name):
                return getattr(module, name)
        raise AttributeError(f"{', '.join(self._modules)} defines no {name!r}.")

    def enter(self) -> None:
        """Nothing to do: whose code runs is seen from its globals."""

    def leave(self) -> None:
        """Nothing to do either."""

    def kill(self) -> None:
        """Mark it as dead: its gate lets nothing pass any more."""
        self._alive = False


class LocalProcesses:
    """Executes the answer's modules afresh for each process.

    `main` is the process of the test itself, with the modules that it imported.
    """

    def __init__(self, modules: Sequence[str], folder: Path) -> None:
        self._copier = Copier({name: folder / f"{name}.py" for name in modules})
        self.main: Process = LocalProcess("main", self._copier.originals)

    def start(self, name: str) -> Process:
        """Start one more, with its own copy of every module."""
        return LocalProcess(name, self._copier.copy())

    def close(self) -> None:
        """Forget the copies."""
        self._copier.close()
