"""Exceptions: copies with args, plain attributes, notes and causes; on their way home, themselves.

Each side numbers the exceptions that it hands over, and keeps them. An exception that
comes back is the very object that went out, with the notes that were added to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border import anatomy
from pytest_interviewkata.harness.border.codec import MAX_DEPTH
from pytest_interviewkata.harness.border.leaves import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pytest_interviewkata.harness.border.classes import Classes
    from pytest_interviewkata.harness.border.codec import Codec, Node

KEPT = 10_000
"""How many exceptions of its own a side remembers, in case that they come back."""
KEPT_OF_OTHERS = 1_000
LINKS = {"cause": "__cause__", "context": "__context__"}


class Numbers:
    """Exceptions by number, and numbers by exception. Forgets the oldest."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
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
        if len(self._errors) > self._kept:
            oldest = next(iter(self._errors))
            del self._numbers[id(self._errors.pop(oldest))]
        return chosen


class Exceptions:
    """One side's way to hand exceptions over and to take them in."""

    def __init__(self, classes: Classes, codec: Codec, *, secretive: bool) -> None:
        self._classes = classes
        self._codec = codec
        self._secretive = secretive
        self._ours = Numbers(KEPT)
        self._theirs = Numbers(KEPT_OF_OTHERS)

    def came_from_there(self, error: BaseException) -> bool:
        """Say whether an exception is the other side's own."""
        return self._theirs.number(error) is not None

    def node(self, error: BaseException, depth: int = 0) -> Node:
        """Describe an exception and those that led to it: each refers to others by place."""
        chain = anatomy.chain(error)
        places = {id(each): place for place, each in enumerate(chain)}
        return [self._describe(each, places, depth) for each in chain]

    def value(self, body: Node, depth: int = 0) -> BaseException:
        """Return the exception that the other side describes."""
        if type(body) is not list or not 0 < len(body) <= anatomy.LONGEST_CHAIN:
            raise Refused("not an exception")
        errors = [self._error(entry, depth) for entry in body]
        for error, entry in zip(errors, body, strict=True):
            anatomy.annotate(error, entry.get("notes"))
            for link, attribute in LINKS.items():
                if (place := entry.get(link)) is not None:
                    anatomy.lead(error, attribute, errors[_number(place)])
            error.__suppress_context__ = entry.get("quiet") is True
        return errors[0]

    def _describe(
        self, error: BaseException, places: Mapping[int, int], depth: int
    ) -> dict[str, Node]:
        # A failed assertion says what was expected: that is not for the answer to read.
        silent = self._secretive and isinstance(error, AssertionError)
        return {
            **self._identity(error, depth, silent=silent),
            "notes": [] if silent else anatomy.notes(error)[: anatomy.MOST_NOTES],
            "cause": places.get(id(error.__cause__)),
            "context": places.get(id(error.__context__)),
            "quiet": error.__suppress_context__,
        }

    def _identity(self, error: BaseException, depth: int, *, silent: bool) -> dict[str, Node]:
        if (known := self._theirs.number(error)) is not None:
            return {"yours": known}
        if depth > MAX_DEPTH:
            raise Refused(f"exceptions within exceptions, more than {MAX_DEPTH} deep")
        number = self._ours.number(error)
        return {
            "mine": self._ours.add(error) if number is None else number,
            "class": self._classes.node(type(error)),
            "args": [] if silent else list(self._arguments(error, depth + 1)),
            "fields": {} if silent else dict(self._fields(error, depth + 1)),
        }

    def _arguments(self, error: BaseException, depth: int) -> Iterator[Node]:
        for argument in anatomy.arguments(error):
            try:
                yield self._codec.encode(argument, depth)
            except Refused:
                yield repr(argument)

    def _fields(self, error: BaseException, depth: int) -> Iterator[tuple[str, Node]]:
        for name, value in anatomy.fields(error):
            try:
                yield name, self._codec.encode(value, depth)
            except Refused:
                continue

    def _error(self, entry: Node, depth: int) -> BaseException:
        if type(entry) is not dict:
            raise Refused("not an exception")
        if "yours" in entry:
            own = self._ours.error(_number(entry["yours"]))
            if own is None:
                raise Refused("an exception that was never handed over")
            return own
        number = _number(entry["mine"])
        args = tuple(self._codec.decode(entry["args"], depth))
        values = {name: self._codec.decode(node, depth) for name, node in entry["fields"].items()}
        error = self._theirs.error(number)
        if error is None:
            cls = self._classes.value(entry["class"])
            # The answer's side may make its own exceptions as they were meant to be made.
            home = not self._secretive and self._classes.is_own(cls)
            error = anatomy.create(cls, args, as_meant=home)
            self._theirs.add(error, number)
        anatomy.fill(error, values)
        return error


def _number(number: Any) -> int:  # noqa: ANN401 - a stranger's word
    if type(number) is not int or number < 0:
        raise Refused("not a number")
    return number
