"""Importing the answer in its own process, and describing what it makes public."""

from __future__ import annotations

import builtins
import importlib
import linecache
import os
import sys
from pathlib import Path
from traceback import walk_tb
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.codec import Codec, dumps
from pytest_interviewkata.harness.border.leaves import Refused
from pytest_interviewkata.harness.forks import as_forked, own_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.harness.border.classes import Classes

LONGEST_VALUE = 100_000
"""A constant of a module that takes more bytes than this is not sent."""
_PLAIN = Codec()


def imported(
    classes: Classes,
    *,
    folder: str,
    modules: list[str],
    support: list[tuple[str, str, str]],
    shared: list[str],
) -> dict[str, Any]:
    """Import the answer's modules and return what they make public, or what is wrong with them."""
    os.chdir(folder)
    sys.path.insert(0, folder)
    classes.share(shared)
    try:
        for name, path, text in support:
            _support(name, path, text)
        builtins.hash = own_hash(f"process {os.getpid()}")
        found = {name: importlib.import_module(name) for name in modules}
        for module in found.values():
            as_forked(vars(module))
        return {"modules": {name: dict(_public(module)) for name, module in found.items()}}
    except BaseException as error:  # noqa: BLE001 - exit() is a way to fail, too
        return {"broken": _blame(error, Path(folder))}


def _support(name: str, path: str, text: str) -> None:
    """Make a support module from its text: the answer cannot bring another of that name."""
    module = sys.modules[name] = ModuleType(name)
    module.__file__ = path
    linecache.cache[path] = len(text), None, text.splitlines(keepends=True), path
    exec(compile(text, path, "exec"), vars(module))  # noqa: S102 - as importing it does


def _public(module: ModuleType) -> Iterator[tuple[str, tuple[str, Any, bool]]]:
    """Yield each name of a module: what it is, which one, and whether it is the module's own."""
    for name, value in vars(module).items():
        if name.startswith("__") or isinstance(value, ModuleType):
            continue
        own = getattr(value, "__module__", module.__name__) == module.__name__ and name[0] != "_"
        if isinstance(value, type) and issubclass(value, BaseException):
            yield name, ("class", value, own)
        elif _is_plain(value):
            yield name, ("value", value, own)
        else:
            yield name, ("handle", type(value).__name__, own)


def _is_plain(value: object) -> bool:
    try:
        return len(dumps(_PLAIN.encode(value))) <= LONGEST_VALUE
    except Refused:
        return False


def _blame(error: BaseException, folder: Path) -> str:
    """Say in one line what is wrong with the answer, and where."""
    if isinstance(error, SyntaxError):
        name = Path(error.filename or "").name
        return f"{name}:{error.lineno}: {type(error).__name__}: {error.msg}"
    steps = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    place = [f"{path.name}:{line}: " for path, line in steps if path.parent == folder]
    first = next(iter(str(error).splitlines()), "")
    said = f"{type(error).__name__}: {first}".removesuffix(": ")
    if isinstance(error, SystemExit):
        said = "ends the program (exit) while it is imported; the tests need to import it"
    return f"{place[-1] if place else ''}{said}"
