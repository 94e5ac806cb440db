"""What goes into the store comes out of it, once."""

from dataclasses import fields

import pytest

from pytest_interviewkata.model import Attempt, Outcome
from pytest_interviewkata.progress import Store

KATA = "redis/cache_aside"


def test_an_attempt_comes_back_as_it_went_in(store, attempt):
    """Nothing of an attempt is lost or changed by storing it."""
    full = attempt(
        outcome=Outcome.FAILED, failed=("test_b", "test_a[ü]"), mistake="no_owner", hints=2,
        spoiled=True, edited=True, fresh=True, seconds=0.25,
    )  # fmt: skip

    store.add([full])

    assert store.attempts("main") == [full]


def test_each_field_of_an_attempt_has_its_column(store, opened):
    """A field added to Attempt needs a migration, and this says so."""
    with opened() as db:
        columns = {row[1] for row in db.execute("pragma table_info(attempt)")}

    assert {field.name for field in fields(Attempt)} == columns


def test_attempts_come_back_in_the_order_of_time(store, attempt):
    """The order of storing says nothing about the order of doing."""
    store.add([attempt("late", 3), attempt("early", 1)])
    store.add([attempt("middle", 2)])

    assert [found.id for found in store.attempts("main")] == ["early", "middle", "late"]


def test_an_attempt_is_stored_once(store, attempt):
    """Adding an attempt again changes nothing, so that a retry is harmless."""
    store.add([attempt(outcome=Outcome.PASSED)])
    store.add([attempt(outcome=Outcome.FAILED), attempt("a2", 1)])

    assert [found.outcome for found in store.attempts("main")] == [Outcome.PASSED] * 2


def test_adding_nothing_writes_nothing(store):
    """A run without katas leaves the file alone."""
    before = store.database.path.read_bytes()

    store.add([])

    assert before == store.database.path.read_bytes()


def test_libraries_do_not_see_each_other(store, attempt):
    """A kata of the same name in somebody's own library is another kata."""
    store.add([attempt("a1"), attempt("a2", library="other")])
    store.hint("other", KATA, attempt().at)

    assert [found.id for found in store.attempts("other")] == ["a2"]
    assert store.hints("main", KATA) == 0


def test_a_moment_without_time_zone_is_refused(store, attempt):
    """Every stored moment is one moment, wherever it is read."""
    with pytest.raises(ValueError, match="says no time zone"):
        store.add([attempt(at=attempt().at.replace(tzinfo=None))])


def test_hints_are_counted_for_each_kata(store, at):
    """Two hints of one kata are no hints of another."""
    store.hint("main", KATA, at(0))
    store.hint("main", KATA, at(0))

    assert store.hints("main", KATA) == 2
    assert store.hints("main", "redis/setnx_lock") == 0


def test_hints_begin_anew_with_the_kata(store, at):
    """Who resets a kata gets its first hint first again."""
    store.hint("main", KATA, at(0))
    store.reset("main", KATA, at(1))
    assert store.hints("main", KATA) == 0

    store.hint("main", KATA, at(2))
    assert store.hints("main", KATA) == 1


def test_a_look_at_the_solution_is_remembered(store, at):
    """From the look on the kata counts as spoiled, and no other does."""
    assert not store.spoiled("main", KATA)

    store.spoil("main", KATA, at(0))

    assert store.spoiled("main", KATA)
    assert not store.spoiled("main", "redis/setnx_lock")


@pytest.mark.parametrize(
    ("looks", "resets", "spoiled"),
    [
        ([0], [0], True),
        ([0], [1], False),
        ([0, 2], [1], True),
        ([0, 2], [3], False),
        ([1], [0], True),
        ([], [1], False),
    ],
)
def test_a_look_counts_until_the_kata_is_begun_anew_on_a_later_day(
    store, at, looks, resets, spoiled
):
    """Copying the solution, resetting and typing it in again does not undo the look."""
    for day in looks:
        store.spoil("main", KATA, at(day))
    for day in resets:
        store.reset("main", KATA, at(day + 0.1))

    assert spoiled == store.spoiled("main", KATA)


def test_the_histories_of_two_machines_merge(store, tmp_path, attempt, at):
    """Whatever either machine knows is known once, however often they are merged."""
    laptop = Store.open(tmp_path / "laptop")
    store.add([attempt("both"), attempt("desk", 1)])
    laptop.add([attempt("both"), attempt("lap", 2)])
    store.hint("main", KATA, at(0))
    laptop.hint("main", KATA, at(1))
    laptop.spoil("main", KATA, at(1))

    store.merge(laptop)
    store.merge(laptop)
    laptop.merge(store)

    assert [found.id for found in store.attempts("main")] == ["both", "desk", "lap"]
    assert store.attempts("main") == laptop.attempts("main")
    assert 2 == store.hints("main", KATA) == laptop.hints("main", KATA)
    assert store.spoiled("main", KATA)


def test_a_store_is_made_where_there_was_none(home):
    """The folder and its parents are made when they are missing."""
    Store.open(home / "deep" / "er")

    assert (home / "deep" / "er" / "progress.db").exists()


def test_the_file_is_written_ahead(store, opened):
    """Readers never wait for a writer."""
    with opened() as db:
        assert db.execute("pragma journal_mode").fetchall() == [("wal",)]
