"""What must be true between the katas of one library."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.distribution import extras
from pytest_interviewkata.catalogue.names import bad_topic
from pytest_interviewkata.catalogue.neighbours import hidden_dependency
from pytest_interviewkata.catalogue.order import circle
from pytest_interviewkata.errors import InvalidFile, KataError, nearest, nearest_kata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pytest_interviewkata.catalogue.concepts import Concepts
    from pytest_interviewkata.model import Kata


def complaints(katas: Sequence[Kata], concepts: Concepts, *, whole: bool = True) -> list[KataError]:
    """Find everything that is wrong between katas that are each right by themselves.

    Where some katas could not be read, nobody is blamed for what those may hold.
    """
    checks = (
        _topics(katas),
        _hidden(katas),
        _modules(katas),
        _unknown_after(katas) if whole else (),
        _circle(katas),
        _unknown_concepts(katas, concepts),
        _idle_concepts(katas, concepts) if whole else (),
        _unknown_extras(katas),
    )
    return list(chain.from_iterable(checks))


def _wrong(kata: Kata, problem: str) -> KataError:
    return InvalidFile(kata.folder / "kata.toml", problem)


def _topics(katas: Iterable[Kata]) -> Iterator[KataError]:
    for kata in katas:
        if said := bad_topic(kata.topic):
            yield _wrong(kata, f"the topic's folder is named {kata.topic!r}: {said}.")


def _hidden(katas: Iterable[Kata]) -> Iterator[KataError]:
    for kata in katas:
        if distribution := hidden_dependency(kata.name):
            yield _wrong(kata, f"the name hides the module {kata.name!r} of {distribution}.")


def _modules(katas: Iterable[Kata]) -> Iterator[KataError]:
    """Insist that a name means one thing in the whole library: tests import by it."""
    owner: dict[str, Kata] = {}
    for kata in katas:
        for name in dict.fromkeys((kata.name, *kata.modules, *_support_modules(kata))):
            first = owner.setdefault(name, kata)
            if first is not kata:
                yield _wrong(kata, f"the name {name!r} is taken by {first.slug}: choose another.")


def _support_modules(kata: Kata) -> Iterator[str]:
    return (name.removesuffix(".py") for name in kata.support if name.endswith(".py"))


def _unknown_after(katas: Sequence[Kata]) -> Iterator[KataError]:
    slugs = [kata.slug for kata in katas]
    for kata in katas:
        for slug in kata.after:
            if slug not in slugs:
                yield _wrong(kata, f"after names no kata: {slug!r}. {nearest_kata(slug, slugs)}")


def _circle(katas: Sequence[Kata]) -> Iterator[KataError]:
    if found := circle(katas):
        first = next(kata for kata in katas if kata.slug == found[0])
        yield _wrong(first, f"after goes round in a circle: {' before '.join(found)}.")


def _unknown_concepts(katas: Iterable[Kata], concepts: Concepts) -> Iterator[KataError]:
    for kata in katas:
        for concept in kata.concepts:
            if concept not in concepts.titles:
                hint = nearest(concept, list(concepts.titles), "It lists")
                yield _wrong(kata, f"the concept {concept!r} is not in {concepts.path}. {hint}")


def _idle_concepts(katas: Iterable[Kata], concepts: Concepts) -> Iterator[KataError]:
    named = {concept for kata in katas for concept in kata.concepts}
    for concept in concepts.titles:
        if concept not in named:
            yield InvalidFile(concepts.path, f"no kata is about the concept {concept!r}.")


def _unknown_extras(katas: Iterable[Kata]) -> Iterator[KataError]:
    known = extras()
    for kata in katas:
        for extra in kata.requires:
            if known and extra not in known:
                hint = nearest(extra, known, "The extras are")
                yield _wrong(kata, f"requires no extra of ours: {extra!r}. {hint}")
