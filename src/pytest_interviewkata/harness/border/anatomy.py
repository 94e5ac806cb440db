"""Taking exceptions apart, and putting them together again without running anybody's code."""

from __future__ import annotations

import builtins
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.classes import TEXT
from pytest_interviewkata.harness.border.leaves import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_interviewkata.harness.border.codec import Node

LONGEST_CHAIN = 8
MOST_NOTES = 100
ERRNO_AND_TEXT = 2


def chain(error: BaseException) -> list[BaseException]:
    """Return an exception, its causes and contexts, nearest first, each once."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(found) < LONGEST_CHAIN:
        each = waiting.pop(0)
        if each is not None and not any(each is known for known in found):
            found.append(each)
            waiting += [each.__cause__, each.__context__]
    return found


def arguments(error: BaseException) -> tuple[Any, ...]:
    """Return the arguments that an exception can be made from again."""
    args = error.args
    named = isinstance(error, OSError) and error.filename is not None
    return (*args, error.filename) if named and len(args) == ERRNO_AND_TEXT else args  # type: ignore[attr-defined]


def fields(error: BaseException) -> Iterator[tuple[str, Any]]:
    """Yield what can be read of an exception, and what its class's own `__str__` says."""
    if type(error).__str__ not in _TEXTS:
        yield TEXT, str(error)
    for cls in type(error).__mro__:
        for name, value in vars(cls).items() if cls.__module__ != "builtins" else ():
            if isinstance(value, property) and not name.startswith("__"):
                try:
                    yield name, getattr(error, name)
                except Exception:  # noqa: BLE001, S112 - what cannot be read is not there
                    continue
    yield from ((name, value) for name, value in vars(error).items() if _is_field(name))


def notes(error: BaseException) -> list[str]:
    """Return the notes of an exception; the attribute can be anything."""
    there = getattr(error, "__notes__", ())
    return list(map(str, there)) if isinstance(there, list) else []


def create(
    cls: type[BaseException], args: tuple[Any, ...], *, as_meant: bool = False
) -> BaseException:
    """Make an exception; unless it is meant, no `__init__` but Python's own runs."""
    if as_meant or cls.__module__ == "builtins":
        with suppress(TypeError, ValueError):
            return cls(*args)
    error: BaseException = cls.__new__(cls, *args)
    error.args = args
    return error


def fill(error: BaseException, values: Mapping[str, Any]) -> None:
    """Give an exception its plain attributes."""
    vars(error).update({name: value for name, value in values.items() if _is_field(name)})


def annotate(error: BaseException, said: Node) -> None:
    """Add the notes that are new."""
    if type(said) is not list or len(said) > MOST_NOTES:
        raise Refused("not a list of notes")
    there = notes(error)
    for note in said[len(there) :] if said[: len(there)] == there else said:
        if type(note) is not str:
            raise Refused("a note that is no text")
        BaseException.add_note(error, note)


def lead(error: BaseException, attribute: str, cause: BaseException) -> None:
    """Say what an exception came from; a circle would hold up whoever follows it."""
    if not any(each is error for each in _origins(cause)):
        setattr(error, attribute, cause)


def _origins(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and not any(each is known for known in found):
            found.append(each)
            waiting += [each.__cause__, each.__context__]
    return found


def _is_field(name: str) -> bool:
    if name == TEXT:
        return True
    return name.isidentifier() and name[:2] != "__" and not hasattr(BaseException, name)


_TEXTS = {
    vars(cls)["__str__"]
    for cls in vars(builtins).values()
    if isinstance(cls, type) and issubclass(cls, BaseException) and "__str__" in vars(cls)
}
"""How Python's own exceptions turn into text; both sides do it alike."""
