"""Katas to run: small, and with a harness of nothing."""

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Answer, Role

TESTS = """
import pytest
from {name} import double

def test_two():
    assert double(2) == 4, "twice two is four"

def test_three(rng):
    assert double(rng.randrange(3, 9)) > 5
"""


class Shelf:
    """Katas, and answers to them."""

    def __init__(self, library):
        self.library = library

    def kata(self, name="doubling", tests=TESTS, **values):
        """Write a kata about doubling, with a stub that is not started."""
        folder = self.library.kata(f"tiny/{name}", **values)
        (folder / f"test_{name}.py").write_text(tests.format(name=name), encoding="utf-8")
        (folder / f"{name}.py").write_text(
            "def double(x):\n    raise NotImplementedError\n", encoding="utf-8"
        )
        return catalogue.read_kata(folder)


@pytest.fixture
def shelf(library):
    """Return a library of katas about doubling."""
    return Shelf(library)


@pytest.fixture
def answer():
    """Return what makes an answer to a kata of one file."""

    def make(kata, text, role=Role.SUBMISSION, name="some"):
        return Answer(kata.slug, role, name, {kata.files[0]: text})

    return make
