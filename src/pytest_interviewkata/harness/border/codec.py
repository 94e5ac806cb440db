"""Plain data as tagged JSON, by exact type. Decoding never constructs anything else.

A JSON null, boolean, number, string or array stands for itself; everything else is an
object with one key, its tag. What is not plain goes through a hook on each side:
handles, callables, devices and exceptions are the hooks' business.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

from pytest_interviewkata.harness.border.leaves import BY_TAG, BY_TYPE, Refused

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

MAX_DEPTH = 50
MAX_KEYS = 20_000
MANY_KEYS = 500
"""From here on, keys that share hashes are refused: they cost the square of their number."""
WORD = 1 << 63

Node = Any
"""What `json` writes and reads."""
Outward = Callable[[Any, int], Node]
Inward = Callable[[str, Node, int], Any]


def only_plain_out(value: object, _depth: int) -> NoReturn:
    """Let nothing but plain data out."""
    raise Refused(f"an object of type {type(value).__name__} is not plain data")


def only_plain_in(tag: str, _body: Node, _depth: int) -> NoReturn:
    """Let nothing but plain data in."""
    raise Refused(f"{tag!r} is not a tag")


class Codec:
    """Turns values into nodes and back.

    `out` and `into` deal with what is not plain; `out` also gets the containers whose
    ids are among `marked`, instead of their being copied.
    """

    def __init__(
        self,
        out: Outward = only_plain_out,
        into: Inward = only_plain_in,
        marked: Container[int] = (),
    ) -> None:
        self.out = out
        self.into = into
        self.marked = marked

    def encode(self, value: Any, depth: int = 0) -> Node:  # noqa: ANN401
        """Return the node of a value."""
        kind = type(value)
        if kind in _OWN and _OWN[kind](value):
            return value
        if leaf := BY_TYPE.get(kind):
            return {leaf.tag: leaf.pack(value)}
        if kind in _CONTAINERS and id(value) not in self.marked:
            return self.contents(value, depth)
        return self.out(value, depth)

    def contents(self, value: Any, depth: int = 0) -> Node:  # noqa: ANN401
        """Return the node of a container as a copy of what is in it."""
        _shallow(depth)
        kind = type(value)
        if kind is dict:
            return {"d": self._pairs(value, depth + 1)}
        if kind in (set, frozenset):
            _few(len(value))
        items = [self.encode(item, depth + 1) for item in value]
        return items if kind is list else {_CONTAINERS[kind]: items}

    def decode(self, node: Node, depth: int = 0) -> Any:  # noqa: ANN401
        """Return the value of a node; whatever is wrong with it is one error."""
        try:
            return self._value(node, depth)
        except _WRONG as error:
            raise Refused(f"{type(error).__name__}: {error}") from None

    def _pairs(self, values: dict[object, object], depth: int) -> list[Node]:
        _few(len(values))
        return [[self.encode(k, depth), self.encode(v, depth)] for k, v in values.items()]

    def _value(self, node: Node, depth: int) -> Any:  # noqa: ANN401
        kind = type(node)
        if kind in _OWN:
            return node
        if kind is list:
            return self._values(node, depth)
        if kind is not dict or len(node) != 1:
            raise Refused("an object must have one key, its tag")
        ((tag, body),) = node.items()
        if leaf := BY_TAG.get(tag):
            return leaf.unpack(body)
        if tag == "d":
            return self._dict(body, depth)
        if tag in _SERIES:
            make = _SERIES[tag]
            return make(self._values(body, depth) if make is tuple else self._keys(body, depth))
        return self.into(tag, body, depth)

    def _values(self, body: Node, depth: int) -> list[Any]:
        _shallow(depth)
        if type(body) is not list:
            raise Refused("a series must be an array")
        return [self._value(item, depth + 1) for item in body]

    def _keys(self, body: Node, depth: int) -> list[Any]:
        keys = self._values(body, depth)
        _few(len(keys))
        if len(keys) > MANY_KEYS and 2 * len({hash(key) for key in keys}) < len(keys):
            raise Refused("keys that were chosen to collide")
        return keys

    def _dict(self, body: Node, depth: int) -> dict[Any, Any]:
        keys = self._keys([key for key, _ in body], depth)
        return dict(zip(keys, self._values([value for _, value in body], depth), strict=True))


def dumps(node: Node) -> bytes:
    """Write a node."""
    return _WRITER.encode(node).encode("ascii")


def loads(text: bytes) -> Node:
    """Read a node; whatever is wrong with the text is one error."""
    try:
        return _READER.decode(text.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise Refused(f"not a message: {type(error).__name__}") from None


def _printable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # a lone surrogate; JSON would join two of them into one character
        return False
    return True


def _shallow(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise Refused(f"data nested deeper than {MAX_DEPTH}")


def _few(size: int) -> None:
    if size > MAX_KEYS:
        raise Refused(f"a dict or set of {size} keys; {MAX_KEYS} may cross")


def _constant(name: str) -> NoReturn:
    raise Refused(f"{name} is not JSON")


_OWN: dict[type, Callable[[Any], bool]] = {
    type(None): lambda _: True,
    bool: lambda _: True,
    int: lambda value: -WORD < value < WORD,
    float: math.isfinite,
    str: _printable,
}
"""What JSON has of its own, and which of it survives the way there and back."""
_CONTAINERS: dict[type, str] = {list: "", tuple: "t", dict: "d", set: "s", frozenset: "z"}
_SERIES: dict[str, Callable[[Iterable[Any]], Any]] = {"t": tuple, "s": set, "z": frozenset}
_WRONG = (ValueError, TypeError, ArithmeticError, RecursionError)
_WRITER = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False)
_READER = json.JSONDecoder(parse_constant=_constant)
