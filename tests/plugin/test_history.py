"""What is remembered of a run, where from, and what happens when it cannot be."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from learning import RIGHT, STUB, WRONG

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Diagnosis, Outcome


def test_a_whole_run_is_an_attempt(learner):
    """Passed and failed alike, with the tests that failed."""
    learner.kata("maths/sums", RIGHT, version=3)
    learner.kata("maths/tens", WRONG)

    learner.run("katas")

    tens, sums = sorted(learner.attempts, key=lambda attempt: attempt.outcome)
    assert (sums.kata, sums.outcome, sums.failed) == ("maths/sums", Outcome.PASSED, ())
    assert sums.kata_version == 3
    assert tens.outcome is Outcome.FAILED
    assert tens.failed == ("test_both", "test_double", "test_half[5]")


def test_of_an_untouched_stub_only_the_first_meeting_is_remembered(learner):
    """Looking at sixty katas every day is no history."""
    learner.kata("maths/sums", STUB)

    for _ in range(3):
        learner.run("katas")

    assert [attempt.fresh for attempt in learner.attempts] == [True]


def test_mastery_comes_from_what_was_stored(learner):
    """A pass is still worth something in the next run of other katas of the topic."""
    learner.kata("maths/sums", RIGHT)
    learner.kata("maths/tens", WRONG)
    learner.run("katas/maths/sums")

    run = learner.run("katas/maths/tens")

    (topic,) = run.report["topics"]
    assert (topic["id"], topic["passed"], topic["katas"]) == ("maths", 1, 2)
    assert topic["mastery"] == 1
    assert "1 of 2 katas" in run.out


def test_only_the_topics_of_the_run_are_in_its_table(learner):
    """Running one topic says nothing of another."""
    learner.kata("maths/sums", RIGHT)
    learner.kata("words/upper", RIGHT)

    run = learner.run("katas/words")

    assert [topic["id"] for topic in run.report["topics"]] == ["words"]
    assert "maths" not in "".join(run.table)


def test_attempts_are_counted_without_the_fresh_ones(learner):
    """The report says how often the kata was tried, this time included."""
    learner.kata("maths/sums", STUB)
    learner.run("katas")
    learner.answer("maths/sums", WRONG)
    learner.run("katas")
    learner.answer("maths/sums", RIGHT)

    assert learner.run("katas").kata("maths/sums")["attempts"] == 2


def test_a_look_at_the_solution_is_remembered_with_the_attempt(learner):
    """A pass after it is worth less, and the table says so."""
    learner.kata("maths/sums", RIGHT)
    learner.spoil("maths/sums")

    run = learner.run("katas")

    assert run.kata("maths/sums")["spoiled"]
    assert [attempt.spoiled for attempt in learner.attempts] == [True]
    assert run.report["topics"][0]["mastery"] == 0.5


def test_a_recognised_mistake_is_named_and_remembered(learner):
    """From the fingerprints beside the kata, of a whole run."""
    folder = learner.kata("maths/sums", WRONG)
    fails = {"test_double": 8, "test_half[5]": 13, "test_both": 17}
    known = Diagnosis("squares", "You square where you should double.", fails)
    catalogue.write_diagnoses(catalogue.read_kata(folder), [known])

    run = learner.run("katas")

    assert run.kata("maths/sums")["mistakes"] == [
        {"name": "squares", "says": "You square where you should double."}
    ]
    assert "You square where you should double." in run.flat
    assert [attempt.mistake for attempt in learner.attempts] == ["squares"]
    assert learner.run("katas", "-k", "double").kata("maths/sums")["mistakes"] == []


def test_it_does_not_matter_where_pytest_is_started(learner):
    """From the root, from within and from far away: one history."""
    learner.kata("maths/sums", RIGHT)
    folder = learner.folder("maths/sums")

    learner.run("katas")
    learner.run(cwd=folder)
    learner.run(folder, cwd=learner.home.parent)
    learner.run(folder / "test_sums.py", cwd=learner.library.katas)

    assert [attempt.kata for attempt in learner.attempts] == ["maths/sums"] * 4


def test_a_kata_moved_out_of_its_library_still_runs(learner, tmp_path):
    """Its result is shown; one line says that it is not saved."""
    learner.kata("maths/sums", RIGHT)
    moved = tmp_path / "desk" / "sums"
    shutil.move(learner.folder("maths/sums"), moved)

    run = learner.run(moved, cwd=tmp_path)

    assert run.outcomes == {"desk/sums": "passed"}
    assert "Not saved: desk/sums lies in no library" in run.flat
    assert run.code == 0
    assert learner.attempts == []


def test_a_library_that_is_not_in_order_costs_a_line(learner):
    """Another kata's broken kata.toml takes nothing from this one."""
    learner.kata("maths/sums", RIGHT)
    learner.kata("words/upper", RIGHT)
    (learner.folder("words/upper") / "kata.toml").write_text("title = 1", "utf-8")

    run = learner.run("katas/maths")

    assert run.outcomes == {"maths/sums": "passed"}
    assert run.report["topics"][0]["mastery"] == 1
    assert "`interviewkata verify` says more" in run.flat
    assert len(learner.attempts) == 1


