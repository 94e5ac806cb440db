"""Exceptions: copies with args, plain attributes, notes and causes; on their way home, themselves.

Each side numbers the exceptions that it hands over, and keeps them. An exception that
comes back is the very object that went out, with the notes that were added to it.
"""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.classes import TEXT
from pytest_interviewkata.harness.border.codec import MAX_DEPTH
from pytest_interviewkata.harness.border.leaves import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.harness.border.classes import Classes
    from pytest_interviewkata.harness.border.codec import Codec, Node

LONGEST_CHAIN = 8
MOST_NOTES = 100
KEPT = 10_000
"""How many exceptions a side remembers."""


class Numbers:
    """Exceptions by number, and numbers by exception. Forgets the oldest."""

    def __init__(self) -> None:
        self._errors: dict[int, BaseException] = {}
        self._numbers: dict[int, int] = {}
        self._next = 1

    def number(self, error: BaseException) -> int | None:
        """Return the number of an exception that has one."""
        return self._numbers.get(id(error))

    def error(self, number: int) -> BaseException | None:
        """Return the exception that has this number."""
        return self._errors.get(number)

    def add(self, error: BaseException, number: int | None = None) -> int:
        """Give an exception a number: the next one, or the other side's."""
        chosen = self._next if number is None else number
        self._next += 1
        self._errors[chosen] = error
        self._numbers[id(error)] = chosen
        if len(self._errors) > KEPT:
            oldest = next(iter(self._errors))
            del self._numbers[id(self._errors.pop(oldest))]
        return chosen


class Exceptions:
    """One side's way to hand exceptions over and to take them in."""

    def __init__(self, classes: Classes, codec: Codec, *, secretive: bool) -> None:
        self._classes = classes
        self._codec = codec
        self._secretive = secretive
        self._ours = Numbers()
        self._theirs = Numbers()

    def came_from_there(self, error: BaseException) -> bool:
        """Say whether an exception is the other side's own."""
        return self._theirs.number(error) is not None

    def node(self, error: BaseException, depth: int = 0) -> Node:
        """Describe an exception and those that led to it: each refers to others by place."""
        chain = list(_chain(error))
        places = {id(each): place for place, each in enumerate(chain)}
        return [self._describe(each, places, depth) for each in chain]

    def value(self, body: Node, depth: int = 0) -> BaseException:
        """Return the exception that the other side describes."""
        if type(body) is not list or not 0 < len(body) <= LONGEST_CHAIN:
            raise Refused("not an exception")
        errors = [self._known(entry) or self._make(entry, depth) for entry in body]
        for error, entry in zip(errors, body, strict=True):
            _annotate(error, entry.get("notes"))
            _link(error, entry, errors)
        return errors[0]

    def _describe(self, error: BaseException, places: dict[int, int], depth: int) -> Node:
        known = self._theirs.number(error)
        if known is not None:
            entry: dict[str, Node] = {"yours": known}
        else:
            number = self._ours.number(error)
            entry = {"mine": self._ours.add(error) if number is None else number}
            entry |= self._looks(error, depth)
        notes = () if self._silent(error) else getattr(error, "__notes__", ())
        entry["notes"] = [str(note) for note in notes][:MOST_NOTES]
        entry["cause"] = places.get(id(error.__cause__))
        entry["context"] = places.get(id(error.__context__))
        entry["quiet"] = error.__suppress_context__
        return entry

    def _looks(self, error: BaseException, depth: int) -> dict[str, Node]:
        if depth > MAX_DEPTH:
            raise Refused(f"exceptions within exceptions, more than {MAX_DEPTH} deep")
        looks = {"class": self._classes.node(type(error)), "args": [], "vars": {}}
        if self._silent(error):
            return looks
        args = [self._argument(arg, depth + 1) for arg in _args(error)]
        return looks | {"args": args, "vars": dict(self._attributes(error, depth + 1))}

    def _silent(self, error: BaseException) -> bool:
        """Say nothing of a failed assertion of the test: it would say what was expected."""
        return self._secretive and isinstance(error, AssertionError)

    def _argument(self, arg: object, depth: int) -> Node:
        try:
            return self._codec.encode(arg, depth)
        except Refused:
            return repr(arg)

    def _attributes(self, error: BaseException, depth: int) -> Iterator[tuple[str, Node]]:
        """Yield what can be read of an exception, and what its own `__str__` says."""
        values = dict(_readable(error))
        if type(error).__str__ not in _TEXTS:
            values.setdefault(TEXT, str(error))
        for name, value in values.items():
            try:
                yield name, self._codec.encode(value, depth)
            except Refused:
                continue

    def _known(self, entry: Node) -> BaseException | None:
        if type(entry) is not dict:
            raise Refused("not an exception")
        if "yours" not in entry:
            return self._theirs.error(_number(entry.get("mine")))
        error = self._ours.error(_number(entry["yours"]))
        if error is None:
            raise Refused("an exception that was never handed over")
        return error

    def _make(self, entry: dict[str, Node], depth: int) -> BaseException:
        cls = self._classes.value(entry.get("class"))
        args = self._codec.decode(entry.get("args"), depth)
        fields = entry.get("vars")
        if type(args) is not list or type(fields) is not dict:
            raise Refused("not an exception")
        error = _create(cls, tuple(args))
        for name, node in fields.items():
            if name == TEXT or _is_field(name):
                vars(error)[name] = self._codec.decode(node, depth)
        self._theirs.add(error, _number(entry["mine"]))
        return error


