"""A workspace of one's own, written without overwriting anything."""

import sys

import pytest

from pytest_interviewkata import catalogue, paths, workspace
from pytest_interviewkata.errors import CannotWrite, InsideLibrary, OriginalLost, UnknownTopic


@pytest.fixture
def two_topics(library):
    """Return a library of two topics, one of which builds on the other."""
    for slug, after in (("python/lru", []), ("redis/ttl", ["python/lru"]), ("redis/lock", [])):
        catalogue.write_origin(catalogue.read_kata(library.kata(slug, after=after)))
    return paths.library(library.root)


def everything(folder):
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in paths)


def test_init_writes_every_kata_and_the_marks_of_a_workspace(two_topics, tmp_path):
    """What it wrote is what it says it wrote."""
    folder = tmp_path / "deep" / "mine"

    done = workspace.init(folder, two_topics)

    assert sorted(done.written) == everything(folder)
    assert done.kept == ()
    assert done.katas == ("python/lru", "redis/lock", "redis/ttl")
    assert {"interviewkata.toml", ".gitignore", "katas/concepts.toml"} < set(done.written)
    assert "katas/redis/ttl/origin.json" in done.written


def test_a_fresh_workspace_is_a_library_to_work_in(two_topics, tmp_path):
    """Its katas load, progress lies within it, and nothing of ours is committed."""
    folder = tmp_path / "mine"
    workspace.init(folder, two_topics)

    assert len(catalogue.load(paths.library(start=folder / "katas").katas)) == 3
    assert paths.workspace(folder) == folder
    assert ".interviewkata/" in (folder / ".gitignore").read_text("utf-8").splitlines()


def test_a_workspace_of_one_topic_loads_though_others_are_missing(two_topics, tmp_path):
    """What the topic builds on elsewhere is forgotten, not missed."""
    folder = tmp_path / "mine"

    done = workspace.init(folder, two_topics, ["redis"])

    assert done.katas == ("redis/lock", "redis/ttl")
    assert not (folder / "katas" / "python").exists()
    assert [kata.after for kata in catalogue.load(folder / "katas")] == [(), ()]


def test_a_topic_can_be_added_later(two_topics, tmp_path):
    """A second init writes what is not there yet."""
    folder = tmp_path / "mine"
    workspace.init(folder, two_topics, ["redis"])

    done = workspace.init(folder, two_topics, ["python"])

    assert all(name.startswith("katas/python/") for name in done.written)
    assert catalogue.load(folder / "katas").topics == ("python", "redis")


def test_init_never_overwrites(two_topics, tmp_path):
    """What differs is left alone and named; what is the same is not mentioned."""
    folder = tmp_path / "mine"
    workspace.init(folder, two_topics)
    mine = folder / "katas" / "redis" / "ttl" / "ttl.py"
    mine.write_text("mine", "utf-8")

    done = workspace.init(folder, two_topics)

    assert done.written == ()
    assert done.kept == ("katas/redis/ttl/ttl.py",)
    assert mine.read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need privileges there")
def test_a_link_that_leads_nowhere_is_not_written_through(two_topics, tmp_path):
    """What init writes lies in the folder that it was given."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "interviewkata.toml").symlink_to(tmp_path / "gone")

    assert workspace.init(folder, two_topics).kept == ("interviewkata.toml",)
    assert not (tmp_path / "gone").exists()


def test_init_leaves_a_folder_s_own_files_alone(two_topics, tmp_path):
    """A workspace may be made inside a project that has a .gitignore already."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / ".gitignore").write_text("*.log\n", "utf-8")

    done = workspace.init(folder, two_topics)

    assert done.kept == (".gitignore",)
    assert (folder / ".gitignore").read_text("utf-8") == "*.log\n"


def test_a_clone_that_was_worked_in_still_gives_out_stubs(two_topics, library, committed, tmp_path):
    """The original comes from history, the answer stays where it is."""
    committed()
    stub = library.katas / "redis" / "ttl" / "ttl.py"
    begun = stub.read_text("utf-8")
    stub.write_text("solved\n", "utf-8")

    workspace.init(tmp_path / "mine", two_topics)

    assert (tmp_path / "mine/katas/redis/ttl/ttl.py").read_text("utf-8") == begun
    assert stub.read_text("utf-8") == "solved\n"


def test_a_stub_whose_original_is_lost_is_not_given_out(two_topics, library, tmp_path):
    """Better no workspace than one with an answer in it."""
    (library.katas / "redis" / "ttl" / "ttl.py").write_text("solved\n", "utf-8")

    with pytest.raises(OriginalLost, match="redis/ttl"):
        workspace.init(tmp_path / "mine", two_topics)


def test_caches_are_not_copied(two_topics, library, tmp_path):
    """Nor any other file that begins with a dot."""
    library.write("katas/redis/ttl/__pycache__/ttl.pyc", "")
    library.write("katas/redis/ttl/.DS_Store", "")

    workspace.init(tmp_path / "mine", two_topics)

    assert not [
        name for name in everything(tmp_path / "mine/katas") if "/." in name or "pyc" in name
    ]


def test_an_unknown_topic_is_answered_with_the_nearest(two_topics, tmp_path):
    """Nothing is written then."""
    with pytest.raises(UnknownTopic, match=r"There is no topic 'reds'\. Did you mean redis\?"):
        workspace.init(tmp_path / "mine", two_topics, ["python", "reds"])

    assert not (tmp_path / "mine").exists()


def test_a_topic_like_no_other_is_answered_with_all(two_topics, tmp_path):
    """The topics are listed."""
    with pytest.raises(UnknownTopic, match=r"The topics are python, redis\."):
        workspace.init(tmp_path / "mine", two_topics, ["xyzzy"])


@pytest.mark.parametrize("below", ["", "katas", "katas/redis/mine"])
def test_a_workspace_cannot_be_made_inside_its_library(two_topics, below):
    """The library would hold itself."""
    with pytest.raises(InsideLibrary, match="lies in the library itself"):
        workspace.init(two_topics.root / below, two_topics)


@pytest.mark.parametrize("below", ["mine", "mine/katas", "mine/katas/redis"])
def test_a_file_in_the_way_is_named(two_topics, tmp_path, below):
    """What cannot be written is a message, not a traceback."""
    (tmp_path / below).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / below).write_text("in the way", "utf-8")

    with pytest.raises(CannotWrite, match="cannot be written"):
        workspace.init(tmp_path / "mine", two_topics)
