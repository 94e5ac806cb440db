"""Reading the library's files: what cannot be read says which file, which line and why."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import InvalidFile

if TYPE_CHECKING:
    from pathlib import Path


def read_text(path: Path) -> str:
    """Return a file's text with plain newlines."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InvalidFile(path, "the file is missing.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidFile(path, f"line {line} is not UTF-8. Save the file as UTF-8.") from None
    except OSError as error:
        raise InvalidFile(path, f"cannot be read: {error.strerror or error}.") from error


def read_toml(path: Path) -> dict[str, object]:
    """Return a TOML file as it stands."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(path, f"{_line(str(error), text)} is not TOML: {error}.") from None


def read_json(path: Path) -> object:
    """Return a JSON file as it stands."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise InvalidFile(path, f"line {error.lineno} is not JSON: {error.msg}.") from None


def _line(message: str, text: str) -> str:
    found = re.search(r"at line (\d+)", message)
    return f"line {found[1] if found else len(text.splitlines())}"
