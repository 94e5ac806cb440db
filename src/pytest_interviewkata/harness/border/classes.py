"""Exception classes by reference: the real one where both sides have it, else a likeness."""

from __future__ import annotations

import builtins
import importlib
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.codec import Codec
from pytest_interviewkata.harness.border.leaves import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pytest_interviewkata.harness.border.codec import Node

ErrorClass = type[BaseException]
Key = tuple[str, str]

LONGEST_NAME = 200
MOST_BASES = 20
MOST = 1000
"""How many classes of its own the other side may have."""
TEXT = "_kata_text"
"""Where an exception keeps what `str` says of it when its own class decides."""
STANDARD = frozenset(
    {"asyncio", "concurrent", "copy", "csv", "decimal", "http", "json", "pickle", "queue"}
    | {"sqlite3", "ssl", "struct", "subprocess", "urllib", "zlib", "zoneinfo"}
)
"""Parts of the standard library whose exception classes are the same on both sides.

Not all of it: raising unittest.SkipTest, say, would skip a test.
"""
_PLAIN = Codec()


class Classes:
    """What one side knows of the exception classes of the other.

    `shared` names the packages and modules that are the same on both sides. A side that
    trusts the other imports what it names, and finds classes of its own by name.
    """

    def __init__(self, shared: Iterable[str], *, trusting: bool = False) -> None:
        self._shared = set(STANDARD.union(shared))
        self._trusting = trusting
        self._likenesses: dict[Key, ErrorClass] = {}
        self._given: dict[Key, ErrorClass] = {}

    def share(self, names: Iterable[str]) -> None:
        """Take more packages or modules to be the same on both sides."""
        self._shared.update(names)

    def node(self, cls: ErrorClass) -> Node:
        """Refer to a class of this side, or to one of the other's."""
        key = (cls.__module__, cls.__qualname__)
        if self._likenesses.get(key) is cls:
            return [*key]
        if self._real(*key) is not cls:
            self._given[key] = cls
        bases = [self.node(base) for base in cls.__bases__ if issubclass(base, BaseException)]
        return [*key, bases, dict(_constants(cls))]

    def value(self, body: Node) -> ErrorClass:
        """Return the class that the other side means."""
        if type(body) is not list or len(body) not in (2, 4):
            raise Refused("not a reference to a class")
        key = (_name(body[0]), _name(body[1]))
        if len(body) == 2:  # noqa: PLR2004  one of ours
            return self._own(key)
        if (real := self._real(*key)) is not None:
            return real
        if key not in self._likenesses:
            if len(self._likenesses) >= MOST:
                raise Refused(f"more than {MOST} exception classes")
            self._likenesses[key] = self._make(key, body[2], body[3])
        return self._likenesses[key]

    def is_own(self, cls: ErrorClass) -> bool:
        """Say whether a class is at home on this side only."""
        key = (cls.__module__, cls.__qualname__)
        return cls not in self._likenesses.values() and self._real(*key) is not cls

    def _own(self, key: Key) -> ErrorClass:
        found = self._given.get(key) or (self._trusting and _named(*key))
        if not found:
            raise Refused(f"{key[1]} was never handed over")
        return found

    def _real(self, module: str, qualname: str) -> ErrorClass | None:
        if module == "builtins":
            return _error(vars(builtins).get(qualname))
        if module.partition(".")[0] not in self._shared:
            return None
        if self._trusting:
            return _named(module, qualname)
        # Nothing is imported for a stranger: what is not loaded is not expected either.
        return _error(vars(sys.modules.get(module, object)).get(qualname))

    def _make(self, key: Key, bases: Node, constants: Node) -> ErrorClass:
        module, qualname = key
        name = qualname.rpartition(".")[2]
        if not name.isidentifier() or type(constants) is not dict:
            raise Refused("an exception class without a proper name")
        if type(bases) is not list or not 0 < len(bases) <= MOST_BASES:
            raise Refused("an exception class without proper bases")
        body: dict[str, Any] = {
            each: _PLAIN.decode(value)
            for each, value in constants.items()
            if each.isidentifier() and not hasattr(BaseException, each)
        }
        body |= {"__module__": module, "__qualname__": qualname, "__str__": _said}
        made: ErrorClass = type(name, tuple(self.value(base) for base in bases), body)
        return made


def _constants(cls: ErrorClass) -> Iterator[tuple[str, Node]]:
    """Yield the plain attributes of a class and of its mixins."""
    for owner in reversed(cls.__mro__):
        for name, value in vars(owner).items() if owner.__module__ != "builtins" else ():
            if not name.startswith("__"):
                try:
                    yield name, _PLAIN.encode(value)
                except Refused:
                    continue


def _named(module: str, qualname: str) -> ErrorClass | None:
    try:
        return _error(attrgetter(qualname)(importlib.import_module(module)))
    except (ImportError, AttributeError):
        return None


def _error(found: object) -> ErrorClass | None:
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def _said(error: BaseException) -> str:
    if TEXT in vars(error):
        return str(vars(error)[TEXT])
    texts = (vars(cls).get("__str__", _said) for cls in type(error).__mro__)
    text: Callable[[BaseException], str] = next(each for each in texts if each is not _said)
    return text(error)


def _name(text: Node) -> str:
    if type(text) is not str or len(text) > LONGEST_NAME or not text.isprintable():
        raise Refused("a name that is not one")
    return text
