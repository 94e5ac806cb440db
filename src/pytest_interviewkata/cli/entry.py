"""Parses the command line, runs one command and reports what the user can put right."""

from __future__ import annotations

import argparse
import io
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.cli.app import App
from pytest_interviewkata.cli.version import version
from pytest_interviewkata.errors import KataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

COMMANDS: Final = ("list", "hint", "solution", "reset", "init", "verify", "doctor")
USER_ERROR: Final = 2
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    _tolerate_narrow_encodings()
    args = _parser().parse_args(argv)
    try:
        code: int = args.run(args, App(getattr(args, "library", None)))
        sys.stdout.flush()
    except KataError as error:
        print(error, file=sys.stderr)
        return USER_ERROR
    except BrokenPipeError:
        return _hang_up()
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="interviewkata",
        description="Katas for backend engineering: `pytest katas` runs them, this does the rest.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version()}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in _commands():
        command.add(commands)
    return parser


def _commands() -> Iterator[ModuleType]:
    """Load the commands that there are: an installation may leave one out."""
    for name in COMMANDS:
        module = f"pytest_interviewkata.cli.{name}"
        if find_spec(module):
            yield import_module(module)


def _tolerate_narrow_encodings() -> None:
    """Print a question mark rather than fail where the terminal lacks a character."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _hang_up() -> int:
    """End quietly when whoever reads our output has gone, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1
