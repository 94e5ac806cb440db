"""The file grows with the program and is never taken for something else."""

import pytest

from pytest_interviewkata.progress import ProgressUnavailable, Store, migrations
from pytest_interviewkata.progress.store import FILE


@pytest.fixture
def applied(opened):
    """Read which steps the file says it has taken."""

    def read():
        with opened() as db:
            return migrations.applied(db)

    return read


def test_the_names_of_the_steps_are_the_applied_set(store, applied):
    """A file says itself which steps it has taken."""
    assert {step.__name__ for step in migrations.MIGRATIONS} == applied()


def test_an_older_file_is_brought_up_to_date_with_its_rows(home, attempt, applied, monkeypatch):
    """What an older version stored is still there after an upgrade."""
    with monkeypatch.context() as past:
        for module in ("migrations", "database"):
            past.setattr(
                f"pytest_interviewkata.progress.{module}.MIGRATIONS", migrations.MIGRATIONS[:1]
            )
        Store.open(home).add([attempt()])
        assert {"m001_attempts"} == applied()

    store = Store.open(home)

    assert {"m001_attempts", "m002_events"} == applied()
    assert store.attempts("main") == [attempt()]


def test_a_step_that_fails_leaves_the_file_as_it_was(home, attempt, monkeypatch):
    """Half a migration is no migration."""

    def m999_half(db):
        db.execute("drop table attempt")
        db.execute("no such statement")

    Store.open(home).add([attempt()])
    with monkeypatch.context() as future:
        for module in ("migrations", "database"):
            future.setattr(
                f"pytest_interviewkata.progress.{module}.MIGRATIONS",
                (*migrations.MIGRATIONS, m999_half),
            )
        with pytest.raises(ProgressUnavailable, match="syntax error"):
            Store.open(home)

    assert Store.open(home).attempts("main") == [attempt()]


def test_a_newer_file_is_left_alone(store, home, attempt, opened):
    """An older program neither reads nor writes what a newer one has changed."""
    store.add([attempt()])
    with opened() as db:
        db.execute("insert into migration values ('m100_from_the_future')")
    before = (home / FILE).read_bytes()

    with pytest.raises(ProgressUnavailable) as caught:
        Store.open(home)

    assert str(caught.value) == (
        f"Progress cannot be stored in {home / FILE}: a newer pytest-interviewkata wrote it "
        "(it knows m100_from_the_future). "
        "Nothing was changed. Upgrade: pip install -U pytest-interviewkata"
    )
    assert before == (home / FILE).read_bytes()


def test_the_database_of_something_else_is_left_alone(home, opened):
    """A file that happens to have our name is not filled with our tables."""
    with opened() as db:
        db.execute("create table holiday (photo)")
    before = (home / FILE).read_bytes()

    with pytest.raises(ProgressUnavailable, match="a database of something else"):
        Store.open(home)

    assert before == (home / FILE).read_bytes()
