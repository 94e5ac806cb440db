"""What our own distribution says of itself."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, metadata, requires
from typing import TYPE_CHECKING

from pytest_interviewkata.model import OWN_LIBRARY as DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator


def extras() -> tuple[str, ...]:
    """Name every extra; none when we run from a tree that nobody installed."""
    try:
        return tuple(metadata(DISTRIBUTION).get_all("Provides-Extra") or ())
    except PackageNotFoundError:
        return ()


def required() -> frozenset[str]:
    """Name every distribution that ours, with all its extras, can bring with it."""
    seen: set[tuple[str, str]] = set()
    todo = [(DISTRIBUTION, extra) for extra in ("", *extras())]
    while todo:
        new = set(_required_by(*todo.pop())) - seen
        seen |= new
        todo += new
    return frozenset(name for name, _ in seen)


def canonical(distribution: str) -> str:
    """Spell a distribution's name as all tools agree on."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _required_by(distribution: str, extra: str) -> Iterator[tuple[str, str]]:
    """Yield what a distribution needs for one of its extras: names, each with an extra of its."""
    try:
        lines = requires(distribution) or ()
    except PackageNotFoundError:
        return
    for line in lines:
        of_extra = re.search(r"""extra == ['"]([^'"]+)""", line)
        found = re.match(r"([\w.-]+)\s*(?:\[([^]]*)\])?", line)
        if found and (of_extra[1] if of_extra else "") in {extra, ""}:
            further = (found[2] or "").split(",")
            yield from ((canonical(found[1]), name.strip()) for name in ("", *further))
