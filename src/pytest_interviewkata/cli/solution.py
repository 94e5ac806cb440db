"""`interviewkata solution KATA`: how the library answers, after one has answered oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue import read_answers
from pytest_interviewkata.cli import options
from pytest_interviewkata.cli.terminal import Tone
from pytest_interviewkata.errors import KataError
from pytest_interviewkata.mastery import evidence
from pytest_interviewkata.model import OWN_LIBRARY, Role

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands
    from pytest_interviewkata.model import Kata


class NoSolutions(KataError):
    """There are no solutions beside these katas."""

    def __init__(self, kata: Kata, library: str) -> None:
        advice = (
            "They are a distribution of their own: pip install pytest-interviewkata-solutions"
            if library == OWN_LIBRARY
            else "They belong beside its katas/ folder, in solutions/."
        )
        super().__init__(f"The solution of {kata.slug} is not here. {advice}")


class NotPassedYet(KataError):
    """The solution was asked for before the kata was passed."""

    def __init__(self, kata: Kata) -> None:
        super().__init__(
            f"You have not passed {kata.slug} yet. `interviewkata hint {kata.slug}` helps; "
            "--spoil shows the solution all the same, and your pass then counts for half."
        )


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands, "solution", "show the library's answers to a kata that you have passed"
    )
    options.kata(parser)
    parser.add_argument("--spoil", action="store_true", help="show them before you have passed")
    parser.set_defaults(run=run)


def run(args: Namespace, app: App) -> int:
    """Show the exemplar and name what else there is."""
    kata = app.kata(args.kata)
    solutions = app.library.solutions
    if solutions is None or not (solutions / kata.topic / kata.name).is_dir():
        raise NoSolutions(kata, app.library.id)
    passed = _passed(kata, app)
    if not passed and not args.spoil:
        raise NotPassedYet(kata)
    lines = list(_lines(kata, solutions, app))
    if not passed:
        app.progress(lambda store: store.spoil(app.library.id, kata.slug, app.now()), None)
    print("\n".join(lines))
    return 0


def _passed(kata: Kata, app: App) -> bool:
    return evidence(app.attempts(), kata, app.now()) is not None


def _lines(kata: Kata, solutions: Path, app: App) -> Iterator[str]:
    answers = read_answers(kata, solutions)
    folder = solutions / kata.topic / kata.name
    exemplar = next(answer for answer in answers if answer.role is Role.EXEMPLAR)
    for name, text in exemplar.files.items():
        yield app.terminal.paint(str(folder / name), Tone.STRONG)
        yield text
    if (folder / "README.md").is_file():
        yield f"Why it is so, and what to ask next: {folder / 'README.md'}"
    right = [answer.name for answer in answers if answer.role is Role.RIGHT]
    if right:
        yield f"Other right answers, in {folder / 'right'}: {', '.join(right)}"
