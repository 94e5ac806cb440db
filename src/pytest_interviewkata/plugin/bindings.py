"""What a test file took from the answer's modules, and how to give it another answer's."""

from __future__ import annotations

import ast
import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.dispatch import dispatching

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Taken = dict[str, tuple[str, str | None]]
    """Name in the test file to module and name in the module; None is the module itself."""


class Bindings:
    """The names of some test files that belong to the answer."""

    def __init__(self, modules: Collection[str]) -> None:
        self._modules = frozenset(modules)
        self._taken: dict[Path, Taken] = {}

    def read(self, files: Iterable[Path]) -> bool:
        """Find the names; say whether they are all that the files took when they were imported."""
        trees = {file: ast.parse(file.read_bytes()) for file in files}
        self._taken = {file: taken(tree, self._modules) for file, tree in trees.items()}
        return not any(used_at_import(tree, self._taken[file]) for file, tree in trees.items())

    def renew(self, namespaces: Mapping[Path, dict[str, Any]]) -> None:
        """Give the test files the names of the modules that are there now."""
        for file, namespace in namespaces.items():
            for name, (module, attribute) in self._taken[file].items():
                found = sys.modules[module]
                namespace[name] = getattr(found, attribute) if attribute else found


def install(modules: Sequence[str], folder: Path) -> None:
    """Import the answer's modules anew, from the files as they are now."""
    for name in modules:
        sys.modules.pop(name, None)
    with dispatching():
        for name in modules:
            if name not in sys.modules:
                load(name, folder / f"{name}.py")


def load(name: str, path: Path) -> None:
    """Import one module from one place, without looking for it in others first."""
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module.")
    module = sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(module)


def taken(tree: ast.Module, modules: Collection[str]) -> Taken:
    """Return what a file imports from these modules."""
    names: Taken = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in modules:
            module = str(node.module)
            names |= {a.asname or a.name: (module, a.name) for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.asname or a.name: (a.name, None) for a in node.names if a.name in modules}
    return names


def used_at_import(tree: ast.Module, names: Collection[str]) -> bool:
    """Say whether a file uses one of these names while it is imported."""
    return "*" in names or any(
        isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load)
        for node in at_import(tree)
    )


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs while a file is imported: all but the bodies of functions."""
    if isinstance(tree, ast.Lambda):
        children: Iterable[ast.AST] = [tree.args]
    elif isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
        children = [*tree.decorator_list, tree.args, *([tree.returns] if tree.returns else [])]
    else:
        children = ast.iter_child_nodes(tree)
    for child in children:
        yield child
        yield from at_import(child)
