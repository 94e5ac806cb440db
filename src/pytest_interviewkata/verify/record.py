"""`proof.json`: what has been proved of a kata, and of which state of its files."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest_interviewkata
from pytest_interviewkata.errors import CannotWrite
from pytest_interviewkata.verify.findings import Impostors, Mutation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_interviewkata.verify.case import Case

FILE: Final = "proof.json"
FORMAT: Final = 1
"""Raised when what is proved changes: every record is stale then."""
LEFT_OUT: Final = frozenset({FILE, "mistakes.toml", "origin.json", "README.md"})
"""Written by verify itself, or checked every time."""
PYTHON: Final = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True)
class Record:
    """The result of one long proof."""

    hash: str
    python: str
    repeat: int
    seeds: int
    sides: tuple[str, ...]
    services: tuple[str, ...]
    mutants: Mutation
    impostors: Impostors
    format_version: int = FORMAT


def read(case: Case) -> Record | None:
    """Read a record; one that cannot be read proves nothing."""
    try:
        data = json.loads((case.folder / FILE).read_text("utf-8"))
        return _record(data)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(case: Case, record: Record) -> Path:
    """Write a record."""
    path = case.folder / FILE
    text = json.dumps(asdict(record), indent=2) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise CannotWrite(path, error) from error
    return path


def is_fresh(case: Case, record: Record | None) -> bool:
    """Say whether a record is about the files as they are now."""
    return record is not None and (record.hash, record.python, record.format_version) == (
        state(case),
        PYTHON,
        FORMAT,
    )


def state(case: Case) -> str:
    """Hash everything that a proof depends on: the kata, its solutions, the devices."""
    harness = Path(pytest_interviewkata.__file__).parent / "harness"
    total = hashlib.sha256()
    for folder in (case.kata.folder, case.folder, harness):
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            text = path.read_bytes().replace(b"\r\n", b"\n")
            total.update(f"{name} {hashlib.sha256(text).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    return (
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.name not in LEFT_OUT
    )


def _record(data: dict[str, Any]) -> Record:
    plain = data | {"sides": tuple(data["sides"]), "services": tuple(data["services"])}
    plain["mutants"] = Mutation(**data["mutants"])
    plain["impostors"] = Impostors(**data["impostors"])
    return Record(**plain)
