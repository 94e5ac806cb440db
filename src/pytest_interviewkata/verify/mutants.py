"""Mutants of an exemplar: the same file with one small change each."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.verify.operators import changes
from pytest_interviewkata.verify.skeleton import compiled, skeleton
from pytest_interviewkata.verify.source import Place, Source, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import CodeType

FIELDS: Final = frozenset({"annotation", "returns", "type_params", "bases", "pattern"})
NODES: Final = (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.expr_context)
TYPING: Final = frozenset({"TypeVar", "ParamSpec", "NewType", "TypeAliasType", "cast"})
LOGGING: Final = frozenset(
    {"debug", "info", "warning", "error", "exception", "critical", "log", "getLogger"}
)
LOGGERS: Final = frozenset({"log", "logger", "logging", "LOG", "LOGGER", "_log", "_logger"})
NAMES: Final = frozenset({"__all__", "__slots__"})


@dataclass(frozen=True)
class Mutant:
    """One file of an answer with one change. `id` is how `[[equivalent]]` names it."""

    id: str
    file: str
    text: str
    line: int
    code: CodeType


def mutants(files: Mapping[str, str]) -> list[Mutant]:
    """Make the mutants of every Python file; those that change nothing are left out."""
    made = [one for name, text in files.items() if name.endswith(".py") for one in of(name, text)]
    return list(_numbered(made))


def of(name: str, text: str) -> Iterator[Mutant]:
    """Make the mutants of one file."""
    source = Source(text)
    seen = {skeleton(code) for code in [compiled(text)] if code}
    for line, change, mutated in _changed(source):
        code = compiled(mutated, name)
        if code and (shape := skeleton(code)) not in seen:
            seen.add(shape)
            yield Mutant(f"{name}:{line} {change}", name, mutated, line, code)


def _changed(source: Source) -> Iterator[tuple[int, str, str]]:
    for place in _places(Place(source.tree)):
        for node in changes(place):
            change = _named(ast.unparse(place.node), ast.unparse(node))
            yield place.line, change, source.with_node(place, node)
        if isinstance(place.node, ast.ExceptHandler):
            change = _named(ast.unparse(place.node), "swallow it")
            yield place.line, change, source.without(place.node.body)


def _named(before: str, after: str) -> str:
    return f"{shown(before)} -> {shown(after)}"


def _places(place: Place) -> Iterator[Place]:
    """Walk the code that does something: no docstrings, annotations, imports or log lines."""
    for below in place.below():
        if not _is_idle(below):
            yield below
            yield from _places(below)


def _is_idle(place: Place) -> bool:
    node = place.node
    return (
        place.field in FIELDS
        or isinstance(node, NODES)
        or _is_text(node)
        or _is_guard(node)
        or _is_protocol(node)
        or bool(_names(node) & NAMES)
        or (isinstance(node, ast.Expr) and _is_logging(node.value))
        or (isinstance(node, ast.Call) and _name(node.func) in TYPING)
    )


def _is_text(node: ast.AST) -> bool:
    """Say whether a statement is a docstring, or `...`."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_guard(node: ast.AST) -> bool:
    """Say whether it is `if __name__ == "__main__"` or `if TYPE_CHECKING`."""
    if not isinstance(node, ast.If):
        return False
    names = {_name(each) for each in ast.walk(node.test)}
    return bool(names & {"__name__", "TYPE_CHECKING"})


def _is_protocol(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and "Protocol" in {_name(base) for base in node.bases}


def _is_logging(node: ast.expr) -> bool:
    """Say whether it writes a log line: no test sees across the border whether it is there."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    return node.func.attr in LOGGING and _name(node.func.value) in LOGGERS


def _names(node: ast.AST) -> set[str]:
    """Return what a statement assigns to."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {_name(target) for target in targets}


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _numbered(made: list[Mutant]) -> Iterator[Mutant]:
    """Tell apart what would have the same name."""
    met: Counter[str] = Counter()
    for mutant in made:
        met[mutant.id] += 1
        again = f" ({met[mutant.id]})" if met[mutant.id] > 1 else ""
        yield replace(mutant, id=mutant.id + again)
