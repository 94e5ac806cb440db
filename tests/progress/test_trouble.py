"""Whatever goes wrong: nothing stored is lost, and one line says what was not saved."""

import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.progress import ProgressUnavailable, Store
from pytest_interviewkata.progress.database import Database
from pytest_interviewkata.progress.store import FILE

SETUP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pytest_interviewkata.model import Attempt, Outcome
from pytest_interviewkata.progress import ProgressUnavailable, Store

def attempt(name):
    at = datetime(2026, 1, 2, tzinfo=UTC)
    return Attempt(name, "main", "redis/cache_aside", 1, at, Outcome.PASSED)

home = Path(sys.argv[1])
"""


def child(home, body, *arguments):
    """Start a Python of its own that works on the store."""
    script = SETUP + textwrap.dedent(body)
    command = [sys.executable, "-c", script, str(home), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def complaint(action, *arguments):
    """Do something that must fail, and give the one line that says why."""
    with pytest.raises(ProgressUnavailable) as caught:
        action(*arguments)
    message = str(caught.value)
    assert isinstance(caught.value, KataError)
    assert "\n" not in message
    return message


def test_two_runs_at_once_both_save(home):
    """Runs that begin with no file at all and write together lose nothing."""
    body = """
        store = Store.open(home)
        for number in range(30):
            store.add([attempt(f"{sys.argv[2]}-{number}")])
    """
    runs = [child(home, body, name) for name in "abc"]

    for run in runs:
        run.communicate(timeout=60)
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(Store.open(home).attempts("main")) == 90


def test_a_run_that_waits_too_long_says_who_is_in_the_way(store, home, attempt):
    """A lock that is never freed costs a line, not the run."""
    store.add([attempt()])
    rival = sqlite3.connect(home / FILE, isolation_level=None)
    rival.execute("begin immediate")

    impatient = Store.open(home, patience=0.01)

    assert complaint(impatient.add, [attempt("a2")]) == (
        f"1 attempt (redis/cache_aside) was not saved in {home / FILE}: "
        "another run is writing to it. Run again when that one has ended."
    )
    assert impatient.attempts("main") == [attempt()]
    rival.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_run_leaves_what_was_stored_before(store, home, attempt):
    """A transaction that was cut off is as if it had never begun."""
    store.add([attempt()])
    body = """
        with Store.open(home).database.writing("killed") as db:
            db.execute("delete from attempt")
            print("deleted", flush=True)
            sys.stdin.read()
    """
    script = SETUP + textwrap.dedent(body)
    run = subprocess.Popen(
        [sys.executable, "-c", script, str(home)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert run.stdout.readline() == "deleted\n"
    run.send_signal(signal.SIGKILL)
    run.communicate()

    store.add([attempt("a2", 1)])

    assert [found.id for found in store.attempts("main")] == ["a1", "a2"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_loses_nothing_that_was_stored(home, attempt):
    """When no file can grow any more, the write is refused whole."""
    Store.open(home).add([attempt()])
    body = """
        many = [attempt(f"{number:0500}") for number in range(200)]
        store = Store.open(home)
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))
        try:
            store.add(many)
        except ProgressUnavailable as error:
            print(error, end="")
    """
    said, _ = child(home, body).communicate(timeout=60)

    assert said == (
        "200 attempts (redis/cache_aside) were not saved in "
        f"{home / FILE}: the disk cannot be read or written (is it full, or its quota used up?). "
        "Free some space and run again; what was stored before is safe."
    )
    assert Store.open(home).attempts("main") == [attempt()]


def test_a_full_disk_is_named_where_the_system_says_so(store, attempt, monkeypatch):
    """SQLite's own word for no space left is passed on as what it is."""
    store.add([attempt()])
    connect = Database._connect

    def cramped(database):
        db = connect(database)
        db.execute("pragma max_page_count = 1")
        return db

    monkeypatch.setattr(Database, "_connect", cramped)

    said = complaint(store.add, [attempt(f"{number:0900}") for number in range(50)])

    assert "the disk is full. Free some space and run again" in said
    assert store.attempts("main") == [attempt()]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_at_the_very_start_is_one_line(home):
    """Where not even an empty file can be made, the run still gets its line."""
    body = """
        home.mkdir()
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        try:
            Store.open(home)
        except ProgressUnavailable as error:
            print(error, end="")
    """
    said, _ = child(home, body).communicate(timeout=60)

    assert said.startswith(f"Progress cannot be stored in {home / FILE}: the disk cannot be")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_history_is_shown_from_a_full_disk(home, attempt):
    """Where nothing more can be written, what is stored can still be read."""
    Store.open(home).add([attempt()])
    body = """
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        print([found.id for found in Store.open(home).attempts("main")], end="")
    """
    said, _ = child(home, body).communicate(timeout=60)

    assert said == "['a1']"


