"""The distribution's extras: which there are, and what of each is not installed.

Asked of the installed distributions' metadata, never by importing: started inside
`katas/`, `import django` would find the topic's folder.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import TYPE_CHECKING

from pytest_interviewkata.model import OWN_LIBRARY as DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.requirements import Requirement


def extras() -> tuple[str, ...]:
    """Name every extra; none when we run from a tree that was never installed."""
    try:
        return tuple(metadata(DISTRIBUTION).get_all("Provides-Extra") or ())
    except PackageNotFoundError:
        return ()


def missing(extra: str) -> tuple[str, ...]:
    """Name what an extra needs and this Python does not have, as pip would be told it."""
    return tuple(dict.fromkeys(_missing(DISTRIBUTION, extra)))


def required() -> frozenset[str]:
    """Name every distribution that ours can bring with it."""
    seen: set[str] = set()
    todo = [DISTRIBUTION]
    while todo:
        for requirement in _requirements(todo.pop()):
            name = requirement.name.lower()
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return frozenset(seen)


def _missing(distribution: str, extra: str) -> Iterator[str]:
    for requirement in _requirements(distribution):
        if not _only_for(requirement, extra):
            continue
        if not _present(requirement):
            yield _plain(requirement)
            continue
        for further in requirement.extras:
            yield from _missing(requirement.name, further)


def _requirements(distribution: str) -> list[Requirement]:
    from packaging.requirements import Requirement  # noqa: PLC0415  slow, and rarely needed

    try:
        return [Requirement(line) for line in requires(distribution) or ()]
    except PackageNotFoundError:
        return []


def _only_for(requirement: Requirement, extra: str) -> bool:
    """Say whether an extra asks for this here, and the bare distribution does not."""
    marker = requirement.marker
    return bool(marker and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""}))


def _present(requirement: Requirement) -> bool:
    try:
        return requirement.specifier.contains(version(requirement.name), prereleases=True)
    except PackageNotFoundError:
        return False


def _plain(requirement: Requirement) -> str:
    wanted = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{wanted}{requirement.specifier}"
