"""Asking one process of the answer, within limits: whatever goes wrong is poison."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from pytest_interviewkata.harness.border.frames import Gone, real_time
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.poison import Poisoned, harmless
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_interviewkata.harness.border.border import Border
    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.frames import Line

    Message = dict[str, Node]

MOST_BACKS = 50_000
"""So many calls back within one question are a loop without an end."""
FOUL = "the answer's process does not keep to the rules"


class Child(Protocol):
    """The process at the other end."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """End it, and return when it has ended."""


class Conversation:
    """One question at a time; a question may have calls back in it, and those questions."""

    def __init__(self, name: str, line: Line, child: Child, border: Border) -> None:
        self.name = name
        self.child = child
        self.border = border
        self.alive = True
        self._line = line
        self._asker: threading.Thread | None = None
        self._backs = 0
        self._broken: BaseException | None = None

    def outgoing(self, message: Message) -> None:
        """Add what every message tells the other side."""

    def incoming(self, message: Message) -> None:
        """Take what every message tells this side."""

    def serve(self, request: Message) -> Message:
        """Do what the answer's side asks for in the middle of a question."""
        raise NotImplementedError

    def exchange(self, message: Message, read: Callable[[Message], Any]) -> Any:  # noqa: ANN401
        """Ask, serve what is asked back, and return what `read` makes of the reply."""
        with self._turn():
            try:
                return self._exchange(message, read)
            except BaseException as error:
                self._broken = error if isinstance(error, Poisoned) else None
                self.kill()
                raise

    def kill(self) -> None:
        """End the process at once. Whoever waits for it gets Killed."""
        if self.alive:
            self.alive = False
            self.child.kill()
            self._line.hang_up()
            self._let_go()

    def check(self) -> None:
        """Raise Killed when the process was ended, in the middle of a question even."""
        if not self.alive:
            raise self._broken or Killed

    def poison(self, reason: str) -> BaseException:
        """Remember why the test fails, and return what to raise."""
        return self.border.poison.add(reason)

    @contextmanager
    def guarded(self, what: str = FOUL) -> Iterator[None]:
        """Turn whatever is wrong with what crosses into poison, never into an exception."""
        try:
            yield
        except Gone:
            self.check()
            raise self.poison("the answer's process has ended") from None
        except TimeoutError:
            seconds = self.border.seconds
            self.border.poison.timed_out = True
            raise self.poison(f"the answer did not come back within {seconds:g} s") from None
        except Exception as error:  # noqa: BLE001 - no answer may choose what a test gets to see
            said = error if isinstance(error, Refused) else f"{type(error).__name__}: {error}"
            raise self.poison(f"{what}: {harmless(said)}") from None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one thread talk, and nobody else before it has its answer."""
        me, before = threading.current_thread(), self._asker
        self.check()
        if before not in (None, me):
            raise self.poison(f"two actors use process {self.name!r} at the same time")
        self._asker = me
        self._backs = self._backs if before else 0
        try:
            yield
        finally:
            self._asker = before
            self._let_go()

    def _exchange(self, message: Message, read: Callable[[Message], Any]) -> Any:  # noqa: ANN401
        left = self.border.seconds
        self._send(message)
        while True:
            began = real_time()
            reply = self._receive(left)
            if "back" not in reply:
                with self.guarded():
                    return read(reply)
            left -= real_time() - began
            self._backs += 1
            if self._backs > MOST_BACKS:
                raise self.poison(f"the answer called back more than {MOST_BACKS} times")
            self._send(self.serve(reply))

    def _send(self, message: Message) -> None:
        with self.guarded("the test hands over too much"):
            self.outgoing(message)
            self._line.send(message, self.border.seconds)

    def _receive(self, seconds: float) -> Message:
        with self.guarded():
            message = self._line.receive(seconds)
            if type(message) is not dict:
                raise Refused("not a message")
            self.incoming(message)
            return message

    def _let_go(self) -> None:
        """Close the line of a process that is gone, unless somebody listens to it."""
        if not self.alive and self._asker is None:
            self._line.close()
