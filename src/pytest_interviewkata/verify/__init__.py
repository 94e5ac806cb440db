"""The library's own honesty: what the tests of each kata accept and reject, proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.verify.case import case_of
from pytest_interviewkata.verify.findings import (
    Impostors,
    KataProof,
    Mutation,
    Options,
    Problem,
)
from pytest_interviewkata.verify.prove import prove
from pytest_interviewkata.verify.runs import run_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_interviewkata.model import Kata, Library
    from pytest_interviewkata.verify.case import Case

__all__ = ["Impostors", "KataProof", "Mutation", "NoSolutions", "Options", "Problem", "verify"]


class NoSolutions(KataError):
    """A library cannot be verified without its answers."""

    def __init__(self, library: Library) -> None:
        super().__init__(
            f"{library.root} has no solutions/ to verify the katas with. Name a library that has "
            "them (--library DIR), or install them: pip install pytest-interviewkata-solutions"
        )


def verify(
    katas: Sequence[Kata], library: Library, options: Options | None = None
) -> Iterator[KataProof]:
    """Prove katas. All answers run first, in rounds; then each kata has its long proof."""
    if library.solutions is None:
        raise NoSolutions(library)
    chosen = options or Options()
    cases: list[Case] = []
    for kata in katas:
        try:
            cases.append(case_of(kata, library.solutions))
        except (KataError, OSError, UnicodeDecodeError) as error:
            yield unreadable(kata, error)
    runs = run_all(cases, chosen)
    for case in cases:
        yield prove(case, runs[case.kata.slug], chosen)


def unreadable(kata: Kata, error: Exception) -> KataProof:
    """Say what is wrong with the answers of a kata that cannot even be read."""
    problem = Problem("answers", str(error))
    return KataProof(kata.slug, 0, 0, 0, Mutation(), Impostors(), 0, 0.0, (problem,))
