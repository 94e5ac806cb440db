"""Changing one place of a Python file and leaving the rest as it was written."""

from __future__ import annotations

import ast
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHOWN: Final = 60
"""How much of a piece of code is shown."""
TAIL: Final = 20
"""How much of that is its end."""
ATOMS: Final = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.stmt)


@dataclass(frozen=True)
class Place:
    """A node, where it hangs in its parent, and all that stands above it, the module first."""

    node: ast.AST
    above: tuple[ast.AST, ...] = ()
    field: str = ""
    index: int | None = None

    @property
    def parent(self) -> ast.AST | None:
        """The node right above."""
        return self.above[-1] if self.above else None

    @property
    def outer(self) -> ast.AST:
        """The node itself, or the f-string around it: what is in there has no exact position."""
        strings = (node for node in self.above if isinstance(node, ast.JoinedStr))
        return next(strings, self.node)

    @property
    def line(self) -> int:
        """The line at which it begins."""
        return position(self.outer)[0]

    def below(self) -> Iterator[Place]:
        """Yield the places right below this one."""
        above = (*self.above, self.node)
        for field, value in ast.iter_fields(self.node):
            if isinstance(value, ast.AST):
                yield Place(value, above, field)
            elif isinstance(value, list):
                nodes = (pair for pair in enumerate(value) if isinstance(pair[1], ast.AST))
                yield from (Place(node, above, field, index) for index, node in nodes)


class Source:
    """The text of a Python file, and its tree."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self._raw = text.encode()
        self._starts = [0]
        for line in self._raw.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def with_node(self, place: Place, node: ast.AST) -> str:
        """Return the text with another node in one place."""
        if place.outer is place.node:
            return self._with(place.node, place.node, code_of(node))
        with _hung(place, node):
            return self._with(place.outer, place.outer, ast.unparse(place.outer))

    def without(self, statements: Sequence[ast.stmt]) -> str:
        """Return the text with nothing in place of some statements in a row."""
        return self._with(statements[0], statements[-1], "pass")

    def _with(self, first: ast.AST, last: ast.AST, code: str) -> str:
        begins = self._offset(*position(first)[:2])
        ends = self._offset(*position(last)[2:])
        return (self._raw[:begins] + code.encode() + self._raw[ends:]).decode()

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + column


def position(node: Any) -> tuple[int, int, int, int]:  # noqa: ANN401  nodes that have one share no class
    """Return line and column of the beginning and of the end."""
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


def code_of(node: ast.AST) -> str:
    """Write a node so that it can stand anywhere a node of its kind can."""
    code = ast.unparse(node)
    return code if isinstance(node, ATOMS) else f"({code})"


def shown(code: str) -> str:
    """Show a piece of code in one short line."""
    line = " ".join(code.replace("\\n", " ").split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - TAIL - 1]}…{line[-TAIL:]}"


@contextmanager
def _hung(place: Place, node: ast.AST) -> Iterator[None]:
    """Let another node hang in the tree for a while."""
    _hang(place, node)
    try:
        yield
    finally:
        _hang(place, place.node)


def _hang(place: Place, node: ast.AST) -> None:
    if place.index is None:
        setattr(place.parent, place.field, node)
    else:
        getattr(place.parent, place.field)[place.index] = node
