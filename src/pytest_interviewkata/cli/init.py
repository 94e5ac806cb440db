"""`interviewkata init DIR`: a workspace of one's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata import paths, workspace
from pytest_interviewkata.cli import options

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands
    from pytest_interviewkata.workspace import Written


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands,
        "init",
        "write katas into a folder of your own",
        "What is there already is never overwritten.",
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the folder; made when missing")
    parser.add_argument(
        "--topic",
        action="extend",
        nargs="+",
        default=[],
        dest="topics",
        metavar="T",
        help="only the katas of these topics",
    )
    options.library(parser, "the project's own")
    parser.set_defaults(run=run)


def run(args: Namespace, app: App) -> int:
    """Make the workspace, and say what was written and what was left alone."""
    # Not app.library: standing in one workspace, a second would copy the first.
    library = app.library if args.library else paths.own()
    done = workspace.init(args.dir, library, args.topics)
    print("\n".join(_report(args.dir, done)))
    return 0


def _report(folder: Path, done: Written) -> Iterator[str]:
    if done.written:
        yield f"Wrote to {folder}:"
        yield from _grouped(done.written)
    else:
        yield f"{folder} has all of it already: nothing was written."
    if done.kept:
        yield "Left alone, for it differs from what the library ships:"
        yield from (f"  {name}" for name in done.kept)
    topics = dict.fromkeys(slug.partition("/")[0] for slug in done.katas)
    yield f"Next: cd {folder}, then pytest katas/{next(iter(topics), '')}"


def _grouped(names: Sequence[str]) -> Iterator[str]:
    """Name what lies in a kata's folder by the folder alone."""
    counts = Counter(_kata_folder(name) for name in names)
    for name, count in counts.items():
        yield f"  {name}{f' ({count} files)' if name.endswith('/') else ''}"


def _kata_folder(name: str) -> str:
    parts = name.split("/")
    inside = len(parts) > len(("katas", "topic", "kata"))
    return f"{'/'.join(parts[:3])}/" if inside else name
