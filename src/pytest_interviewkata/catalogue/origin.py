"""`origin.json`: hashes of a kata's files as the library ships them. Written by `verify`."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue.reading import read_json
from pytest_interviewkata.errors import InvalidFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pytest_interviewkata.model import Kata

FILE = "origin.json"


def digest(text: str | bytes) -> str:
    """Hash a file's text, the same on every platform: newlines are newlines."""
    raw = text.encode() if isinstance(text, str) else text
    return hashlib.sha256(raw.replace(b"\r\n", b"\n")).hexdigest()


def read_origin(kata: Kata) -> Mapping[str, str]:
    """Read file name to hash; nothing when nothing was recorded."""
    path = kata.folder / FILE
    if not path.exists():
        return {}
    data = read_json(path)
    files = data.get("files") if isinstance(data, dict) else None
    if not isinstance(files, dict) or not all(_plain(*item) for item in files.items()):
        raise InvalidFile(path, 'must hold {"format_version": 1, "files": {name: sha256}}.')
    return files


def write_origin(kata: Kata) -> Path:
    """Record the kata's files as they are now: stubs, tests and support files."""
    names = sorted({*kata.files, kata.test_file.name, *kata.support})
    files = {name: digest((kata.folder / name).read_bytes()) for name in names}
    path = kata.folder / FILE
    text = json.dumps({"format_version": 1, "files": files}, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _plain(name: object, sha: object) -> bool:
    # A name is joined to a folder and written to by `reset`.
    plain = isinstance(name, str) and name not in {"", ".", ".."} and not {"/", "\\"} & set(name)
    return plain and isinstance(sha, str)
