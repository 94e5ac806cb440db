"""The trusted end of one process of the answer: questions, calls back, limits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

from pytest_interviewkata.harness.border.budget import Budget
from pytest_interviewkata.harness.border.frames import Gone
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.offers import Offers
from pytest_interviewkata.harness.border.poison import Poisoned, crosses, harmless, type_name
from pytest_interviewkata.harness.border.proxy import Handle
from pytest_interviewkata.harness.clock import running
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from pytest_interviewkata.harness.border.border import Border
    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.frames import Line

Message = dict[str, Node]


class Child(Protocol):
    """The process at the other end."""

    pid: int

    def kill(self) -> None:
        """End it, and return when it has ended."""


class Link:
    """Talks to one process. One question at a time; a question may have calls back in it."""

    def __init__(self, name: str, line: Line, child: Child, border: Border) -> None:
        self.name = name
        self.child = child
        self.alive = True
        self._line = line
        self._border = border
        self._offers = Offers(border.classes, border.held, self._own)
        self._asker: int | None = None
        self._budget = Budget(border.seconds)

    def ask(self, do: str, handle: Handle | None = None, **details: Any) -> Any:  # noqa: ANN401
        """Have the answer's side do something, and return or raise what came of it."""
        message: Message = {"do": do}
        if handle is not None:
            message["on"] = handle._kata_name  # noqa: SLF001
        encode = self._offers.codec.encode
        for key, value in details.items():
            message[key] = self._guarded(encode, value)
        return self._outcome(do, self._conversation(message))

    def kill(self) -> None:
        """End the process at once. Whoever waits for it gets Killed."""
        if self.alive:
            self.alive = False
            self.child.kill()
            self._line.hang_up()

    def poison(self, reason: str) -> BaseException:
        """Remember why the test fails, and return what to raise."""
        return self._border.poison.add(reason)
