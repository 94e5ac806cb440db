"""Originals: found by their hash, put back by reset, with a backup of what was there."""

from datetime import UTC, datetime

import pytest

from pytest_interviewkata import catalogue, paths, workspace
from pytest_interviewkata.errors import CannotWrite, OriginalLost

STUB = '"""The stub of lru."""\n'
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    """Return a home that is not there yet."""
    return tmp_path / "home"


@pytest.fixture
def worked_on(kata):
    """Return a kata that its learner has edited."""
    (kata.folder / "lru.py").write_text("mine\n", "utf-8")
    return kata


@pytest.fixture
def packaged(library, kata, tmp_path, monkeypatch):
    """Install an untouched copy of the library in the package."""
    copy = tmp_path / "site" / "katas"
    copy.mkdir(parents=True)
    for name in ("lru.py", "test_lru.py"):
        path = copy / "redis" / "lru" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((kata.folder / name).read_bytes())
    monkeypatch.setattr(paths, "packaged", lambda: copy)
    return copy


def test_an_untouched_kata_has_no_changes(kata):
    """Windows newlines are no change either."""
    raw = (kata.folder / "lru.py").read_bytes()
    (kata.folder / "lru.py").write_bytes(raw.replace(b"\n", b"\r\n"))

    assert workspace.changed(kata) == ()


def test_edited_and_deleted_files_are_changes(kata):
    """Stub and tests both count; what is not text any more counts too."""
    (kata.folder / "lru.py").write_bytes(b"\xff\xfe")
    (kata.folder / "test_lru.py").unlink()

    assert workspace.changed(kata) == ("lru.py", "test_lru.py")


def test_the_original_of_an_untouched_kata_is_what_is_there(kata):
    """No history is needed to find it."""
    assert workspace.original(kata)["lru.py"] == STUB


def test_the_original_is_found_in_the_installed_katas(packaged, worked_on):
    """A workspace has no history of ours; the wheel has an untouched copy."""
    assert workspace.original(worked_on)["lru.py"] == STUB


def test_a_copy_of_another_version_is_not_taken_for_the_original(packaged, worked_on):
    """The hash decides, not the place."""
    (packaged / "redis" / "lru" / "lru.py").write_text("newer\n", "utf-8")

    with pytest.raises(OriginalLost, match=r"The original of lru.py \(redis/lru\) was not found"):
        workspace.original(worked_on)


def test_the_original_is_found_in_the_history_of_a_clone(kata, committed):
    """Committed answers on top of it do not hide it."""
    committed()
    for text in ("one\n", "two\n"):
        (kata.folder / "lru.py").write_text(text, "utf-8")
        committed()

    assert workspace.original(kata)["lru.py"] == STUB


def test_the_original_is_found_on_another_branch(kata, committed, git):
    """A clone may stand on a branch that never held it."""
    committed()
    git("branch", "first")
    git("checkout", "-q", "--orphan", "other")
    (kata.folder / "lru.py").write_text("mine\n", "utf-8")
    committed()

    assert workspace.original(kata)["lru.py"] == STUB


def test_the_original_is_found_when_it_was_staged_only(kata, git):
    """`git add` is enough."""
    git("init", "-q")
    git("add", "-A")
    (kata.folder / "lru.py").unlink()

    assert workspace.original(kata)["lru.py"] == STUB


def test_git_s_own_variables_do_not_mislead(kata, committed, monkeypatch, tmp_path):
    """Within a hook GIT_DIR names another repository."""
    committed()
    (kata.folder / "lru.py").write_text("mine\n", "utf-8")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))

    assert workspace.original(kata)["lru.py"] == STUB


def test_an_empty_original_is_an_original(library, kata):
    """An empty file has a hash as well."""
    library.write("katas/redis/lru/lru.py", "")
    catalogue.write_origin(kata)

    assert workspace.original(kata)["lru.py"] == ""


def test_an_original_that_nobody_has_is_named_with_the_way_out(worked_on):
    """Neither installed nor in a clone: a fresh copy helps."""
    with pytest.raises(OriginalLost) as caught:
        workspace.original(worked_on)

    assert str(caught.value) == (
        "The original of lru.py (redis/lru) was not found. Neither the installed katas nor "
        "the history of this folder hold it. "
        "`interviewkata init` in an empty folder gives a fresh copy."
    )


def test_without_git_the_history_is_empty(worked_on, monkeypatch):
    """A machine without git gets the same message."""
    monkeypatch.setenv("PATH", "")

    with pytest.raises(OriginalLost):
        workspace.original(worked_on)


def test_a_kata_without_a_record_of_its_origin_says_who_writes_it(worked_on):
    """The author has not run verify yet."""
    (worked_on.folder / "origin.json").unlink()

    with pytest.raises(
        OriginalLost, match=r"has no origin\.json: `interviewkata verify` writes it"
    ):
        workspace.original(worked_on)


def test_reset_puts_back_the_original_and_keeps_what_was_there(packaged, worked_on, home):
    """Nobody loses work by beginning anew."""
    (worked_on.folder / "test_lru.py").unlink()

    backup = workspace.reset(worked_on, home, at=NOON)

    assert backup == home / "backups" / "redis" / "lru" / "20260101T120000Z"
    assert (worked_on.folder / "lru.py").read_text("utf-8") == STUB
    assert workspace.changed(worked_on) == ()
    assert [path.name for path in backup.iterdir()] == ["lru.py"]
    assert (backup / "lru.py").read_text("utf-8") == "mine\n"


def test_reset_leaves_other_files_alone(library, packaged, worked_on, home):
    """Notes beside the kata are the learner's own."""
    notes = library.write("katas/redis/lru/notes.txt", "mine")

    workspace.reset(worked_on, home)

    assert notes.read_text("utf-8") == "mine"


def test_two_resets_in_one_second_keep_two_backups(packaged, worked_on, home):
    """A backup never overwrites a backup."""
    first = workspace.reset(worked_on, home, at=NOON)
    (worked_on.folder / "lru.py").write_text("again\n", "utf-8")

    second = workspace.reset(worked_on, home, at=NOON)

    assert first != second
    assert (first / "lru.py").read_text("utf-8") == "mine\n"
    assert (second / "lru.py").read_text("utf-8") == "again\n"


def test_an_answer_that_is_no_text_is_backed_up_as_it_is(packaged, kata, home):
    """Whatever an editor made of the file is kept byte for byte."""
    (kata.folder / "lru.py").write_bytes(b"\xff\x00")

    assert (workspace.reset(kata, home) / "lru.py").read_bytes() == b"\xff\x00"


def test_nothing_is_reset_when_the_original_is_lost(worked_on, home):
    """The search comes before the first write."""
    with pytest.raises(OriginalLost):
        workspace.reset(worked_on, home)

    assert (worked_on.folder / "lru.py").read_text("utf-8") == "mine\n"
    assert not home.exists()


def test_nothing_is_reset_when_the_backup_cannot_be_written(packaged, worked_on, home):
    """The place that cannot be written is named."""
    home.write_text("a file", "utf-8")

    with pytest.raises(CannotWrite, match=r"backups.*cannot be written"):
        workspace.reset(worked_on, home)

    assert (worked_on.folder / "lru.py").read_text("utf-8") == "mine\n"


def test_a_folder_in_the_stub_s_place_is_named(packaged, kata, home):
    """What cannot be replaced is a message, not a traceback."""
    (kata.folder / "lru.py").unlink()
    (kata.folder / "lru.py").mkdir()

    with pytest.raises(CannotWrite, match="cannot be written"):
        workspace.reset(kata, home)
