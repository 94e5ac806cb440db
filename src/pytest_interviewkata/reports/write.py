"""Reports into files: asked for as FORMAT=PATH, checked before the run, written whole."""

from __future__ import annotations

import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.reports.registry import FORMATS, Report, report

if TYPE_CHECKING:
    from pytest_interviewkata.model import Results


@dataclass(frozen=True)
class Target:
    """A report, and where it goes."""

    report: Report
    path: Path


class BadTarget(KataError):
    """What was asked for is not FORMAT=PATH."""

    def __init__(self, text: str) -> None:
        formats = ", ".join(FORMATS)
        super().__init__(
            f"{text!r} is not FORMAT=PATH. Write for example json=report.json. "
            f"The formats are {formats}."
        )


class ReportUnwritable(KataError):
    """The report cannot be written where it was asked for."""

    def __init__(self, target: Target, why: str) -> None:
        super().__init__(
            f"The {target.report.name} report cannot be written to {target.path}: {why}. "
            "Name another file, as FORMAT=PATH."
        )


def parse(text: str) -> Target:
    """Read FORMAT=PATH; the path is meant from where the run begins."""
    name, separator, path = text.partition("=")
    if not (separator and name and path):
        raise BadTarget(text)
    return Target(report(name), Path(path).expanduser().absolute())


def check(target: Target) -> None:
    """Find out before the run, as far as can be seen, what would stop the report after it."""
    path, folder = target.path, target.path.parent
    if not folder.is_dir():
        raise ReportUnwritable(target, f"{folder} is not a folder")
    if path.is_dir():
        raise ReportUnwritable(target, "it is a folder")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise ReportUnwritable(target, "permission denied")


def write(target: Target, results: Results) -> None:
    """Write the report whole or not at all."""
    check(target)
    text = target.report.render(results)
    try:
        _replace(target.path.resolve(), text)
    except OSError as error:
        raise ReportUnwritable(target, (error.strerror or str(error)).lower()) from error


def _replace(path: Path, text: str) -> None:
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")  # a device or a pipe keeps its place
        return
    draft = path.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
