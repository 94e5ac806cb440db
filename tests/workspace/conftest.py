"""Katas to work on, and a git that knows who commits."""

import subprocess

import pytest

from pytest_interviewkata import catalogue


@pytest.fixture
def kata(library):
    """Return a kata as the library ships it, with its origin recorded."""
    kata = catalogue.read_kata(library.kata("redis/lru"))
    catalogue.write_origin(kata)
    return kata


@pytest.fixture
def git(library):
    """Run git in the library."""

    def run(*command):
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0"]
        subprocess.run(
            ["git", *identity, *command], cwd=library.root, check=True, capture_output=True
        )

    return run


@pytest.fixture
def committed(git):
    """Commit the library as it stands."""

    def run():
        git("init", "-q")
        git("add", "-A", "-f")
        git("commit", "-q", "-m", "x")

    return run
