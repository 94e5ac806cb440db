"""What of an exemplar is the answer's own work, and what the stub had given already."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def written(stub: Mapping[str, str], exemplar: Mapping[str, str]) -> frozenset[str]:
    """Name the functions, methods and classes that the exemplar does not share with the stub."""
    given = dict(_all(stub))
    own = {name for name, code in _all(exemplar) if given.get(name) != code}
    return frozenset(own | {name.partition(".")[0] for name in own})


def _all(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in files.items():
        if name.endswith(".py") and (tree := _parsed(text)):
            yield from _definitions(tree.body)


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except SyntaxError:
        return None


def _definitions(body: list[ast.stmt], of: str = "") -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, FUNCTION):
            yield f"{of}{node.name}", ast.dump(node)
        elif isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, f"{node.name}.")
