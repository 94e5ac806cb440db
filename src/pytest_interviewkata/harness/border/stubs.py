"""What the answer holds of the test, in the answer's process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol

from pytest_interviewkata.harness.border.codec import dumps
from pytest_interviewkata.harness.border.held import renew
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.portraits import pose
from pytest_interviewkata.harness.border.side import Side
from pytest_interviewkata.harness.doors import build

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_interviewkata.harness.border.classes import Classes
    from pytest_interviewkata.harness.border.codec import Node

MOST = 100_000
"""How many objects of the answer the test may hold."""


class Caller(Protocol):
    """How a stub reaches the test."""

    def call(self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call something of the test's and return or raise what came of it."""

    async def call_later(
        self, offer: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:  # noqa: ANN401
        """Call and await it."""


class Stubs(Side):
    """The answer's side's table."""

    def __init__(self, classes: Classes, caller: Caller) -> None:
        self._held: dict[int, int] = {}
        super().__init__(classes, self._held, secretive=False)
        self._caller = caller
        self._things: dict[int, Any] = {}
        self._offers: dict[int, int] = {}
        self._seen: dict[int, bytes] = {}
        self._own: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}

    def own(self, name: Node) -> Any:  # noqa: ANN401
        """Return an object of the answer by its number."""
        return self._own[name]

    def hand_over(self, value: Any, _depth: int) -> Node:  # noqa: ANN401
        """Hand something of the test's back, or let the test hold an object of the answer."""
        if id(value) in self._offers:
            return {"offer": self._offers[id(value)]}
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._own) + 1
            self._own[number] = value
            if number > MOST:
                raise Refused(f"more than {MOST} objects of the answer in the hands of a test")
        return {"own": [number, type(value).__name__]}

    def take_in(self, tag: str, body: Node) -> Any:  # noqa: ANN401
        """Return what the test has handed over."""
        if tag == "own":
            return self.named(body)
        number, *looks = body
        if looks:
            thing = self._make(number, *looks)
            self._things[number] = thing
            self._offers[id(thing)] = number
        return self._things[number]
