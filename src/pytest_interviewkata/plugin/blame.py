"""Whose fault it is that a kata's tests cannot be imported, and how to say so in one line."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Kata

DEFINITION: Final = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
SHOWN: Final = 5
"""How many of a file's own names a message lists."""


def unreadable(kata: Kata) -> str | None:
    """Say which of the learner's files is gone or holds no text, before anything is imported."""
    said = (_unreadable(kata, name) for name in kata.files)
    return next(filter(None, said), None)


def _unreadable(kata: Kata, name: str) -> str | None:
    try:
        raw = (kata.folder / name).read_bytes()
    except FileNotFoundError:
        return f"{name} is missing: `interviewkata reset {kata.slug}` puts it back"
    except OSError as error:
        return f"{name}: cannot be read: {error.strerror or error}"
    return _no_text(name, raw)


def _no_text(name: str, raw: bytes) -> str | None:
    try:
        raw.decode()
        start, what = raw.find(0), "holds a NUL character"
    except UnicodeDecodeError as error:
        start, what = error.start, "is not UTF-8"
    line = raw.count(b"\n", 0, start) + 1
    return None if start < 0 else f"{name}:{line}: {what}: save the file as UTF-8"


def blame(error: BaseException, kata: Kata, test_file: Path) -> str | None:
    """Return one line if the learner's own file is at fault, None if something else is."""
    if isinstance(error, SyntaxError) and _own(error.filename, kata):
        return f"{Path(error.filename or '').name}:{error.lineno}: {_kind(error)}: {error.msg}"
    if (place := _place(error, kata)) is not None:
        return f"{place}: {_said(error)}"
    if isinstance(error, ImportError | AttributeError):
        return _missing_names(error, kata, test_file)
    return None


def _place(error: BaseException, kata: Kata) -> str | None:
    """Return file and line if the last step within the kata's folder was the learner's."""
    steps = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    inside = [(path, line) for path, line in steps if path.parent == kata.folder]
    if not inside or not _own(inside[-1][0], kata):
        return None
    path, line = inside[-1]
    return f"{path.name}:{line}"


def _own(path: str | Path | None, kata: Kata) -> bool:
    return path is not None and Path(path) in {kata.folder / name for name in kata.files}


def _said(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return "ends the program (exit) while it is imported; the tests need to import it"
    first = next(iter(str(error).splitlines()), "")
    return f"{_kind(error)}: {first}".removesuffix(": ")


def _kind(error: BaseException) -> str:
    return type(error).__name__


def _missing_names(error: ImportError | AttributeError, kata: Kata, test_file: Path) -> str | None:
    """Name what the tests ask of the learner's module and it does not have."""
    name = error.name if isinstance(error, ImportError) else _module_of(error)
    if name not in kata.modules:
        return None
    wanted = _imported(test_file, name)
    if isinstance(error, AttributeError) and error.name:
        wanted.append(error.name)
    there = vars(sys.modules.get(name, object)).keys()
    absent = ", ".join(repr(want) for want in dict.fromkeys(wanted) if want not in there)
    return f"the tests import {absent}, but {_defines(kata.folder / f'{name}.py')}"


def _module_of(error: AttributeError) -> str | None:
    return getattr(error.obj, "__name__", None)


def _imported(test_file: Path, module: str) -> list[str]:
    tree = ast.parse(test_file.read_bytes())
    froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return [alias.name for node in froms if node.module == module for alias in node.names]


def _defines(path: Path) -> str:
    names = list(dict.fromkeys(_public(ast.parse(path.read_bytes()))))
    more = ", …" if len(names) > SHOWN else ""
    return f"the file defines {', '.join(names[:SHOWN]) or 'nothing'}{more}"


def _public(tree: ast.Module) -> Iterator[str]:
    """Yield the functions and classes of a file first, then its other names."""
    names = [node.name for node in tree.body if isinstance(node, DEFINITION)]
    stored = (node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign))
    targets = (name for node in stored for name in ast.walk(node) if isinstance(name, ast.Name))
    names += [name.id for name in targets if isinstance(name.ctx, ast.Store)]
    yield from (name for name in names if not name.startswith("_"))