def _is_field(name: str) -> bool:
    return name.isidentifier() and name[:2] != "__" and not hasattr(BaseException, name)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, its causes and contexts, nearest first, each once."""
    seen: dict[int, BaseException] = {}
    waiting: list[BaseException | None] = [error]
    while waiting and len(seen) < LONGEST_CHAIN:
        each = waiting.pop(0)
        if each is not None and id(each) not in seen:
            seen[id(each)] = each
            yield each
            waiting += [each.__cause__, each.__context__]


def _readable(error: BaseException) -> Iterator[tuple[str, Any]]:
    """Yield the attributes of an exception and the properties of its own classes."""
    for cls in type(error).__mro__:
        if cls.__module__ == "builtins":
            break
        for name, value in vars(cls).items():
            if isinstance(value, property) and not name.startswith("__"):
                try:
                    yield name, getattr(error, name)
                except Exception:  # noqa: BLE001, S112  what cannot be read is not there
                    continue
    yield from ((name, value) for name, value in vars(error).items() if name != "__notes__")


def _args(error: BaseException) -> tuple[Any, ...]:
    """Return the arguments that an exception can be made from again."""
    if isinstance(error, OSError) and error.filename is not None and len(error.args) == 2:  # noqa: PLR2004
        return (*error.args, error.filename)
    return error.args


def _create(cls: type[BaseException], args: tuple[Any, ...]) -> BaseException:
    """Make an exception without running anybody's `__init__` but Python's own."""
    if cls.__module__ == "builtins":
        try:
            return cls(*args)
        except (TypeError, ValueError):
            pass
    error: BaseException = cls.__new__(cls, *args)
    error.args = args
    return error


def _annotate(error: BaseException, notes: Node) -> None:
    if type(notes) is not list or len(notes) > MOST_NOTES:
        raise Refused("not a list of notes")
    there = list(getattr(error, "__notes__", ()))
    for note in notes[len(there) :] if notes[: len(there)] == there else notes:
        if type(note) is not str:
            raise Refused("a note that is no text")
        BaseException.add_note(error, note)


def _link(error: BaseException, entry: dict[str, Node], errors: list[BaseException]) -> None:
    for name, attribute in (("cause", "__cause__"), ("context", "__context__")):
        place = entry.get(name)
        if place is not None:
            if type(place) is not int or not 0 <= place < len(errors):
                raise Refused("a cause that is not there")
            setattr(error, attribute, errors[place])
    error.__suppress_context__ = entry.get("quiet") is True


def _number(number: Node) -> int:
    if type(number) is not int:
        raise Refused("not a number")
    return number


_TEXTS = {
    vars(cls)["__str__"]
    for cls in vars(builtins).values()
    if isinstance(cls, type) and issubclass(cls, BaseException) and "__str__" in vars(cls)
}
"""How Python's own exceptions turn into text; both sides do it alike."""
