"""What both sides of the border do alike: types, exceptions and their classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.codec import Codec
from pytest_interviewkata.harness.border.exceptions import Exceptions
from pytest_interviewkata.harness.border.leaves import BY_TYPE, Refused

if TYPE_CHECKING:
    from collections.abc import Container

    from pytest_interviewkata.harness.border.classes import Classes
    from pytest_interviewkata.harness.border.codec import Node

PLAIN_TYPES = {
    each.__name__: each
    for each in (*BY_TYPE, bool, list, tuple, dict, set, frozenset, object, type(None))
}


class Side:
    """One side. Subclasses say what they hand over by number, and what a number means."""

    def __init__(self, classes: Classes, marked: Container[int] = (), *, secretive: bool) -> None:
        self.classes = classes
        self.codec = Codec(self._out, self._into, marked)
        self.exceptions = Exceptions(classes, self.codec, secretive=secretive)

    def hand_over(self, value: Any, depth: int) -> Node:  # noqa: ANN401
        """Return the node of something that is neither plain nor an exception."""
        raise NotImplementedError

    def take_in(self, tag: str, body: Node) -> Any:  # noqa: ANN401
        """Return what such a node means here."""
        raise NotImplementedError

    def _out(self, value: Any, depth: int) -> Node:  # noqa: ANN401
        if isinstance(value, BaseException):
            return {"error": self.exceptions.node(value, depth)}
        if isinstance(value, type):
            if issubclass(value, BaseException):
                return {"class": self.classes.node(value)}
            if PLAIN_TYPES.get(value.__name__) is value:
                return {"type": value.__name__}
        return self.hand_over(value, depth)

    def _into(self, tag: str, body: Node, depth: int) -> Any:  # noqa: ANN401
        if tag == "error":
            return self.exceptions.value(body, depth)
        if tag == "class":
            return self.classes.value(body)
        if tag == "type":
            if not isinstance(body, str) or body not in PLAIN_TYPES:
                raise Refused("not a plain type")
            return PLAIN_TYPES[body]
        return self.take_in(tag, body)