def test_history_is_shown_from_a_folder_that_cannot_be_written(locked_home, attempt):
    """A read-only folder costs what is new, not what was there."""
    store = Store.open(locked_home)

    assert store.attempts("main") == [attempt()]
    assert complaint(store.add, [attempt("a2")]) == (
        f"1 attempt (redis/cache_aside) was not saved in {locked_home / FILE}: "
        "the file or its folder is read-only. "
        "Make both writable, or set INTERVIEWKATA_HOME to a folder that can be written."
    )
    assert "The hint taken for redis/x was not saved" in complaint(
        store.hint, "main", "redis/x", attempt().at
    )


def test_a_log_in_a_folder_that_cannot_be_written_is_not_ignored(guarded):
    """History is shown whole or not at all: rows may still stand in the log."""

    def arrange(folder):
        (folder / f"{FILE}-wal").write_bytes(b"rows that a killed run had committed")
        folder.chmod(0o555)

    assert "Make it and its folder writable" in complaint(Store.open, guarded(arrange))


def test_a_file_that_cannot_be_written_is_still_read(guarded, attempt):
    """A read-only file costs what is new, not what was there."""
    store = Store.open(guarded(lambda folder: (folder / FILE).chmod(0o444)))

    assert store.attempts("main") == [attempt()]
    assert "is read-only" in complaint(store.add, [attempt("a2")])


def test_a_new_store_in_a_folder_that_cannot_be_written_is_one_line(locked_home):
    """The system's own reason is passed on, with the way round it."""
    inside = locked_home / "deeper"

    assert complaint(Store.open, inside) == (
        f"Progress cannot be stored in {inside / FILE}: permission denied. "
        "Mend that, or set INTERVIEWKATA_HOME to a folder that can be written."
    )


def test_a_home_that_is_a_file_is_one_line(tmp_path):
    """INTERVIEWKATA_HOME must be a folder."""
    (tmp_path / "home").write_text("not a folder")

    assert "file exists. Mend that" in complaint(Store.open, tmp_path / "home")


def test_a_database_that_is_a_folder_is_one_line(home):
    """What SQLite cannot open is said to be so."""
    (home / FILE).mkdir(parents=True)

    assert "the file cannot be opened. Make it and its folder writable" in complaint(
        Store.open, home
    )


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"These are my holiday notes. " * 200,
        lambda data: data[: len(data) // 2],
        lambda data: data[:4096] + b"\0" * (len(data) - 4096),
    ],
    ids=["not-a-database", "cut-in-half", "zeroed"],
)
def test_a_damaged_file_is_left_for_rescue(store, home, attempt, damage):
    """A corrupt database is reported and never overwritten."""
    store.add([attempt(str(number)) for number in range(500)])
    path = home / FILE
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()

    def work():
        again = Store.open(home)
        again.attempts("main")

    said = complaint(work)

    assert f"{path}: the file is damaged. Nothing was changed. Rename it to begin anew" in said
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    "change", ["outcome = 'splendid'", "at = 'yesterday'", "failed = '{'", "failed = '7'"]
)
def test_a_value_that_nobody_of_us_wrote_is_damage(store, opened, attempt, change):
    """Rows edited by hand are reported, not guessed at."""
    store.add([attempt()])
    with opened() as db:
        db.execute(f"update attempt set {change}")

    assert "Earlier progress was not read from" in complaint(store.attempts, "main")


def test_many_lost_attempts_are_named_shortly(store, home, attempt):
    """The line names three katas and says that there are more."""
    rival = sqlite3.connect(home / FILE, isolation_level=None)
    rival.execute("begin immediate")
    impatient = Store.open(home, patience=0)

    said = complaint(impatient.add, [attempt(name, kata=f"t/{name}") for name in "abcd"])

    assert said.startswith("4 attempts (t/a, t/b, t/c, …) were not saved in")
    rival.close()


def test_our_own_mistakes_are_not_hidden(store):
    """A misused connection is a bug of ours and shows its traceback."""
    with pytest.raises(sqlite3.ProgrammingError), store.database.reading("testing") as db:
        db.execute("select ?")


def test_a_store_can_be_used_in_a_forked_child_without_harm(store, attempt):
    """No connection is held between calls, so none is inherited."""
    assert not [value for value in vars(store.database).values() if hasattr(value, "execute")]
    store.add([attempt()])
    assert sorted(path.name for path in store.database.path.parent.iterdir()) == [FILE]
