"""What the answer holds of the test, in the answer's process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Protocol, Self

from pytest_interviewkata.harness.border.held import Held
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.portraits import pose
from pytest_interviewkata.harness.border.side import Side
from pytest_interviewkata.harness.doors import build

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytest_interviewkata.harness.border.classes import Classes
    from pytest_interviewkata.harness.border.codec import Node

MOST = 100_000
"""How many objects of the answer the test may hold."""


class Caller(Protocol):
    """How a stub reaches the test."""

    def call(self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call something of the test's, and return or raise what came of it."""

    def call_later(
        self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Coroutine[Any, Any, Any]:
        """Call and await something of the test's."""


class Stubs(Side):
    """The answer's side's table."""

    def __init__(self, classes: Classes, caller: Caller) -> None:
        self._hold: dict[int, int] = {}
        super().__init__(classes, self._hold, secretive=False)
        self.held = Held(self.codec)
        self._caller = caller
        self._things: dict[int, Any] = {}
        self._offers: dict[int, int] = {}
        self._own: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}

    def named(self, name: Node) -> Any:  # noqa: ANN401
        """Return an object of the answer: by its number, or by module and name."""
        if isinstance(name, int):
            return self._own[name]
        module, attribute = name
        return getattr(sys.modules[module], attribute)

    def hand_over(self, value: Any, depth: int) -> Node:  # noqa: ANN401
        """Hand something of the test's back, or let the test hold an object of the answer."""
        del depth
        if id(value) in self._offers:
            return {"offer": self._offers[id(value)]}
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._own) + 1
            self._own[number] = value
            if number > MOST:
                raise Refused(f"more than {MOST} objects of the answer in the test's hands")
        return {"own": [number, type(value).__name__]}

    def take_in(self, tag: str, body: Node) -> Any:  # noqa: ANN401
        """Return what the test has handed over."""
        if tag == "own":
            return self.named(body)
        number, *looks = body
        if looks:
            self._things[number] = self._make(number, *looks)
            self._offers[id(self._things[number])] = number
        return self._things[number]

    def _make(self, number: int, kind: str, looks: Node) -> Any:  # noqa: ANN401
        if kind == "held":
            thing = self.codec.decode(looks)
            self._hold[id(thing)] = number
            self.held.add(number, thing)
            return thing
        if kind == "device":
            return build(looks[0], self.codec.decode(looks[1]))
        if kind == "iterator":
            return Iteration(self._method(number, "__next__", later=False))
        if kind == "coroutine":
            return self._method(number, "__await__", later=True)()
        if kind == "spy":
            return self._spy(number, *looks)
        function = self._method(number, "__call__", later=looks["async"])
        pose(function, looks)
        return function

    def _spy(self, number: int, name: str, methods: dict[str, bool]) -> object:
        body = {
            method: staticmethod(self._method(number, method, later=later))
            for method, later in methods.items()
        }
        return type(name, (), body)()

    def _method(self, number: int, method: str, *, later: bool) -> Callable[..., Any]:
        caller = self._caller

        def stub(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            return caller.call(number, method, args, kwargs)

        async def stub_later(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
            return await caller.call_later(number, method, args, kwargs)

        chosen = stub_later if later else stub
        chosen.__name__ = chosen.__qualname__ = method
        return chosen


class Iteration:
    """An iterator of the test's."""

    def __init__(self, step: Callable[[], Any]) -> None:
        self._step = step

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:  # noqa: ANN401
        return self._step()
