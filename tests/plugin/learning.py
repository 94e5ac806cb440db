"""Somebody who runs pytest on a small library, and what came of it."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pytest_interviewkata import catalogue
from pytest_interviewkata.progress import Store

STUB = '''"""Two small sums."""


def double(n: int) -> int:
    """Return twice n."""
    raise NotImplementedError


def half(n: int) -> int:
    """Return half of n, rounded down."""
    raise NotImplementedError
'''
RIGHT = """
def double(n):
    return n + n


def half(n):
    return n // 2
"""
WRONG = """
def double(n):
    return n * n


def half(n):
    return n / 2
"""
TESTS = """
import pytest
from {name} import double, half


def test_double():
    assert double(2) == 4
    assert double(3) == 6, "Twice three is six."


@pytest.mark.parametrize("n", [4, 5])
def test_half(n):
    assert half(n) == n // 2, f"Half of {{n}} was wrong."


def test_both():
    assert half(double(7)) == 7
"""
QUIET = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "80"}
OWN = ("-p", "pytest_interviewkata.plugin", "-p", "no:cacheprovider")


@dataclass(frozen=True)
class Run:
    """What one pytest run said."""

    code: int
    out: str
    report: dict

    @property
    def outcomes(self):
        """Kata to its outcome."""
        return {kata["id"]: kata["status"] for kata in self.report.get("katas", ())}

    @property
    def tests(self):
        """Test to its outcome, of all katas."""
        katas = self.report.get("katas", ())
        return {test["name"]: test["status"] for kata in katas for test in kata["tests"]}

    @property
    def flat(self):
        """All that was printed, as one line."""
        return " ".join(self.out.split())

    @property
    def table(self):
        """The lines from the mastery table on, without the last."""
        return self.out.partition(" mastery ")[2].splitlines()[1:-1]

    def kata(self, slug):
        """Return the report of one kata."""
        return next(kata for kata in self.report["katas"] if kata["id"] == slug)

    def section(self, title):
        """Return the text below one of pytest's headings."""
        _, _, rest = self.out.partition(f" {title} =")
        below = rest.partition("\n")[2]
        return re.split(r"^={3,}.*={3,}$", below, maxsplit=1, flags=re.MULTILINE)[0]


class Learner:
    """Has a library and a home of their own."""

    def __init__(self, library, home):
        self.library = library
        self.root = library.root
        self.home = home

    def kata(self, slug, answer=STUB, tests=TESTS, **keys):
        """Add a kata; its origin is recorded with the stub in place."""
        name = slug.partition("/")[2]
        folder = self.library.kata(slug, **keys)
        (folder / f"{name}.py").write_text(STUB, encoding="utf-8")
        (folder / f"test_{name}.py").write_text(tests.format(name=name), encoding="utf-8")
        catalogue.write_origin(catalogue.read_kata(folder))
        self.answer(slug, answer)
        return folder

    def answer(self, slug, text):
        """Replace the learner's file: by text, or by bytes."""
        path = self.stub(slug)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def stub(self, slug):
        """Return the path of the learner's file."""
        return self.folder(slug) / f"{Path(slug).name}.py"

    def folder(self, slug):
        """Return where a kata lies."""
        return self.library.katas / slug

    def run(self, *args, cwd=None, env=None, own=OWN):
        """Run pytest in a child."""
        report = self.home.parent / "report.json"
        report.unlink(missing_ok=True)
        asked = ["--kata-report", f"json={report}"] if own else []
        child = subprocess.run(
            [sys.executable, "-m", "pytest", *own, *asked, *map(str, args)],
            cwd=cwd or self.root,
            env=os.environ | QUIET | {"INTERVIEWKATA_HOME": str(self.home)} | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        made = json.loads(report.read_text("utf-8")) if report.exists() else {}
        return Run(child.returncode, child.stdout, made)

    @property
    def store(self):
        """What is remembered of them."""
        return Store.open(self.home)

    @property
    def attempts(self):
        """Every attempt that was stored, oldest first."""
        return self.store.attempts(self.library_id)

    @property
    def library_id(self):
        """The name that the store knows the library by."""
        return self.root.name

    def spoil(self, slug):
        """Look at a solution."""
        self.store.spoil(self.library_id, slug, datetime.now(UTC))
