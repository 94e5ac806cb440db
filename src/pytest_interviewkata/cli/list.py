"""`interviewkata list`: every kata, in the order in which they are best done."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.cli import options
from pytest_interviewkata.cli.standing import Standing, standings
from pytest_interviewkata.cli.terminal import Tone

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands
    from pytest_interviewkata.model import Kata

TONES: Final = {Standing.PASSED: Tone.GOOD, Standing.DUE: Tone.CARE, Standing.FAILING: Tone.BAD}


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(commands, "list", "show all katas, in the order to do them in")
    options.library(parser)
    parser.add_argument("--json", action="store_true", help="for programs: one JSON document")
    parser.set_defaults(run=run)


def run(args: Namespace, app: App) -> int:
    """Print the catalogue with what has become of each kata so far."""
    found = standings(app)
    print(_json(app, found) if args.json else "\n".join(_lines(app, found)))
    return 0


def _lines(app: App, found: Mapping[str, Standing]) -> Iterator[str]:
    width = max((len(kata.name) for kata in app.catalogue), default=0)
    yield app.terminal.paint(f"{'':<10}{'':<{width}} lvl  min", Tone.FAINT)
    for topic in app.catalogue.topics:
        katas = app.catalogue.of_topic(topic)
        shown = sum(found[kata.slug] in {Standing.PASSED, Standing.DUE} for kata in katas)
        yield app.terminal.paint(f"{topic}: {shown} of {len(katas)} passed", Tone.STRONG)
        yield from (_line(kata, found[kata.slug], width, app) for kata in katas)


def _line(kata: Kata, standing: Standing, width: int, app: App) -> str:
    state = app.terminal.paint(f"{standing:<8}", TONES.get(standing, Tone.FAINT))
    facts = f"{kata.name:<{width}} {kata.level:>3} {kata.minutes:>4}  "
    room = app.terminal.width - len(f"  {standing:<8}{facts}")
    return f"  {state}{facts}{app.terminal.fit(kata.title, room)}"


def _json(app: App, found: Mapping[str, Standing]) -> str:
    katas = [_facts(kata, found[kata.slug]) for kata in app.catalogue]
    return json.dumps({"library": app.library.id, "katas": katas}, indent=2)


def _facts(kata: Kata, standing: Standing) -> dict[str, object]:
    return {
        "kata": kata.slug,
        "title": kata.title,
        "topic": kata.topic,
        "level": kata.level,
        "minutes": kata.minutes,
        "points": kata.points,
        "version": kata.version,
        "kind": kata.kind.value,
        "concepts": list(kata.concepts),
        "after": list(kata.after),
        "requires": list(kata.requires),
        "services": list(kata.services),
        "files": list(kata.files),
        "hints": len(kata.hints),
        "folder": str(kata.folder),
        "standing": standing.value,
    }
