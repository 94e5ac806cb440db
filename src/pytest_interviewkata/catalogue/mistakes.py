"""`mistakes.toml`: the fingerprints of known mistakes. Written by `verify`, never by hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.table import Table, read_table
from pytest_interviewkata.model import Diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pytest_interviewkata.model import Kata

FILE = "mistakes.toml"
HEADING = "# Written by `interviewkata verify`: which tests each known mistake fails, and where.\n"


def read_diagnoses(kata: Kata) -> tuple[Diagnosis, ...]:
    """Read the mistakes that can be recognised in a kata; none when nothing was recorded."""
    path = kata.folder / FILE
    if not path.exists():
        return ()
    table = read_table(path, ("mistake",))
    return tuple(_diagnosis(entry) for entry in table.tables("mistake", ("name", "says", "fails")))


def write_diagnoses(kata: Kata, diagnoses: Iterable[Diagnosis]) -> Path:
    """Write the mistakes of a kata into its folder."""
    path = kata.folder / FILE
    text = HEADING + "format_version = 1\n" + "".join(map(_entry, diagnoses))
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _diagnosis(entry: Table) -> Diagnosis:
    tests = tuple(entry.mapping("fails"))
    fails = entry.table("fails", tests)
    return Diagnosis(
        name=entry.text("name"),
        says=entry.text("says"),
        fails={test: fails.whole(test) for test in tests},
    )


def _entry(diagnosis: Diagnosis) -> str:
    return "\n".join(_lines(diagnosis)) + "\n"


def _lines(diagnosis: Diagnosis) -> Iterator[str]:
    yield "\n[[mistake]]"
    yield f"name = {_quoted(diagnosis.name)}"
    yield f"says = {_quoted(diagnosis.says)}"
    yield "[mistake.fails]"
    yield from (f"{_quoted(test)} = {line}" for test, line in sorted(diagnosis.fails.items()))


def _quoted(text: str) -> str:
    # A JSON string is a TOML string, but for DEL, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
