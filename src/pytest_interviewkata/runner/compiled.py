"""Compiled files beside their source: what has been compiled once need not be again."""

from __future__ import annotations

import importlib.util
import marshal
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import CodeType

HEADER: Final = importlib.util.MAGIC_NUMBER + bytes([1, 0, 0, 0]) + bytes(8)
"""A .pyc that is not compared with its source."""


def lay(folder: Path, files: Mapping[str, str], code: Mapping[str, CodeType]) -> None:
    """Write the files of an answer, with the code of those that are compiled already."""
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8", newline="")
        cached = Path(importlib.util.cache_from_source(str(path)))
        if name in code:
            cached.parent.mkdir(exist_ok=True)
            cached.write_bytes(HEADER + marshal.dumps(code[name]))
        else:
            cached.unlink(missing_ok=True)
