"""`kata.toml`, the description of one kata."""

from __future__ import annotations

import os
from pathlib import Path

from pytest_interviewkata.catalogue.names import bad_concept, bad_file, bad_name, bad_slug, bad_test
from pytest_interviewkata.catalogue.parameters import read_parameters
from pytest_interviewkata.catalogue.table import Table, read_table
from pytest_interviewkata.model import Grading, Kata, Kind, Limits

KEYS = (
    "title",
    "level",
    "minutes",
    "concepts",
    "after",
    "files",
    "requires",
    "services",
    "grading",
    "grading_reason",
    "hints",
    "kind",
    "guards",
    "support",
    "points",
    "version",
    "parameters",
    "limits",
)
SERVICES = ("redis", "postgres", "rabbitmq")
HARDEST = 5


def read_kata(folder: Path) -> Kata:
    """Read one kata by itself: a single file is opened, the library is not looked at."""
    # Not resolve(): a linked folder keeps the name that it is found by.
    folder = Path(os.path.abspath(folder))  # noqa: PTH100
    table = read_table(folder / "kata.toml", KEYS)
    kata = Kata(
        topic=folder.parent.name,
        name=folder.name,
        folder=folder,
        title=table.text("title"),
        level=table.whole("level", high=HARDEST),
        minutes=table.whole("minutes"),
        concepts=table.names("concepts", bad_concept),
        files=table.names("files", bad_file),
        kind=table.choice("kind", Kind),
        hints=table.texts("hints"),
        after=table.names("after", bad_slug, ()),
        requires=table.texts("requires", ()),
        services=table.words("services", SERVICES),
        grading=table.choice("grading", Grading, Grading.OUTSIDE),
        grading_reason=table.text("grading_reason", ""),
        guards=table.names("guards", bad_test, ()),
        support=table.names("support", bad_file, ()),
        points=table.whole("points", 10),
        version=table.whole("version", 1),
        parameters=read_parameters(table),
        limits=_limits(table.table("limits", ("seconds", "memory"))),
    )
    _check(kata, table)
    return kata


def _limits(table: Table) -> Limits:
    usual = Limits()
    return Limits(
        seconds=table.seconds("seconds", usual.seconds),
        memory_mb=table.whole("memory", usual.memory_mb),
    )


def _check(kata: Kata, table: Table) -> None:
    """Refuse what each key allows by itself and the others do not."""
    if said := bad_name(kata.name):
        table.fail(f"the kata's folder is named {kata.name!r}: {said}.")
    for file in kata.files:
        _check_file(kata, file, table)
    for file in set(kata.support) & {*kata.files, kata.test_file.name}:
        table.fail(f"support holds {file!r}, which has another part in this kata.")
    if kata.grading is Grading.INSIDE and not kata.grading_reason:
        table.fail('grading = "inside" needs grading_reason, one sentence.')


def _check_file(kata: Kata, file: str, table: Table) -> None:
    stem = file.partition(".")[0]
    alone = len(kata.files) == 1
    if stem != kata.name and (alone or not stem.startswith(f"{kata.name}_")):
        table.fail(
            f"files holds {file!r}, but the folder is named {kata.name!r}: "
            f"{'the file is' if alone else 'the files begin with'} {kata.name!r} too."
        )
