"""`interviewkata reset KATA`: begin anew, and keep what was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata import workspace
from pytest_interviewkata.cli import options
from pytest_interviewkata.errors import KataError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands
    from pytest_interviewkata.model import Kata


class NobodyToAsk(KataError):
    """A question came up where nobody can answer it."""

    def __init__(self, kata: Kata) -> None:
        super().__init__(f"Resetting {kata.slug} needs a yes, and nobody is there: add --yes.")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands,
        "reset",
        "put a kata's files back as the library ships them",
        "Yours are kept in a backup.",
    )
    options.kata(parser)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: Namespace, app: App) -> int:
    """Reset the kata unless there is nothing to reset, or the user thinks better of it."""
    kata = app.kata(args.kata)
    workspace.original(kata)
    names = workspace.changed(kata)
    if not names:
        print(f"{kata.slug} is as the library ships it.")
        return 0
    if not args.yes and not _agreed(kata, names):
        print("Nothing was changed.")
        return 1
    now = app.now()
    backup = workspace.reset(kata, app.home, at=now)
    app.progress(lambda store: store.reset(app.library.id, kata.slug, now), None)
    print(f"{kata.slug} is as it began. Your files are kept in {backup}")
    return 0


def _agreed(kata: Kata, names: Sequence[str]) -> bool:
    try:
        answer = input(f"Put back {', '.join(names)} of {kata.slug}? A backup is kept. [y/N] ")
    except EOFError:
        raise NobodyToAsk(kata) from None
    return answer.strip().lower() in {"y", "yes"}
