"""A staged tree: `katas/<topic>/<kata>/` in a temporary folder, one answer laid over each kata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.runner.how import INI
from pytest_interviewkata.workspace import staged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from pytest_interviewkata.model import Answer, Kata
    from pytest_interviewkata.runner.how import How

    Pair = tuple[Kata, Answer]


def stage(stack: ExitStack, root: Path, pairs: Iterable[Pair], how: How) -> list[Path]:
    """Lay answers over copies of their katas; return the test files to run."""
    (root / INI).write_text("[pytest]\n", "utf-8")
    return [_lay(stack, root, kata, answer, how) for kata, answer in pairs]


def prefix(kata: Kata) -> str:
    """How the node ids of a staged kata begin."""
    return f"katas/{kata.topic}/{kata.name}/"


def rounds(pairs: Sequence[Pair]) -> list[list[int]]:
    """Deal the answers into rounds, by position: each round holds a kata at most once."""
    dealt: list[list[int]] = []
    held: dict[str, int] = {}
    for position, (kata, _) in enumerate(pairs):
        turn = held[kata.slug] = held.get(kata.slug, -1) + 1
        if turn == len(dealt):
            dealt.append([])
        dealt[turn].append(position)
    return dealt


def _lay(stack: ExitStack, root: Path, kata: Kata, answer: Answer, how: How) -> Path:
    folder = root / prefix(kata)
    hidden = how.hidden_folder(kata)
    stack.enter_context(staged(kata, answer.files, into=folder, hidden=hidden))
    return folder / how.test_file(kata)
