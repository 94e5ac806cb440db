"""The layers of architecture.md, read from the imports themselves."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "pytest_interviewkata"
LAYERS = [
    {"grading/trusted.py"},
    {"cli", "plugin"},
    {"takehome", "classroom"},
    {"verify"},
    {"grading"},
    {"runner"},
    {"sandbox", "workspace", "progress", "reports", "harness"},
    {"schedule"},
    {"catalogue", "mastery", "paths", "diagnosis", "extras"},
    {"model"},
    {"errors"},
]
RANK = {part: len(LAYERS) - row for row, parts in enumerate(LAYERS) for part in parts}
TRUSTED = "grading/trusted.py"
"""The grader's pytest plugin: only pytest loads it, in a child, so it stands above all others."""
KNOWS_PYTEST = {"plugin", TRUSTED}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE / "katas")


def part_of(path):
    where = path.relative_to(PACKAGE)
    return TRUSTED if where.as_posix() == TRUSTED else where.with_suffix("").parts[0]


def imports(path):
    """Yield every absolute module name that a file imports, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_module_imports_only_from_layers_below_its_own(path):
    """Parts of one row never import one another, and nothing looks up."""
    mine = part_of(path)
    if mine in {"__init__", "__main__"}:
        return
    assert mine in RANK, f"{mine} has no place in the layers"
    for name, line in imports(path):
        package, _, rest = name.partition(".")
        theirs = rest.partition(".")[0]
        if package != "pytest_interviewkata" or theirs not in RANK or theirs == mine:
            continue
        assert RANK[theirs] < RANK[mine], f"{path}:{line}: {mine} imports {theirs}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_the_plugin_and_the_trusted_side_know_pytest(path):
    """The core runs pytest as a child process or not at all."""
    where = path.relative_to(PACKAGE).as_posix()
    if any(where.startswith(known) for known in KNOWS_PYTEST):
        return
    for name, line in imports(path):
        assert name.partition(".")[0] not in {"pytest", "_pytest"}, f"{path}:{line}"


def test_loading_the_plugin_imports_the_standard_library_and_pytest_only():
    """Everyone who has the package installed pays for this module in every run."""
    allowed = sys.stdlib_module_names | {"pytest", "_pytest", "pytest_interviewkata"}
    for name, line in imports(PACKAGE / "plugin" / "__init__.py"):
        assert name.partition(".")[0] in allowed, f"line {line} imports {name}"
