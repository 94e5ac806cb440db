"""`interviewkata init DIR`."""

from pytest_interviewkata import paths


def test_init_says_what_it_wrote_and_what_to_do_next(katas, run, tmp_path):
    """Katas by their folder, other files by their name."""
    mine = tmp_path / "mine"

    done = run("init", mine, "--library", katas.root)

    assert done.code == 0
    assert done.lines == [
        f"Wrote to {mine}:",
        "  interviewkata.toml",
        "  .gitignore",
        "  katas/concepts.toml",
        "  katas/redis/lru_cache/ (5 files)",
        "  katas/redis/ttl/ (5 files)",
        f"Next: cd {mine}, then pytest katas/redis",
    ]


def test_init_says_what_it_left_alone(katas, run, tmp_path):
    """A second time nothing is written, and what was edited is named."""
    mine = tmp_path / "mine"
    run("init", mine, "--library", katas.root)
    (mine / "katas/redis/ttl/ttl.py").write_text("mine\n", "utf-8")

    done = run("init", mine, "--library", katas.root)

    assert done.code == 0
    assert done.lines[:3] == [
        f"{mine} has all of it already: nothing was written.",
        "Left alone, for it differs from what the library ships:",
        "  katas/redis/ttl/ttl.py",
    ]


def test_topics_can_be_named_in_one_go_or_one_by_one(katas, run, tmp_path):
    """`--topic a b` is `--topic a --topic b`."""
    katas.kata("python/copies")
    katas.kata("celery/tasks")

    run("init", tmp_path / "one", "--library", katas.root, "--topic", "python", "celery")
    run("init", tmp_path / "two", "--library", katas.root, "--topic=python", "--topic=celery")

    for name in ("one", "two"):
        topics = {path.name for path in (tmp_path / name / "katas").iterdir() if path.is_dir()}
        assert topics == {"python", "celery"}


def test_an_unknown_topic_is_answered_with_the_nearest(katas, run, tmp_path):
    """Exit code 2, and nothing is written."""
    done = run("init", tmp_path / "mine", "--library", katas.root, "--topic", "reddis")

    assert done.code == 2
    assert done.err == "There is no topic 'reddis'. Did you mean redis?\n"
    assert not (tmp_path / "mine").exists()


def test_init_copies_the_project_s_katas_wherever_one_stands(katas, run, tmp_path, monkeypatch):
    """In a workspace, a second workspace is not a copy of the first."""
    own = tmp_path / "own"
    (own / "katas" / "python" / "copies").mkdir(parents=True)
    for name in ("concepts.toml", "redis"):
        (katas.katas / name).rename(own / "katas" / name)
    katas.write("katas/concepts.toml", "[concepts]\n")
    katas.write("interviewkata.toml", "")
    monkeypatch.setattr(paths, "_clone_katas", lambda: own / "katas")

    assert "katas/redis/ttl/" in run("init", tmp_path / "mine").out


def test_a_folder_that_cannot_be_made_is_named(katas, run, tmp_path):
    """A file in the way is a message."""
    (tmp_path / "mine").write_text("", "utf-8")

    done = run("init", tmp_path / "mine", "--library", katas.root)

    assert done.code == 2
    assert "cannot be written" in done.err
