"""The command line, run in this process, on a library of a test's own."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.cli import main
from pytest_interviewkata.model import Attempt, Outcome
from pytest_interviewkata.progress import Store

OWN = 'library = "pytest-interviewkata"'


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Keep progress in a folder of the test's own."""
    home = tmp_path / "home"
    monkeypatch.setenv("INTERVIEWKATA_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def plain(monkeypatch):
    """Ask for nothing by the environment."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(home, capsys):
    """Run a command line; return its exit code and what it printed where."""

    def run(*argv):
        capsys.readouterr()
        code = main([str(word) for word in argv])
        out, err = capsys.readouterr()
        return SimpleNamespace(code=code, out=out, err=err, lines=out.splitlines())

    return run


@pytest.fixture
def katas(library, monkeypatch):
    """Stand in a library of two katas, one with an answer, both with their origins recorded."""
    library.concepts(head=OWN)
    for slug, level in (("redis/lru_cache", 2), ("redis/ttl", 4)):
        folder = library.kata(slug, level=level, title="A title that is told in the list")
        catalogue.write_origin(catalogue.read_kata(folder))
    library.write("solutions/redis/lru_cache/lru_cache.py", "exemplar = True\n")
    library.write("solutions/redis/lru_cache/README.md", "# Why\n")
    library.write("solutions/redis/lru_cache/right/stack.py", "")
    library.write("solutions/redis/lru_cache/right/queues.py", "")
    monkeypatch.chdir(library.root)
    return library


@pytest.fixture
def store(home, katas):
    """Return the store that the commands use."""
    return Store.open(home)


@pytest.fixture
def attempted(store):
    """Store an attempt at redis/lru_cache; what is not said is a pass on one's own, today."""

    def run(name="a", days_ago=0, **changes):
        ordinary = {
            "library": "pytest-interviewkata",
            "kata": "redis/lru_cache",
            "kata_version": 1,
            "at": datetime.now(UTC) - timedelta(days=days_ago),
            "outcome": Outcome.PASSED,
        }
        store.add([Attempt(name, **{**ordinary, **changes})])

    return run


@pytest.fixture
def no_store(home):
    """Put a file where the progress folder should be."""
    home.write_text("in the way", "utf-8")
    return home
