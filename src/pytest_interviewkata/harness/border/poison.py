"""What makes a test fail whatever it catches."""

from __future__ import annotations

from asyncio import CancelledError as Cancelled

LONGEST = 300


class Poisoned(BaseException):
    """The answer's process failed, or broke the rules of the border.

    A BaseException, so that `pytest.raises(Exception)` is not satisfied by a crash. It is
    also remembered by its border, so that a test that catches it fails all the same.
    """


class Poison:
    """Everything that has gone wrong at one border."""

    def __init__(self) -> None:
        self.reasons: list[str] = []
        self.timed_out = False
        """The answer has used up its time."""

    def add(self, reason: str) -> Poisoned:
        """Remember a reason and return what to raise."""
        self.reasons.append(reason)
        return Poisoned(reason)

    def take(self) -> list[str]:
        """Return the reasons, and forget them."""
        taken, self.reasons = self.reasons, []
        return taken


def harmless(text: object) -> str:
    """Make a stranger's words safe to print, and short."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in str(text)[:LONGEST])


def type_name(name: object) -> str:
    """Return the name of a type as a stranger gave it, if it can be one."""
    return name if isinstance(name, str) and name.isidentifier() else "object"


def crosses(error: BaseException) -> bool:
    """Say whether an exception of the test is one that the answer may see.

    pytest's own outcomes, the kill of a process and poison are not for it to catch.
    """
    return isinstance(error, Exception | KeyboardInterrupt | SystemExit | GeneratorExit | Cancelled)
