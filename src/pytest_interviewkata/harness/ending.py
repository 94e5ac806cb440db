"""How an actor ended."""

from __future__ import annotations

from dataclasses import dataclass


class Unfinished(AssertionError):
    """The actor was still at it when the run was over."""


@dataclass(frozen=True)
class Ending:
    """What an actor returned, raised, or that it was killed, and at which virtual second."""

    name: str
    value: object = None
    error: BaseException | None = None
    killed: bool = False
    at: float = 0.0

    def raised(self, error: type[BaseException] | str) -> bool:
        """Say whether it raised this or a subclass.

        By name: each process has its own copy of the answer's classes.
        """
        name = error if isinstance(error, str) else error.__name__
        names = (known.__name__ for known in type(self.error).__mro__)
        return self.error is not None and name in names

    def said(self) -> str:
        """Say it as an event."""
        if self.killed or self.error is not None:
            return str(self) if self.killed else f"raises {self}"
        return f"returns {self}"

    def __str__(self) -> str:
        if self.killed:
            return "killed"
        if self.error is None:
            return shortened(repr(self.value))
        return f"{type(self.error).__name__}: {shortened(str(self.error))}"


def shortened(text: str, width: int = 60) -> str:
    """Cut what is too long for a line."""
    return text if len(text) <= width else f"{text[: width - 3]}..."
