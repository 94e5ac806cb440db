"""Containers of the test that follow what the answer does to them, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.codec import Codec, Node, dumps
from pytest_interviewkata.harness.border.leaves import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

HELD = (list, dict, set)


class Held:
    """One side's containers by number, and what the other side knows of their contents."""

    def __init__(self, codec: Codec) -> None:
        self._codec = codec
        self._things: dict[int, Any] = {}
        self._seen: dict[int, bytes] = {}

    def add(self, number: int, thing: Any) -> Node:  # noqa: ANN401 - list, dict or set
        """Keep a container and return what is in it."""
        contents = self._codec.contents(thing)
        self._things[number] = thing
        self._seen[number] = dumps(contents)
        return contents

    def changes(self) -> list[Node]:
        """Return what has changed since the other side saw it."""
        changed = []
        for number, thing in self._things.items():
            contents = self._codec.contents(thing)
            if (now := dumps(contents)) != self._seen[number]:
                self._seen[number] = now
                changed.append([number, contents])
        return changed

    def follow(self, changed: Iterable[Node]) -> None:
        """Do here what was done on the other side."""
        for number, contents in changed:
            thing, value = self._things.get(number), self._codec.decode(contents)
            if type(value) is not type(thing) or type(value) not in HELD:
                raise Refused("a change of something that is not held")
            renew(thing, value)
            self._seen[number] = dumps(self._codec.contents(thing))


def renew(old: Any, new: Any) -> None:  # noqa: ANN401 - list, dict or set
    """Make `old` equal to `new` in place; containers in it that stay are renewed, too."""
    if type(old) is list:
        kept = old + [None] * (len(new) - len(old))
        old[:] = [_renewed(before, after) for before, after in zip(kept, new, strict=False)]
    elif type(old) is dict:
        items = {key: _renewed(old.get(key), value) for key, value in new.items()}
        old.clear()
        old.update(items)
    elif old != new:
        old.clear()
        old.update(new)


def _renewed(before: Any, after: Any) -> Any:  # noqa: ANN401 - any value
    if type(before) is not type(after) or type(before) not in HELD:
        return after
    renew(before, after)
    return before
