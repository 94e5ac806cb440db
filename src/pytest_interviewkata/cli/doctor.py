"""`interviewkata doctor`: what is here, what is missing, what that would give."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.cli import options
from pytest_interviewkata.cli.checks import Finding, State, findings
from pytest_interviewkata.cli.terminal import Tone
from pytest_interviewkata.cli.version import version

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands

TONES: Final = {State.OK: Tone.GOOD, State.MISSING: Tone.CARE, State.BROKEN: Tone.BAD}
INDENT: Final = " " * len("  missing ")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands, "doctor", "say what is installed, what is missing and what that would give"
    )
    options.library(parser)
    parser.set_defaults(run=run)


def run(args: Namespace, app: App) -> int:  # noqa: ARG001  every command is called alike
    """Print what was found; 1 when something has to be mended."""
    found = list(findings(app))
    print("\n".join(_lines(found, app)))
    return int(any(finding.state is State.BROKEN for finding in found))


def _lines(found: Sequence[Finding], app: App) -> Iterator[str]:
    yield app.terminal.paint(f"pytest-interviewkata {version()}", Tone.STRONG)
    for group, members in groupby(found, key=lambda finding: finding.group):
        yield app.terminal.paint(group, Tone.STRONG)
        for finding in members:
            yield from _finding(finding, app)


def _finding(finding: Finding, app: App) -> Iterator[str]:
    state = app.terminal.paint(f"{finding.state:<8}", TONES[finding.state])
    says = finding.says.replace("\n", f"\n{INDENT}")
    yield f"  {state}{finding.name}: {says}"
    if finding.advice:
        yield app.terminal.wrap(finding.advice, INDENT)
