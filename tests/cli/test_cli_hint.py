"""`interviewkata hint KATA`."""

import pytest

from pytest_interviewkata.progress import ProgressUnavailable, Store
from pytest_interviewkata.progress.unavailable import FULL


def test_each_call_shows_one_hint_more(katas, run):
    """From where to look to nearly the answer."""
    said = [run("hint", "ttl").out for _ in range(3)]

    assert said == [
        "redis/ttl, hint 1 of 3\n  Look here.\n",
        "redis/ttl, hint 2 of 3\n  Think of this.\n",
        "redis/ttl, hint 3 of 3\n  Nearly the answer.\n",
    ]


def test_after_the_last_hint_all_are_shown_with_the_way_on(katas, store, run):
    """Asking again takes no further hint."""
    for _ in range(3):
        run("hint", "ttl")

    done = run("hint", "ttl")

    assert done.code == 0
    assert all(hint in done.out for hint in ("Look here.", "Think of this.", "Nearly the answer."))
    assert "These are all hints." in done.out
    assert "`interviewkata solution redis/ttl --spoil`" in done.out
    assert store.hints("pytest-interviewkata", "redis/ttl") == 3


def test_each_kata_has_its_own_count(katas, store, run):
    """A hint for one kata is none for another."""
    run("hint", "ttl")
    run("hint", "lru_cache")

    assert store.hints("pytest-interviewkata", "redis/ttl") == 1
    assert "hint 2 of 3" in run("hint", "ttl").out


def test_a_hint_is_shown_by_its_number(katas, store, run):
    """What comes before it counts as taken; looking back takes nothing."""
    assert "Think of this." in run("hint", "ttl", "--step", "2").out
    assert store.hints("pytest-interviewkata", "redis/ttl") == 2
    assert "Look here." in run("hint", "ttl", "--step", "1").out
    assert store.hints("pytest-interviewkata", "redis/ttl") == 2
    assert "Nearly the answer." in run("hint", "ttl").out


@pytest.mark.parametrize("step", ["0", "4", "-1"])
def test_a_hint_that_is_not_there_says_which_are(katas, run, step):
    """The numbers that there are."""
    done = run("hint", "ttl", f"--step={step}")

    assert done.code == 2
    assert done.err == f"redis/ttl has no hint {step}: they are 1 to 3.\n"


def test_a_long_hint_is_broken_into_lines(katas, run, monkeypatch):
    """It fits the terminal, and commands in it stay whole."""
    katas.kata("redis/ttl", hints=["word " * 40 + "http://example.org/" + "x" * 90])
    monkeypatch.setenv("COLUMNS", "80")

    *lines, last = run("hint", "ttl").lines

    assert max(map(len, lines)) <= 80
    assert last.endswith("x" * 90)


def test_a_store_that_fails_costs_hint_one_line(katas, no_store, run):
    """The hint is shown, and --step reaches the next one."""
    done = run("hint", "ttl")

    assert done.code == 0
    assert "Look here." in done.out
    assert len(done.err.splitlines()) == 1
    assert "Think of this." in run("hint", "ttl", "--step", "2").out


def test_a_hint_that_cannot_be_remembered_is_shown_all_the_same(katas, run, monkeypatch):
    """The store may open and then fail to write; one line says what was not saved."""

    def full(self, *_):
        raise ProgressUnavailable("The hint was not saved in", self.database.path, FULL)

    monkeypatch.setattr(Store, "hint", full)

    done = run("hint", "ttl", "--step", "3")

    assert done.code == 0
    assert "Nearly the answer." in done.out
    assert len(done.err.splitlines()) == 1
    assert "the disk is full" in done.err


def test_a_store_that_fails_twice_is_mentioned_once(katas, run, monkeypatch):
    """Reading and writing fail for one reason."""

    def full(self, *_):
        raise ProgressUnavailable("Not saved in", self.database.path, FULL)

    monkeypatch.setattr(Store, "hints", full)
    monkeypatch.setattr(Store, "hint", full)

    assert len(run("hint", "ttl").err.splitlines()) == 1
