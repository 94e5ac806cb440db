"""What real processes of one answer have in common, and what they do not.

Workers are often forked from a parent that has imported their code: a random generator
that lies in a module then gives all of them the same numbers. And processes that are
started one by one hash the same text differently (PYTHONHASHSEED).
"""

from __future__ import annotations

import builtins
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

COMMON = random.Random(0).getstate()  # noqa: S311 - the state that a parent left behind


def own_hash(process: str) -> Callable[[object], int]:
    """Return `hash` as this process has it: of text, another one than elsewhere."""
    plain = hash  # of today: the salted one may take its place

    def salted(value: object, /) -> int:
        return plain((process, value)) if type(value) in (str, bytes) else plain(value)

    salted.__name__ = salted.__qualname__ = "hash"
    return salted


def own_builtins(process: str) -> dict[str, Any]:
    """Return the builtins of a module that lives in this process."""
    return {**vars(builtins), "hash": own_hash(process)}


def as_forked(namespace: Mapping[str, Any]) -> None:
    """Let the random generators of a module go on where a common parent left them."""
    for value in namespace.values():
        if type(value) is random.Random:
            value.setstate(COMMON)
