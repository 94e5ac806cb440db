"""A store in a folder of its own, and attempts to put into it."""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pytest_interviewkata.model import Attempt, Outcome
from pytest_interviewkata.progress import Store
from pytest_interviewkata.progress.store import FILE

NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOBODY = 65534


@pytest.fixture
def at():
    """Moments by the number of days since New Year."""
    return lambda days: NEW_YEAR + timedelta(days=days)


@pytest.fixture
def attempt(at):
    """Make an attempt; what is not said is an ordinary pass."""

    def make(name="a1", days=0, **changes):
        ordinary = {
            "library": "main",
            "kata": "redis/cache_aside",
            "kata_version": 1,
            "at": at(days),
            "outcome": Outcome.PASSED,
        }
        return Attempt(name, **{**ordinary, **changes})

    return make


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def store(home):
    return Store.open(home)


@pytest.fixture
def opened(home):
    """Open the store's file behind the store's back."""

    @contextmanager
    def opening():
        home.mkdir(exist_ok=True)
        with closing(sqlite3.connect(home / FILE)) as db, db:
            yield db

    return opening


@pytest.fixture
def guarded(attempt):
    """Make a folder with one stored attempt, then work as somebody who is not root."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions of folders are POSIX")
    folder, user = Path(tempfile.mkdtemp()), os.geteuid()
    folder.as_uri()  # imports what nobody may not read where root has a Python of its own

    def guard(arrange):
        Store.open(folder).add([attempt()])
        folder.chmod(0o777)
        arrange(folder)
        if user == 0:
            os.seteuid(NOBODY)
        return folder

    yield guard
    if user == 0:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def locked_home(guarded):
    """Give a folder with one stored attempt that cannot be written."""
    return guarded(lambda folder: folder.chmod(0o555))
