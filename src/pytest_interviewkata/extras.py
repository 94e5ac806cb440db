"""Which extras of the distribution are installed: asked of metadata, never by importing."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pytest_interviewkata.model import OWN_LIBRARY as DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def missing(*extras: str) -> tuple[str, ...]:
    """Return the requirements of these extras that this environment does not meet.

    Importing would not do: started inside `katas/`, `import django` finds a topic's folder.
    """
    wanted = (need for extra in extras for need in _requirements(extra, frozenset()))
    return tuple(dict.fromkeys(str(need) for need in wanted if not _met(need)))


def _requirements(extra: str, seen: frozenset[str]) -> Iterator[Requirement]:
    for line in _declared():
        need = Requirement(line)
        if need.marker is None or not need.marker.evaluate({"extra": extra}):
            continue
        need.marker = None
        if canonicalize_name(need.name) == DISTRIBUTION:
            for inner in need.extras - seen:
                yield from _requirements(inner, seen | {extra})
        else:
            yield need


def _declared() -> list[str]:
    try:
        return requires(DISTRIBUTION) or []
    except PackageNotFoundError:  # run from a source tree that nobody installed
        return []


def _met(need: Requirement) -> bool:
    try:
        return need.specifier.contains(version(need.name), prereleases=True)
    except PackageNotFoundError:
        return False
