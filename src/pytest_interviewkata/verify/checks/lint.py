"""The test files are fit for both sides of the border: what can be seen without running them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.verify.findings import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs

    Found = Iterator[tuple[int, str, str]]

CAPTURES: Final = frozenset({"caplog", "capsys", "capfd", "capsysbinary", "capfdbinary"})
PATCHES: Final = frozenset({"setattr", "delattr", "patch", "object"})
FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


def check(case: Case, runs: Runs) -> Iterator[Problem]:
    """Read the visible and the hidden tests."""
    del runs
    for path in (case.kata.test_file, case.hidden):
        if path and path.is_file():
            try:
                tree = ast.parse(path.read_bytes())
            except SyntaxError as error:
                yield Problem("tests", f"{path.name}:{error.lineno}: SyntaxError: {error.msg}")
            else:
                yield from _problems(path, tree, case)


def _problems(path: Path, tree: ast.Module, case: Case) -> Iterator[Problem]:
    found = [*_sleeps(tree)]
    if case.outside:
        answer = Answer(tree, case.kata.modules)
        found += [*_captures(tree), *_patches(tree, answer), *_identities(tree, answer)]
    for line, check_id, says in sorted(found):
        yield Problem(check_id, f"{path.name}:{line}: {says}")


class Answer:
    """What the names of a test file mean that belong to the answer."""

    def __init__(self, tree: ast.Module, modules: tuple[str, ...]) -> None:
        self.modules = set(modules)
        self.names: set[str] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in modules:
                self.names |= {alias.asname or alias.name for alias in node.names}
            elif isinstance(node, ast.Import):
                found = (alias for alias in node.names if alias.name in modules)
                self.modules |= {alias.asname or alias.name for alias in found}

    def objects(self, function: ast.AST) -> set[str]:
        """Return the names that hold objects of the answer's classes, and nothing else."""
        classes = {name for name in self.names if name[:1].isupper()}
        made: set[str] = set()
        other: set[str] = set()
        for node in ast.walk(function):
            if isinstance(node, ast.Assign):
                names = made if _called(node.value) in classes else other
                names |= {_name(target) for target in node.targets}
        return made - other - {""}

    def owns(self, node: ast.AST) -> bool:
        """Say whether an expression is the answer's module, or something out of it."""
        root = node
        while isinstance(root, ast.Attribute):
            root = root.value
        text = node.value if isinstance(node, ast.Constant) else ""
        named = isinstance(text, str) and text.partition(".")[0] in self.modules
        return named or _name(root) in self.modules | self.names


def _sleeps(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"time.sleep", "sleep"}:
            says = "sleeps in earnest. Move the clock instead: the `clock` fixture, or the world's."
            yield node.lineno, "real-time", says


def _captures(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, FUNCTION):
            for argument in (*node.args.args, *node.args.kwonlyargs):
                if argument.arg in CAPTURES:
                    says = f"{argument.arg} sees nothing of an answer behind the border."
                    yield node.lineno, "border", f"{says} Assert on what a caller can see."


def _patches(tree: ast.Module, answer: Answer) -> Found:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        verb = ast.unparse(node.func).rpartition(".")[2]
        if verb in PATCHES and answer.owns(node.args[0]):
            says = "patches the answer's inside, which is out of reach behind the border. "
            yield node.lineno, "border", f"{says}Hand a device or a spy over instead."


def _identities(tree: ast.Module, answer: Answer) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) == "isinstance":
            if len(node.args) > 1 and answer.owns(node.args[1]):
                says = "asks isinstance of the answer's class. Look at what the object does."
                yield node.lineno, "border", says
        elif isinstance(node, FUNCTION):
            yield from _comparisons(node, answer.objects(node))


def _comparisons(function: ast.AST, objects: set[str]) -> Found:
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            for operator, side in zip(node.ops, node.comparators, strict=True):
                compared = isinstance(operator, ast.Is | ast.IsNot | ast.Eq | ast.NotEq)
                if compared and {_name(node.left), _name(side)} & objects:
                    says = "compares an object of the answer. Behind the border it is a handle: "
                    yield node.lineno, "border", f"{says}compare its fields."


def _called(node: ast.AST) -> str:
    return _name(node.func) if isinstance(node, ast.Call) else ""


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""
