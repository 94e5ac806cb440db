"""Where a process's effects pass: each one is a point to switch, to kill or to let a rival in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Killed(BaseException):
    """The process is gone: none of its later effects happen.

    A BaseException, so that no `except Exception` of an answer survives a kill.
    """


class Gate(Protocol):
    """Asked before and told after every effect of one process."""

    def before(self, label: str) -> None:
        """Let the effect pass, now or later. Raises Killed when the process is dead."""

    def after(self, label: str) -> None:
        """Take note that it happened. Raises Killed when it was the process's last."""


class WaitingGate(Gate, Protocol):
    """A gate where an effect may have to wait for others: a command that blocks."""

    def wait(self, ready: Callable[[], bool], due: int | None) -> bool:
        """Let the others go on until it is ready, or time is `due`; say whether it is ready."""


class OpenGate:
    """Lets everything pass: for the test's own eyes."""

    def before(self, label: str) -> None:
        """Let it pass."""

    def after(self, label: str) -> None:
        """Take no notice."""

    def wait(self, ready: Callable[[], bool], due: int | None) -> bool:
        """Do not wait: nobody else goes on meanwhile."""
        del due
        return ready()
