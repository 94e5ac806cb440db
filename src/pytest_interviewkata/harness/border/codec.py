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
    from collections.abc import Iterable

MAX_DEPTH = 50
MAX_KEYS = 20_000
MANY_KEYS = 500
"""From here on, keys that share hashes are refused: they cost the square of their number."""
WORD = 1 << 63

Node = Any
"""What `json` writes and reads."""
Outward = Callable[[object, int], Node]
Inward = Callable[[str, Node, int], object]


def only_plain_out(value: object, _depth: int) -> NoReturn:
    """Let nothing but plain data out."""
    raise Refused(f"an object of type {type(value).__name__} is not plain data")


def only_plain_in(tag: str, _body: Node, _depth: int) -> NoReturn:
    """Let nothing but plain data in."""
    raise Refused(f"{tag!r} is not a tag")


def encode(value: Any, other: Outward = only_plain_out, depth: int = 0) -> Node:  # noqa: ANN401
    """Return the node of a value; `other` makes those of values that are not plain."""
    kind = type(value)
    if kind in _OWN and _OWN[kind](value):
        return value
    if leaf := BY_TYPE.get(kind):
        return {leaf.tag: leaf.pack(value)}
    if kind is list:
        return _items(value, other, depth)
    if kind is dict:
        return {"d": _pairs(value, other, depth)}
    if tag := _SERIES.get(kind):
        return {tag: _items(value, other, depth)}
    return other(value, depth)


def decode(node: Node, other: Inward = only_plain_in, depth: int = 0) -> Any:  # noqa: ANN401
    """Return the value of a node; `other` makes those that are not plain."""
    kind = type(node)
    if kind in _OWN:
        return node
    if kind is list:
        _shallow(depth)
        return [decode(item, other, depth + 1) for item in node]
    if kind is not dict or len(node) != 1:
        raise Refused("an object must have one key, its tag")
    ((tag, body),) = node.items()
    if leaf := BY_TAG.get(tag):
        return leaf.unpack(body)
    if tag in _MAKERS:
        _shallow(depth)
        return _MAKERS[tag](body, other, depth + 1)
    return other(tag, body, depth)


def unpack(node: Node, other: Inward = only_plain_in) -> Any:  # noqa: ANN401
    """Decode what a stranger sent: whatever is wrong with it is one error."""
    try:
        return decode(node, other)
    except _WRONG as error:
        raise Refused(f"{type(error).__name__}: {error}") from None


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


def _items(values: Iterable[object], other: Outward, depth: int) -> list[Node]:
    _shallow(depth)
    if isinstance(values, set | frozenset):
        _few(len(values))
    return [encode(item, other, depth + 1) for item in values]


def _pairs(values: dict[object, object], other: Outward, depth: int) -> list[Node]:
    _shallow(depth)
    _few(len(values))
    below = depth + 1
    return [[encode(k, other, below), encode(v, other, below)] for k, v in values.items()]


def _keys(values: list[object]) -> list[object]:
    _few(len(values))
    if len(values) > MANY_KEYS and 2 * len({hash(value) for value in values}) < len(values):
        raise Refused("keys that were chosen to collide")
    return values


def _tuple(body: list[Node], other: Inward, depth: int) -> tuple[object, ...]:
    return tuple([decode(item, other, depth) for item in _listed(body)])


def _set(body: list[Node], other: Inward, depth: int) -> set[object]:
    _few(len(_listed(body)))
    return set(_keys([decode(item, other, depth) for item in body]))


def _frozenset(body: list[Node], other: Inward, depth: int) -> frozenset[object]:
    return frozenset(_set(body, other, depth))


def _dict(body: list[Node], other: Inward, depth: int) -> dict[object, object]:
    _few(len(_listed(body)))
    keys = _keys([decode(key, other, depth) for key, _ in body])
    return dict(zip(keys, [decode(value, other, depth) for _, value in body], strict=True))


def _listed(body: Node) -> list[Node]:
    if type(body) is not list:
        raise Refused("a series must be an array")
    return body


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
_WRONG = (ValueError, TypeError, ArithmeticError, RecursionError)
_SERIES: dict[type, str] = {tuple: "t", set: "s", frozenset: "z"}
_MAKERS: dict[str, Callable[[Any, Inward, int], object]] = {
    "t": _tuple,
    "s": _set,
    "z": _frozenset,
    "d": _dict,
}
_WRITER = json.JSONEncoder(separators=(",", ":"), allow_nan=False, check_circular=False)
_READER = json.JSONDecoder(parse_constant=_constant)
