"""What the commands' parsers have in common."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from typing import Any, Protocol

    class Commands(Protocol):
        """Where a command adds its parser: what `add_subparsers` returns."""

        def add_parser(self, name: str, **kwargs: Any) -> ArgumentParser:  # noqa: ANN401
            """Add one command."""


def command(commands: Commands, name: str, about: str, more: str = "") -> ArgumentParser:
    """Add a command that is explained by one sentence, and perhaps a second part."""
    whole = f"{about[0].upper()}{about[1:]}. {more}".strip()
    return commands.add_parser(name, help=about, description=whole)


HERE: Final = "the workspace you stand in, else the project's own"


def library(parser: ArgumentParser, default: str = HERE) -> None:
    """Add --library."""
    parser.add_argument(
        "--library",
        type=Path,
        metavar="DIR",
        help=f"a folder with katas/ and solutions/ (default: {default})",
    )


def kata(parser: ArgumentParser) -> None:
    """Add the kata that a command is about, and the library to look for it in."""
    parser.add_argument("kata", metavar="KATA", help="topic/name, or the name alone")
    library(parser)
