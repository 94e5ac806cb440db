"""A SQLite file whose every change is an effect of a process."""

import sqlite3

import pytest

from pytest_interviewkata.harness.database import Database
from pytest_interviewkata.harness.doors import build, door
from pytest_interviewkata.harness.gate import Killed


class Gate:
    """Counts, and closes after so many effects."""

    def __init__(self, dies_after=None):
        self.dies_after = dies_after
        self.effects = []

    def before(self, label):
        if self.dies_after is not None and len(self.effects) >= self.dies_after:
            raise Killed

    def after(self, label):
        self.effects.append(label)
        self.before(label)


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "a.sqlite3", "create table t(x); insert into t values (1);")
    yield made
    made.close()


@pytest.fixture
def opened():
    """Return what opens connections, built the way the answer's side builds it."""
    made = []

    def opened(database, gate):
        made.append(build(**vars(door(database.reached_by(gate)))))
        return made[-1]

    yield opened
    for connect in made:
        connect.abandon()


def test_every_statement_and_every_commit_is_an_effect(database, opened):
    """By whichever method it is made, and also at the end of a `with` block."""
    gate = Gate()
    connection = opened(database, gate)()
    with connection:
        connection.execute("insert into t values (?)", (2,))
    connection.cursor().executemany("insert into t values (?)", [(3,), (4,)])
    connection.commit()
    connection.commit()
    connection.executescript("delete from t")

    assert gate.effects == [
        "insert into t values (?)",
        "COMMIT",
        "insert into t values (?)",
        "COMMIT",
        "delete from t",
    ]


@pytest.mark.parametrize("k", [1, 2])
def test_a_killed_process_commits_nothing_more(database, opened, k):
    """What was not committed when it died is undone, whatever its `finally` blocks try."""
    connect = opened(database, Gate(dies_after=k))

    def task():
        with connect() as connection:
            try:
                connection.execute("delete from t")
                connection.commit()
            finally:
                connection.execute("insert into t values (9)")

    with pytest.raises(Killed):
        task()
    connect.abandon()

    assert ([(1,)] if k == 1 else []) == database.execute("select x from t")


def test_an_error_in_a_with_block_rolls_back(database, opened):
    """As sqlite3 itself does it."""
    gate = Gate()

    def task():
        with opened(database, gate)() as connection:
            connection.execute("delete from t")
            raise LookupError

    with pytest.raises(LookupError):
        task()

    assert gate.effects[-1] == "ROLLBACK"
    assert database.execute("select x from t") == [(1,)]


def test_a_second_writer_is_refused_at_once_and_readers_go_on(database, opened):
    """Nobody waits for a lock: no other process could give it back meanwhile."""
    connect = opened(database, Gate())
    first, second = connect(), connect()
    first.execute("delete from t")

    assert second.execute("select x from t").fetchall() == [(1,)]
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        second.execute("insert into t values (2)")
    assert database.execute("select x from t") == [(1,)]


def test_the_tests_own_eyes_see_and_write_what_is_committed(database):
    """Outside of every process."""
    database.execute("insert into t values (?)", 2)

    assert database.execute("select x from t order by x") == [(1,), (2,)]
