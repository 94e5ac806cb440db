"""Items that stand in for the tests of a file that cannot be imported."""

from __future__ import annotations

import ast
from itertools import chain, repeat
from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


class StandIn(pytest.Item):
    """Has the node id of a real test, and fails or skips with the reason of its kata."""

    def __init__(
        self,
        *,
        outcome: Outcome,
        reason: str,
        says: str,
        line: int,
        trace: TracebackType | None,
        **kwargs: object,
    ) -> None:
        super().__init__(**kwargs)  # type: ignore[arg-type]
        self.outcome = outcome
        self.reason = reason
        self.says = says
        self.line = line
        self.trace = trace
        if outcome is Outcome.NOT_ASSESSED:
            self.add_marker(pytest.mark.skip(reason=reason))

    def runtest(self) -> None:
        """Fail with one line; the traceback is there for `--pdb` only."""
        raise pytest.fail.Exception(self.says, pytrace=False).with_traceback(self.trace)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Point at the test that this one stands in for."""
        return self.path, self.line - 1, self.name


def stand_ins(
    module: pytest.Module, outcome: Outcome, reason: str, trace: TracebackType | None = None
) -> list[StandIn]:
    """Return one item for each test of a file: the first gives the reason, the rest wait."""
    says = chain([reason], repeat(f"waits for the line above: {reason.partition(':')[0]}"))
    return [
        StandIn.from_parent(
            module, name=name, outcome=outcome, reason=reason, says=text, line=line, trace=trace
        )
        for (name, line), text in zip(tests(module), says, strict=False)
    ]


def tests(module: pytest.Module) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of each test, read from the file's text."""
    for node in ast.parse(module.path.read_bytes()).body:
        if isinstance(node, FUNCTION) and module.funcnamefilter(node.name):
            yield node.name, node.lineno
        elif isinstance(node, ast.ClassDef) and module.classnamefilter(node.name):
            for inner in node.body:
                if isinstance(inner, FUNCTION) and module.funcnamefilter(inner.name):
                    yield f"{node.name}::{inner.name}", inner.lineno
