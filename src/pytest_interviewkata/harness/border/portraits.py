"""What a function looks like from outside: name, docstring, signature, `async` or not."""

from __future__ import annotations

import inspect
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.codec import Codec
from pytest_interviewkata.harness.border.leaves import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.border.codec import Node

_PLAIN = Codec()
_UNKNOWN = "…"
"""Stands for a default that is not plain data."""


def portrait(function: Callable[..., Any]) -> dict[str, Node]:
    """Describe a callable of the test."""
    return {
        "name": str(getattr(function, "__name__", type(function).__name__)),
        "doc": inspect.getdoc(function) if inspect.isroutine(function) else None,
        "async": is_async(function),
        "parameters": _parameters(function),
    }


def is_async(function: Callable[..., Any]) -> bool:
    """Say whether calling it gives a coroutine."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(
        getattr(function, "__call__", None)  # noqa: B004 - its method, not whether it has one
    )


def pose(stub: Callable[..., Any], description: dict[str, Node]) -> None:
    """Make a stub look like what it stands for."""
    stub.__name__ = stub.__qualname__ = description["name"]
    stub.__doc__ = description["doc"]
    if description["parameters"] is not None:
        parameters = [
            Parameter(name, kind, default=given)
            for name, kind, given in map(_parameter, description["parameters"])
        ]
        stub.__signature__ = Signature(parameters)  # type: ignore[attr-defined]


def _parameters(function: Callable[..., Any]) -> list[Node] | None:
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    return [[each.name, int(each.kind), _default(each)] for each in signature.parameters.values()]


def _default(parameter: Parameter) -> list[Node]:
    if parameter.default is Parameter.empty:
        return []
    try:
        return [_PLAIN.encode(parameter.default)]
    except Refused:
        return [_UNKNOWN]


def _parameter(node: Node) -> tuple[str, Any, Any]:
    name, kind, default = node
    given = _PLAIN.decode(default[0]) if default else Parameter.empty
    return name, _KINDS[kind], given


_KINDS = (
    Parameter.POSITIONAL_ONLY,
    Parameter.POSITIONAL_OR_KEYWORD,
    Parameter.VAR_POSITIONAL,
    Parameter.KEYWORD_ONLY,
    Parameter.VAR_KEYWORD,
)
