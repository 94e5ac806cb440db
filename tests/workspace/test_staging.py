"""A staged copy: the kata's folder with some files laid over it."""

import pytest

from pytest_interviewkata.errors import ForeignFile
from pytest_interviewkata.workspace import staged


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_staged_kata_holds_the_answer_in_place_of_the_stub(kata):
    """Everything else is as in the library, under the kata's own topic and name."""
    with staged(kata, {"lru.py": "answer = 1\n"}) as folder:
        assert (folder / "lru.py").read_text("utf-8") == "answer = 1\n"
        assert names(folder) == names(kata.folder)
        assert (folder.parent.name, folder.name) == ("redis", "lru")

    assert not folder.exists()
    assert "stub" in (kata.folder / "lru.py").read_text("utf-8")


def test_caches_and_hidden_files_stay_behind(library, kata):
    """A cache of the learner's run must not speak for another answer."""
    library.write("katas/redis/lru/__pycache__/lru.cpython-311.pyc", "stale")
    library.write("katas/redis/lru/.lru.py.swp", "")
    library.write("katas/redis/lru/data/rows.csv", "1,2\n")

    with staged(kata, {}) as folder:
        assert set(names(kata.folder)) - set(names(folder)) == {".lru.py.swp", "__pycache__"}
        assert (folder / "data" / "rows.csv").read_text("utf-8") == "1,2\n"


def test_hidden_tests_lie_beside_the_visible_ones(library, kata):
    """Both can be run in one folder."""
    hidden = library.write("solutions/redis/lru/hidden/test_lru_hidden.py", "").parent
    library.write("solutions/redis/lru/hidden/__pycache__/x.pyc", "")

    with staged(kata, {}, hidden=hidden) as folder:
        assert set(names(folder)) - set(names(kata.folder)) == {"test_lru_hidden.py"}


def test_a_kata_is_staged_into_a_folder_that_somebody_else_clears_away(kata, tmp_path):
    """Rounds lay many katas into one tree and remove it as a whole."""
    with staged(kata, {"lru.py": ""}, into=tmp_path / "katas" / "redis" / "lru") as folder:
        assert folder == tmp_path / "katas" / "redis" / "lru"

    assert (folder / "lru.py").read_text("utf-8") == ""


def test_a_read_only_library_can_be_staged(kata):
    """site-packages may be read-only; a copy of it must not be."""
    (kata.folder / "lru.py").chmod(0o444)
    kata.folder.chmod(0o555)
    try:
        with staged(kata, {"lru.py": "mine"}) as folder:
            assert (folder / "lru.py").read_text("utf-8") == "mine"
            assert (folder / "lru.py").stat().st_mode & 0o200
            assert folder.stat().st_mode & 0o200
    finally:
        kata.folder.chmod(0o755)


def test_an_answer_is_laid_over_byte_for_byte(kata):
    """Newlines and letters arrive as they were sent."""
    with staged(kata, {"lru.py": "é = 1\r\n"}) as folder:
        assert (folder / "lru.py").read_bytes() == "é = 1\r\n".encode()


@pytest.mark.parametrize(
    "name", ["../lru.py", "/tmp/lru.py", "a/lru.py", "a\\lru.py", "", ".", ".."]
)
def test_an_answer_cannot_lead_out_of_the_folder(kata, name):
    """A submission is somebody else's; its names are not trusted."""
    with pytest.raises(ForeignFile, match="is no plain file name: an answer to redis/lru"):
        staged(kata, {name: "x"}).__enter__()


def test_the_copy_goes_away_when_the_run_fails(kata):
    """An exception leaves no folder behind."""
    with pytest.raises(ZeroDivisionError), staged(kata, {}) as folder:
        raise ZeroDivisionError

    assert not folder.exists()
