"""The order in which katas are best done."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pytest_interviewkata.model import Kata

Rank = tuple[int, str, int, str]


def ordered(katas: Iterable[Kata], topics: Sequence[str]) -> tuple[Kata, ...]:
    """Put what comes first first; then topics as listed, the easier katas before the harder."""
    known = {kata.slug: kata for kata in katas}
    graph = _graph(known)
    graph.prepare()
    return tuple(known[slug] for slug in _taken(graph, known, topics))


def circle(katas: Iterable[Kata]) -> tuple[str, ...]:
    """Return a circle of `after`, each kata to be done before the next, if there is one."""
    try:
        _graph({kata.slug: kata for kata in katas}).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def _graph(known: Mapping[str, Kata]) -> TopologicalSorter[str]:
    return TopologicalSorter(
        {slug: [before for before in kata.after if before in known] for slug, kata in known.items()}
    )


def _taken(
    graph: TopologicalSorter[str], known: Mapping[str, Kata], topics: Sequence[str]
) -> Iterator[str]:
    waiting: list[tuple[Rank, str]] = []
    while graph.is_active():
        for slug in graph.get_ready():
            heappush(waiting, (_rank(known[slug], topics), slug))
        _, slug = heappop(waiting)
        graph.done(slug)
        yield slug


def _rank(kata: Kata, topics: Sequence[str]) -> Rank:
    listed = topics.index(kata.topic) if kata.topic in topics else len(topics)
    return listed, kata.topic, kata.level, kata.name
