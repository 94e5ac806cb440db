"""The trusted end of one process of the answer: questions, calls back, limits."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from functools import partial
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

from pytest_interviewkata.harness.border.frames import Gone, real_time
from pytest_interviewkata.harness.border.joint import joint_loop, run_async
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.offers import Offers
from pytest_interviewkata.harness.border.poison import Poisoned, crosses, harmless, type_name
from pytest_interviewkata.harness.border.proxy import Handle
from pytest_interviewkata.harness.clock import running
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from pytest_interviewkata.harness.border.border import Border
    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.frames import Line

Message = dict[str, "Node"]
MOST_BACKS = 50_000
"""So many calls back within one question are a loop without an end."""

FOUL = "the answer's process does not keep to the rules"


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
        self.border = border
        self._line = line
        self._offers = Offers(border.classes, border.held, self)
        self._asker: threading.Thread | None = None
        self._coroutines: WeakKeyDictionary[object, Handle] = WeakKeyDictionary()
        self._backs = 0
        self._broken: BaseException | None = None

    def ask(self, do: str, handle: Handle | None = None, **details: Any) -> Any:  # noqa: ANN401
        """Have the answer's side do something, and return or raise what came of it."""
        with self._turn():
            message = {key: self._node(value) for key, value in details.items()}
            message["do"] = do
            if (loop := joint_loop()) is not None:
                message["loop"] = True
                loop.partner(self).stirred = True
            if handle is not None:
                message["on"] = self.reference(handle)
            return self._outcome(do, self._converse(message))

    async def ask_later(self, do: str, handle: Handle, **details: Any) -> Any:  # noqa: ANN401
        """Have it do something that is awaited."""
        loop = joint_loop()
        if loop is None:
            raise self.poison("the test awaits the answer without run_async")
        return await loop.partner(self).wait_for(do, handle, details)

    def kill(self) -> None:
        """End the process at once. Whoever waits for it gets Killed."""
        if self.alive:
            self.alive = False
            self.child.kill()
            self._line.hang_up()

    def poison(self, reason: str) -> BaseException:
        """Remember why the test fails, and return what to raise."""
        return self.border.poison.add(reason)

    def handle(self, number: Node, kind: Node) -> Handle | Coroutine[Any, Any, Any]:
        """Return a handle for an object of the answer's side; for a coroutine, a coroutine."""
        if type(number) is not int:
            raise Refused("a handle without a number")
        handle = Handle(self.itself, type_name(kind), number)
        if kind != "coroutine":
            return handle
        coroutine = self.ask_later("await", handle)
        self._coroutines[coroutine] = handle
        return coroutine

    def reference(self, value: object) -> Node:
        """Return what a handle is called over there; None where it is none."""
        handle = self._coroutines.get(value) if iscoroutine(value) else value
        if type(handle) is not Handle:
            return None
        name = handle._kata_name  # noqa: SLF001
        if type(name) is int and handle._kata_asked() is not self:  # noqa: SLF001
            raise self.poison(f"an object of one process was handed to another, {self.name!r}")
        return name

    def itself(self) -> Link:
        """Return the link: where the questions of its handles go."""
        return self

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one thread talk, and nobody else before it has its answer."""
        me, before = threading.current_thread(), self._asker
        if not self.alive:
            raise self._broken or Killed
        if before not in (None, me):
            raise self.poison(f"two actors use process {self.name!r} at the same time")
        self._asker = me
        self._backs = self._backs if before else 0
        try:
            yield
        finally:
            self._asker = before

    def _converse(self, message: Message) -> Message:
        left = self.border.seconds
        try:
            self._send(message)
            while True:
                began = real_time()
                reply = self._receive(left)
                left -= real_time() - began
                if "back" not in reply:
                    return reply
                self._send(self._served(reply))
        except BaseException as error:
            self._broken = error if isinstance(error, Poisoned) else None
            self.kill()
            raise

    def _send(self, message: Message) -> None:
        if (clock := running()) is not None:
            message["now"] = [clock.time_ns(), clock.monotonic_ns()]
        with self._failing("the test hands over too much"):
            if changes := self._offers.held.changes():
                message["held"] = changes
            self._line.send(message, self.border.seconds)

    def _receive(self, seconds: float) -> Message:
        with self._failing(FOUL):
            reply = self._line.receive(seconds)
            if type(reply) is not dict:
                raise Refused("not a reply")
            if "held" in reply:
                self._offers.held.follow(reply["held"])
            return reply

    def _served(self, request: Message) -> Message:
        self._backs += 1
        if self._backs > MOST_BACKS:
            raise self.poison(f"the answer called back more than {MOST_BACKS} times")
        with self._failing(FOUL):
            act = self._wanted(request)
        try:
            value = act()
            if iscoroutine(value):
                value = run_async(lambda: value)
        except BaseException as error:
            if not crosses(error):
                raise
            self._check()
            with self._failing("what the test raised cannot cross"):
                return {"raised": self._offers.exceptions.node(error)}
        self._check()
        return {"ok": self._node(value)}

    def _wanted(self, request: Message) -> Callable[[], Any]:
        back, loop = request["back"], joint_loop()
        if back == "call":
            return self._offers.call(request)
        if loop is not None and back == "start":
            return partial(loop.partner(self).start, self._offers.call(request))
        if loop is not None and back == "cancel" and type(request.get("token")) is int:
            return partial(loop.partner(self).cancel, request["token"])
        clock, seconds = running(), request.get("seconds")
        if back != "sleep" or clock is None or type(seconds) not in (int, float):
            raise Refused("a call back that does not exist")
        return partial(clock.sleep, seconds)

    def _check(self) -> None:
        if not self.alive:
            raise Killed

    def _outcome(self, do: str, reply: Message) -> Any:  # noqa: ANN401
        with self._failing(FOUL):
            if "ok" in reply:
                return self._offers.codec.decode(reply["ok"])
            if "raised" not in reply:
                raise Refused(reply.get("bad", "not a reply"))
            error = self._offers.exceptions.value(reply["raised"])
        raise self.fit_to_raise(do, error)

    def fit_to_raise(self, do: str, error: BaseException) -> BaseException:
        """Let nothing of the answer's own end a loop or a run of the test's by accident."""
        if not self._offers.exceptions.came_from_there(error):
            return error
        if isinstance(error, KeyboardInterrupt | GeneratorExit):
            return self.poison(f"the answer raised {type(error).__name__}")
        if isinstance(error, StopIteration | StopAsyncIteration) and do != "next":
            return RuntimeError(f"the answer raised {type(error).__name__}")
        return error

    def _node(self, value: Any) -> Node:  # noqa: ANN401
        with self._failing("what the test hands over cannot cross"):
            return self._offers.codec.encode(value)

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        """Turn what can go wrong with the line, or with what came over it, into poison."""
        try:
            yield
        except Gone:
            if not self.alive:
                raise Killed from None
            raise self.poison("the answer's process has ended") from None
        except TimeoutError:
            seconds = self.border.seconds
            self.border.poison.timed_out = True
            raise self.poison(f"the answer did not come back within {seconds:g} s") from None
        except (Refused, OSError) as error:
            raise self.poison(f"{what}: {harmless(error)}") from None
