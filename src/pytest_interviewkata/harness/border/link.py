"""The trusted end of one process: has it do what a test does with a handle."""

from __future__ import annotations

from functools import partial
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pytest_interviewkata.harness.border.conversation import Child, Conversation
from pytest_interviewkata.harness.border.joint import joint_loop, run_async
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.offers import Offers
from pytest_interviewkata.harness.border.poison import crosses, type_name
from pytest_interviewkata.harness.border.proxy import Handle
from pytest_interviewkata.harness.clock import running

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_interviewkata.harness.border.border import Border
    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.conversation import Message
    from pytest_interviewkata.harness.border.frames import Line

CANNOT_CROSS = "what the test hands over cannot cross"


class Link(Conversation):
    """Has the answer's process do things, and does for it what it asks back."""

    def __init__(self, name: str, line: Line, child: Child, border: Border) -> None:
        super().__init__(name, line, child, border)
        self._offers = Offers(border.classes, border.held, self)
        self._coroutines: WeakKeyDictionary[object, Handle] = WeakKeyDictionary()

    def ask(self, do: str, handle: Handle | None = None, **details: Any) -> Any:  # noqa: ANN401
        """Have the answer's side do something, and return or raise what came of it."""
        self.check()
        with self.guarded(CANNOT_CROSS):
            message = {key: self._offers.codec.encode(value) for key, value in details.items()}
            message["do"] = do
            if handle is not None:
                message["on"] = self.reference(handle)
        if (loop := joint_loop()) is not None:
            message["loop"] = True
            loop.partner(self).stirred = True
        well, value = self.exchange(message, self._outcome)
        if well:
            return value
        raise self.fit_to_raise(do, value)

    async def ask_later(self, do: str, handle: Handle, **details: Any) -> Any:  # noqa: ANN401
        """Have it do something that is awaited."""
        loop = joint_loop()
        if loop is None:
            raise self.poison("the test awaits the answer without the fixture run_async")
        return await loop.partner(self).wait_for(do, handle, details)

    def fit_to_raise(self, do: str, error: BaseException) -> BaseException:
        """Let nothing of the answer's own end a loop or a run of the test's by accident."""
        if not self._offers.exceptions.came_from_there(error):
            return error
        if isinstance(error, KeyboardInterrupt | GeneratorExit):
            return self.poison(f"the answer raised {type(error).__name__}")
        if isinstance(error, StopIteration | StopAsyncIteration) and do != "next":
            return RuntimeError(f"the answer raised {type(error).__name__}")
        return error

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
        handle = value
        if iscoroutine(value) and (handle := self._coroutines.get(value)) is not None:
            value.close()  # it will be awaited over there
        if type(handle) is not Handle:
            return None
        name = handle._kata_name  # noqa: SLF001
        if type(name) is int and handle._kata_asked() is not self:  # noqa: SLF001
            raise self.poison(f"an object of another process was handed to {self.name!r}")
        return name

    def itself(self) -> Link:
        """Return the link: where the questions of its handles go."""
        return self

    def outgoing(self, message: Message) -> None:
        """Say what time it is, and what has become of containers that are held."""
        if (clock := running()) is not None:
            message["now"] = [clock.time_ns(), clock.monotonic_ns()]
        if changes := self._offers.held.changes():
            message["held"] = changes

    def incoming(self, message: Message) -> None:
        """Do to containers that are held what was done to them over there, and note naps."""
        if "held" in message:
            self._offers.held.follow(message["held"])
        if (clock := running()) is not None:
            clock.slept += [seconds for seconds in message.get("slept", ()) if seconds >= 0]

    def serve(self, request: Message) -> Message:
        """Call what the answer calls. What is not for it to catch ends its process."""
        with self.guarded():
            call = self._wanted(request)
        try:
            value = call()
            if iscoroutine(value):
                value = run_async(lambda: value)
        except BaseException as error:
            if not crosses(error):
                raise
            value = error
            node: Callable[[Any], Node] = self._offers.exceptions.node
            outcome = "raised"
        else:
            node, outcome = self._offers.codec.encode, "ok"
        self.check()
        with self.guarded(CANNOT_CROSS):
            return {outcome: node(value)}

    def _wanted(self, request: Message) -> Callable[[], Any]:
        back, loop = request["back"], joint_loop()
        if back == "call":
            return self._offers.call(request)
        if back == "start" and loop is not None:
            return partial(loop.partner(self).start, self._offers.call(request))
        if back == "cancel" and loop is not None:
            return partial(loop.partner(self).cancel, request["number"])
        clock, seconds = running(), request["seconds"]
        if back not in ("sleep", "pause") or clock is None or type(seconds) not in (int, float):
            raise Refused("a call back that does not exist")
        return partial(clock.sleep if back == "sleep" else clock.pause, seconds)

    def _outcome(self, reply: Message) -> tuple[bool, Any]:
        if "ok" in reply:
            return True, self._offers.codec.decode(reply["ok"])
        if "raised" in reply:
            return False, self._offers.exceptions.value(reply["raised"])
        raise Refused(reply.get("bad", "not a reply"))
