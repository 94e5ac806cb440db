"""What the test has handed to one process of the answer, by number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from inspect import iscoroutine
from itertools import count
from types import MethodType
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.held import Held
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.border.portraits import is_async, portrait
from pytest_interviewkata.harness.border.side import Side
from pytest_interviewkata.harness.doors import door

if TYPE_CHECKING:
    from pytest_interviewkata.harness.border.classes import Classes
    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.link import Link

MOST = 100_000
"""How many things may be handed over to one process."""


@dataclass(frozen=True)
class Offer:
    """One thing of the test, and what may be called of it."""

    thing: Any
    kind: str
    methods: frozenset[str] = frozenset()


class Offers(Side):
    """The trusted side's table for one process."""

    def __init__(self, classes: Classes, held: MutableMapping[int, Any], link: Link) -> None:
        super().__init__(classes, held, secretive=True)
        self.held = Held(self.codec)
        self._hold = held
        self._link = link
        self._count = count(1)
        self._offers: dict[int, Offer] = {}
        self._numbers: dict[object, int] = {}

    def hand_over(self, value: Any, depth: int) -> Node:  # noqa: ANN401
        """Offer something of the test, or hand back something of the answer's own."""
        if (name := self._link.reference(value)) is not None:
            return {"own": name}
        key = _key(value)
        if key in self._numbers:
            return {"offer": [self._numbers[key]]}
        number = next(self._count)
        if number > MOST:
            raise Refused("too many things for one process")
        offer, looks = self._offer(value, number, depth + 1)
        self._numbers[key] = number
        self._offers[number] = offer
        return {"offer": [number, offer.kind, looks]}

    def take_in(self, tag: str, body: Node) -> Any:  # noqa: ANN401
        """Take a handle of the answer's, or something of the test's back."""
        if tag == "offer":
            return self._find(body).thing
        if tag == "own" and type(body) is list and len(body) == 2:  # noqa: PLR2004
            return self._link.handle(*body)
        raise Refused(f"{tag!r} is not a tag")

    def call(self, request: dict[str, Node]) -> Callable[[], Any]:
        """Check what the answer wants to call, and return the call."""
        offer = self._find(request.get("offer"))
        args = self.codec.decode(request.get("args"))
        kwargs = self.codec.decode(request.get("kwargs"))
        method = request.get("method")
        if type(args) is not tuple or type(kwargs) is not dict or type(method) is not str:
            raise Refused("not a call")
        if method not in offer.methods:
            raise Refused(f"a call of {method}, which is not offered")
        if offer.kind == "coroutine":
            return lambda: offer.thing
        target = offer.thing if offer.kind == "function" else getattr(offer.thing, method)
        return lambda: target(*args, **kwargs)

    def _find(self, number: Node) -> Offer:
        if type(number) is not int or number not in self._offers:
            raise Refused("something that was never handed over")
        return self._offers[number]

    def _offer(self, value: Any, number: int, depth: int) -> tuple[Offer, Node]:  # noqa: ANN401
        if id(value) in self._hold:
            return Offer(value, "held"), self.held.add(number, value)
        if device := door(value):
            params = self.codec.encode(dict(device.params), depth)
            return Offer(value, "device"), [device.kind, params]
        if methods := getattr(value, "__kata_methods__", ()):
            spied = {name: is_async(getattr(value, name)) for name in methods}
            return Offer(value, "spy", frozenset(methods)), [type(value).__name__, spied]
        if isinstance(value, Iterator):
            return Offer(value, "iterator", frozenset({"__next__"})), None
        if iscoroutine(value):
            return Offer(value, "coroutine", frozenset({"__await__"})), None
        if callable(value):
            return Offer(value, "function", frozenset({"__call__"})), portrait(value)
        raise Refused(
            f"an object of type {type(value).__name__} is neither plain data nor a function, and "
            "declares no methods with @spy"
        )


def _key(value: object) -> object:
    """Return what tells things apart: bound methods are made anew each time."""
    if isinstance(value, MethodType):
        return id(value.__self__), id(value.__func__)
    return id(value)
