"""Short ways to read, and to say what must be refused."""

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.errors import KataError


@pytest.fixture
def refusal():
    """Run something that must be refused, and return the message."""

    def run(read, *args):
        with pytest.raises(KataError) as caught:
            read(*args)
        return str(caught.value)

    return run


@pytest.fixture
def read_refused(library, refusal):
    """Write a kata with something wrong in its kata.toml, and return what is said about it."""

    def run(slug="redis/lru", **values):
        folder = library.kata(slug, **values)
        said = refusal(catalogue.read_kata, folder)
        assert str(folder / "kata.toml") in said
        return said

    return run


@pytest.fixture
def load_refused(library, refusal):
    """Load the library, which must be refused, and return the message."""
    return lambda: refusal(catalogue.load, library.katas)
