"""`--kata-report FORMAT=PATH`: which file gets which format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pytest_interviewkata.model import Results


def parsed(text: str) -> tuple[str, Path]:
    """Split FORMAT=PATH; raises ValueError that says which formats there are."""
    name, equals, path = text.partition("=")
    if not equals or not path:
        raise ValueError(f"{text!r} is not FORMAT=PATH, for instance json=katas.json")
    from pytest_interviewkata.reports.registry import FORMATS  # noqa: PLC0415

    if name not in FORMATS:
        close = nearest(name, sorted(FORMATS), "The formats are")
        raise ValueError(f"there is no format {name!r}. {close}")
    return name, Path(path)


def write(asked: Iterable[str], results: Results, here: Path) -> Iterator[str]:
    """Write the reports that were asked for; yield one line for each that cannot be."""
    for name, path in map(parsed, asked):
        from pytest_interviewkata.reports.registry import FORMATS  # noqa: PLC0415

        try:
            (here / path).write_text(FORMATS[name].render(results), encoding="utf-8")
        except OSError as error:
            yield f"--kata-report: {path} was not written: {error.strerror or error}"