def damage(home):
    (home / "progress.db").write_bytes(b"this is no database" * 100)


def lock_up(home):
    shutil.rmtree(home)
    home.write_text("a file in the way", "utf-8")


def renew(home):
    with closing(sqlite3.connect(home / "progress.db")) as database, database:
        database.execute("pragma user_version = 999")
        for (table,) in database.execute("select name from sqlite_master where type = 'table'"):
            if "migration" in table:
                columns = database.execute(f"pragma table_info({table})").fetchall()
                marks = ", ".join("?" for _ in columns)
                values = ["m999_future" for _ in columns]
                database.execute(f"insert into {table} values ({marks})", values)


@pytest.mark.parametrize("spoil", [damage, lock_up, renew])
def test_a_store_that_cannot_be_used_costs_one_line(learner, spoil):
    """The results are shown all the same, and the line says what was not saved."""
    learner.kata("maths/sums", RIGHT)
    learner.run("katas")
    spoil(learner.home)

    run = learner.run("katas")

    assert run.code == 0, run.out
    assert run.outcomes == {"maths/sums": "passed"}
    assert len(run.report["notes"]) == 1, run.report["notes"]
    assert str(learner.home) in run.report["notes"][0]
    assert run.report["topics"][0]["mastery"] == 1
    assert "Traceback" not in run.out


def test_an_interrupted_run_keeps_what_was_complete(learner):
    """Ctrl-C after the first kata: that one counts, the other does not."""
    learner.kata("maths/sums", RIGHT)
    learner.kata("maths/tens", RIGHT.replace("n // 2", "__import__('signal').raise_signal(2)"))

    run = learner.run("katas/maths/sums", "katas/maths/tens")

    assert run.code == 2
    assert [attempt.kata for attempt in learner.attempts] == ["maths/sums"]


def test_a_run_interrupted_in_virtual_time_is_stored_in_real_time(learner):
    """The test that Ctrl-C ended is torn down before anything is dated."""
    tests = "import signal\n\ndef test_it(clock):\n    signal.raise_signal(2)\n"
    learner.kata("maths/sums", RIGHT)
    learner.kata("maths/tens", RIGHT, tests)

    learner.run("katas/maths/sums", "katas/maths/tens")

    (attempt,) = learner.attempts
    assert abs(datetime.now(UTC) - attempt.at) < timedelta(minutes=10)


def test_a_kata_that_is_spoilt_while_it_runs_costs_a_line(learner):
    """The other katas are recorded."""
    learner.kata("maths/sums", RIGHT)
    tests = "def test_it():\n    open('katas/maths/tens/kata.toml', 'w').close()\n"
    learner.kata("maths/tens", RIGHT, tests)

    run = learner.run("katas")

    assert run.code == 0, run.out
    assert run.outcomes == {"maths/sums": "passed"}
    assert any("kata.toml" in note for note in run.report["notes"])


def test_the_workspace_keeps_its_own_history(learner):
    """Without INTERVIEWKATA_HOME, progress lies in the workspace."""
    learner.kata("maths/sums", RIGHT)
    (learner.root / ".interviewkata").mkdir()

    learner.run("katas", env={"INTERVIEWKATA_HOME": ""})

    assert (learner.root / ".interviewkata" / "progress.db").is_file()


def test_a_child_of_a_runner_keeps_and_shows_nothing(learner, tmp_path):
    """Where the verdict goes down a channel, there is no learner."""
    learner.kata("maths/sums", RIGHT)
    own = ("-p", "pytest_interviewkata.plugin", "-p", "pytest_interviewkata.plugin.channel")

    run = learner.run("katas", env={"INTERVIEWKATA_CHANNEL": str(tmp_path / "channel")}, own=own)

    assert run.code == 0, run.out
    assert " mastery " not in run.out
    assert not learner.home.exists()
    assert (tmp_path / "channel").is_file()
