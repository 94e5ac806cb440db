"""The answer's process: imports the answer and does what the test's side asks.

`python -I -m pytest_interviewkata.harness.border.worker FD`, where FD is one end of a
socket pair. Knows no test and no expected value, and imports no pytest.
"""

from __future__ import annotations

import socket
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.classes import Classes
from pytest_interviewkata.harness.border.deeds import Deeds
from pytest_interviewkata.harness.border.farclock import FarClock
from pytest_interviewkata.harness.border.farloop import FarTasks
from pytest_interviewkata.harness.border.frames import Gone, Line
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.stubs import Stubs
from pytest_interviewkata.harness.dispatch import SWITCHBOARD

if TYPE_CHECKING:
    from pytest_interviewkata.harness.border.codec import Node

Message = dict[str, "Node"]


class Worker:
    """One conversation with the test's side, from the answer's side."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self.clock = FarClock(lambda how, seconds: self._back({"back": how, "seconds": seconds}))
        self.classes = Classes((), trusting=True)
        self.stubs = Stubs(self.classes, self)
        self.tasks = FarTasks(
            self.clock, lambda number: self._back({"back": "cancel", "number": number})
        )
        self._deeds = Deeds(self)
        # Held by whoever listens. Threads of the answer call back only while it works on
        # a question, and one at a time.
        self._talk = threading.RLock()

    def serve(self) -> None:
        """Answer questions until nobody asks any more."""
        with self._talk:
            while True:
                message = self._heard()
                self._talk.release()
                try:
                    reply = self._done(message)
                finally:
                    self._talk.acquire()
                self._say(reply)

    def call(self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call something of the test's, and return or raise what came of it."""
        return self._back({"back": "call"} | self._request(offer, method, args, kwargs))

    async def call_later(
        self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:  # noqa: ANN401
        """Call and await something of the test's."""
        if not self.tasks.is_running():  # in an event loop of the answer's own making
            return self.call(offer, method, args, kwargs)
        number = self._back({"back": "start"} | self._request(offer, method, args, kwargs))
        return await self.tasks.lent(number)

    def _request(
        self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Message:
        encode = self.stubs.codec.encode
        try:
            details = {"args": encode(args), "kwargs": encode(kwargs)}
        except Refused as refused:
            self._back({"bad": str(refused)})
            raise
        return {"offer": offer, "method": method, **details}

    def _back(self, request: Message) -> Any:  # noqa: ANN401
        with self._talk:
            self._say(request)
            while "do" in (message := self._heard()):
                self._say(self._done(message))
            if "ok" in message:
                return self.stubs.codec.decode(message["ok"])
            error = self.stubs.exceptions.value(message["raised"])
        raise error

    def _done(self, message: Message) -> Message:
        codec, exceptions = self.stubs.codec, self.stubs.exceptions
        try:
            try:
                value = self._deeds.do(message)
            except BaseException as error:  # noqa: BLE001 - it is what came of it
                return {"raised": exceptions.node(error)}
            return {"ok": codec.encode(value)}
        except Exception as error:  # noqa: BLE001 - objects of the answer can do anything
            return {"bad": str(error)}

    def _say(self, message: Message) -> None:
        try:
            if changes := self.stubs.held.changes():
                message["held"] = changes
            if slept := self.clock.take_slept():
                message["slept"] = slept
            self._line.send(message)
        except Refused as refused:
            self._line.send({"bad": str(refused)})

    def _heard(self) -> Message:
        message: Message = self._line.receive()
        self.clock.show(message.get("now"))
        self.stubs.held.follow(message.get("held", ()))
        return message


def serve(sock: socket.socket) -> None:
    """Be the answer's process until the test's side hangs up."""
    sys.argv = [""]
    sys.dont_write_bytecode = True
    SWITCHBOARD.ask()
    with suppress(Gone):
        Worker(Line(sock)).serve()


def main(_program: str, fd: str) -> None:
    """Serve on the socket whose number is given; on Windows it comes through stdin."""
    if sys.platform == "win32":
        serve(socket.fromshare(sys.stdin.buffer.read()))
    else:
        serve(socket.socket(fileno=int(fd)))


if __name__ == "__main__":
    main(*sys.argv)
