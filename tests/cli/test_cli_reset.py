"""`interviewkata reset KATA`."""

import io
import sys

import pytest

from pytest_interviewkata import paths


@pytest.fixture
def worked_on(katas, tmp_path, monkeypatch):
    """Return the stub of a kata, edited; an untouched copy is installed."""
    stub = katas.katas / "redis" / "ttl" / "ttl.py"
    packaged = tmp_path / "site" / "redis" / "ttl" / "ttl.py"
    packaged.parent.mkdir(parents=True)
    packaged.write_bytes(stub.read_bytes())
    monkeypatch.setattr(paths, "packaged", lambda: tmp_path / "site")
    stub.write_text("mine\n", "utf-8")
    return stub


@pytest.fixture
def answering(monkeypatch):
    """Type an answer."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


@pytest.mark.parametrize("answer", ["y\n", "Yes\n", " YES "])
def test_reset_asks_and_then_puts_the_stub_back(worked_on, home, run, answering, answer):
    """The question names the files, and the answer says where the backup is."""
    answering(answer)

    done = run("reset", "ttl")

    (backup,) = (home / "backups" / "redis" / "ttl").iterdir()
    assert done.code == 0
    assert "Put back ttl.py of redis/ttl? A backup is kept. [y/N]" in done.out
    assert done.out.endswith(f"redis/ttl is as it began. Your files are kept in {backup}\n")
    assert "stub" in worked_on.read_text("utf-8")
    assert (backup / "ttl.py").read_text("utf-8") == "mine\n"


@pytest.mark.parametrize("answer", ["n\n", "\n", "no\n", "maybe\n"])
def test_anything_but_yes_changes_nothing(worked_on, home, run, answering, answer):
    """No is the default."""
    answering(answer)

    done = run("reset", "ttl")

    assert done.code == 1
    assert done.out.endswith("Nothing was changed.\n")
    assert worked_on.read_text("utf-8") == "mine\n"
    assert not home.exists()


def test_with_yes_nobody_is_asked(worked_on, run, answering):
    """For scripts."""
    answering("")

    assert run("reset", "ttl", "--yes").code == 0
    assert "stub" in worked_on.read_text("utf-8")


def test_where_nobody_can_answer_it_says_how_to_say_yes(worked_on, run, answering):
    """An end of input is no consent."""
    answering("")

    done = run("reset", "ttl")

    assert done.code == 2
    assert done.err == "Resetting redis/ttl needs a yes, and nobody is there: add --yes.\n"
    assert worked_on.read_text("utf-8") == "mine\n"


def test_an_untouched_kata_needs_no_reset(katas, home, run):
    """Nothing is asked and nothing is written."""
    done = run("reset", "lru_cache")

    assert (done.code, done.out) == (0, "redis/lru_cache is as the library ships it.\n")
    assert not home.exists()


def test_a_deleted_stub_is_brought_back(worked_on, run):
    """The message of a run with a missing stub names this command."""
    worked_on.unlink()

    assert run("reset", "ttl", "--yes").code == 0
    assert "stub" in worked_on.read_text("utf-8")


def test_reset_begins_the_count_of_hints_anew(worked_on, store, run):
    """A new beginning is a new beginning."""
    run("hint", "ttl")
    run("reset", "ttl", "--yes")

    assert store.hints("pytest-interviewkata", "redis/ttl") == 0
    assert "hint 1 of 3" in run("hint", "ttl").out


def test_an_original_that_is_lost_is_said_before_anything_is_asked(katas, run, answering):
    """No question whose answer could not be obeyed."""
    (katas.katas / "redis" / "ttl" / "ttl.py").write_text("mine\n", "utf-8")
    answering("y\n")

    done = run("reset", "ttl")

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("The original of ttl.py (redis/ttl) was not found.")


def test_a_backup_that_cannot_be_written_stops_the_reset(worked_on, no_store, run):
    """The learner's work is never the price."""
    done = run("reset", "ttl", "--yes")

    assert done.code == 2
    assert "cannot be written" in done.err
    assert worked_on.read_text("utf-8") == "mine\n"
