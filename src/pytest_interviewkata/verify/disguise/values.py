"""Looking at what goes into an answer and what comes out of it."""

# ruff: noqa: ANN401  an answer takes and returns anything

import inspect
from collections.abc import Callable
from typing import Any

PLAIN = (int, float, str, bytes)
MUTABLE = (list, dict, set, bytearray)


def shape(value: Any) -> str:
    """Write a value down so that equal calls are equal; objects are known by their kind only."""
    if isinstance(value, dict):
        return f"{{{','.join(f'{shape(key)}:{shape(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple | set | frozenset):
        parts = [shape(each) for each in value]
        ordered = parts if isinstance(value, list | tuple) else sorted(parts)
        return f"{type(value).__name__}({','.join(ordered)})"
    if value is None or isinstance(value, PLAIN):
        return f"{type(value).__name__}:{value!r}"
    return value.__name__ if isinstance(value, type) else "object"


def varies(value: Any) -> bool:
    """Say whether a test could give something else here, more than yes or no."""
    if isinstance(value, dict):
        return any(varies(each) for pair in value.items() for each in pair)
    if isinstance(value, list | tuple | set | frozenset):
        return any(varies(each) for each in value)
    return isinstance(value, PLAIN) and not isinstance(value, bool)


def kinds(value: Any) -> set[str]:
    """Name the types in a result."""
    if isinstance(value, dict):
        return {"dict"}.union(*map(kinds, value.values()))
    if isinstance(value, list | tuple | set | frozenset):
        return {type(value).__name__}.union(*map(kinds, value))
    plain = value is None or isinstance(value, PLAIN)
    return {type(value).__name__ if plain else "handle"}


def converted(value: Any, change: Callable[[Any], Any]) -> Any:
    """Change the plain values in a result."""
    if inspect.isgenerator(value):
        return (converted(each, change) for each in value)
    if type(value) is dict:
        return {key: converted(each, change) for key, each in value.items()}
    if type(value) in (list, tuple, set, frozenset):
        return type(value)(converted(each, change) for each in value)
    return change(value)


def spoil(value: Any) -> None:
    """Change a container that belongs to somebody else."""
    if value:
        value.clear()
    elif isinstance(value, dict):
        value["spoiled"] = None
    elif isinstance(value, set):
        value.add(None)
    else:
        value.append(0)
