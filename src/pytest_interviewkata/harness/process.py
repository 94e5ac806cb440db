"""The processes of an answer: each has its own copy of the answer's modules."""

from __future__ import annotations

from typing import Protocol


class Process(Protocol):
    """One process that runs the answer."""

    name: str
    alive: bool

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
