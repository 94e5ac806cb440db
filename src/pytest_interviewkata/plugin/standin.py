"""Items that stand in for the tests of a file that cannot be imported."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    Nodes = list[pytest.Item | pytest.Collector]

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Reason:
    """Why the tests of a kata cannot run; the traceback is for `--pdb` only."""

    outcome: Outcome
    text: str
    trace: TracebackType | None = None


class StandIn(pytest.Item):
    """Has the node id of a real test, and fails or skips with the reason of its kata."""

    def __init__(self, *, reason: Reason, says: str, line: int, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.reason = reason
        self.says = says
        self.line = line
        if reason.outcome is Outcome.NOT_ASSESSED:
            self.add_marker(pytest.mark.skip(reason=reason.text))

    def runtest(self) -> None:
        """Fail with one line."""
        raise pytest.fail.Exception(self.says, pytrace=False).with_traceback(self.reason.trace)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the test that this one stands in for."""
        return self.path, self.line - 1, self.name


class StandInClass(pytest.Collector):
    """Holds the stand-ins of the tests of a class, so that they are found by name too."""

    def __init__(self, *, items: Nodes, **kwargs: object) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.items = items

    def collect(self) -> Nodes:
        """Return them."""
        return self.items


class StandIns:
    """Makes the stand-ins of one file: the first gives the reason, the rest wait for it."""

    def __init__(self, module: pytest.Module, reason: Reason) -> None:
        self._module = module
        self._reason = reason
        self._says = reason.text

    def nodes(self) -> Nodes:
        """Read the names of the tests from the file's text."""
        try:
            tree = ast.parse(self._module.path.read_bytes())
        except SyntaxError as error:
            where = f"{self._module.path.name}:{error.lineno}"
            raise self._module.CollectError(f"{where}: SyntaxError: {error.msg}") from None
        return list(self._below(tree, self._module))

    def _below(
        self, tree: ast.Module | ast.ClassDef, parent: pytest.Collector
    ) -> Iterator[pytest.Item | pytest.Collector]:
        for node in tree.body:
            if isinstance(node, FUNCTION) and self._module.funcnamefilter(node.name):
                yield self._stand_in(node, parent)
            elif isinstance(node, ast.ClassDef) and self._module.classnamefilter(node.name):
                held = StandInClass.from_parent(parent, name=node.name, items=[])
                held.items.extend(self._below(node, held))
                yield held

    def _stand_in(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, parent: pytest.Collector
    ) -> StandIn:
        says, self._says = self._says, f"waits for {self._reason.text.partition(':')[0]}"
        item: StandIn = StandIn.from_parent(
            parent, name=node.name, reason=self._reason, says=says, line=node.lineno
        )
        return item
