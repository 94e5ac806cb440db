"""`interviewkata hint KATA`: one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.cli import options
from pytest_interviewkata.cli.terminal import Tone
from pytest_interviewkata.errors import KataError

if TYPE_CHECKING:
    from argparse import Namespace

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands
    from pytest_interviewkata.model import Kata
    from pytest_interviewkata.progress import Store


class NoSuchHint(KataError):
    """A hint was asked for by a number that the kata does not have."""

    def __init__(self, kata: Kata, step: int) -> None:
        super().__init__(f"{kata.slug} has no hint {step}: they are 1 to {len(kata.hints)}.")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands,
        "hint",
        "show the next hint of a kata",
        "Each call takes one step more, from where to look to nearly the answer.",
    )
    options.kata(parser)
    parser.add_argument("--step", type=int, metavar="N", help="show hint N, however far you are")
    parser.set_defaults(run=run)


def run(args: Namespace, app: App) -> int:
    """Show the next hint, or the one asked for, and remember that it was taken."""
    kata = app.kata(args.kata)
    taken = app.progress(lambda store: store.hints(app.library.id, kata.slug), 0)
    step = args.step if args.step is not None else taken + 1
    if args.step is None and taken >= len(kata.hints):
        return _all(kata, app)
    if not 1 <= step <= len(kata.hints):
        raise NoSuchHint(kata, step)
    _show(kata, step, app)
    _remember(kata, step - taken, app)
    return 0


def _show(kata: Kata, step: int, app: App) -> None:
    heading = f"{kata.slug}, hint {step} of {len(kata.hints)}"
    print(app.terminal.paint(heading, Tone.STRONG))
    print(app.terminal.wrap(kata.hints[step - 1], "  "))


def _all(kata: Kata, app: App) -> int:
    for step in range(1, len(kata.hints) + 1):
        _show(kata, step, app)
    print(f"These are all hints. `interviewkata solution {kata.slug} --spoil` shows an answer.")
    return 0


def _remember(kata: Kata, steps: int, app: App) -> None:
    def take(store: Store) -> None:
        for _ in range(steps):
            store.hint(app.library.id, kata.slug, app.now())

    app.progress(take, None)
