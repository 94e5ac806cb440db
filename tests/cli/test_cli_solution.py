"""`interviewkata solution KATA`."""

import shutil

from pytest_interviewkata.model import Outcome

ID, KATA = "pytest-interviewkata", "redis/lru_cache"


def test_before_a_pass_the_solution_stays_closed(katas, store, run):
    """The message offers a hint, and says what spoiling costs."""
    done = run("solution", KATA)

    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "You have not passed redis/lru_cache yet. `interviewkata hint redis/lru_cache` helps; "
        "--spoil shows the solution all the same, and your pass then counts for half.\n"
    )
    assert not store.spoiled(ID, KATA)


def test_after_a_pass_the_solution_is_shown(katas, attempted, store, run):
    """The exemplar, why it is so, and the other right answers; nothing is spoilt any more."""
    attempted()

    done = run("solution", KATA)

    folder = katas.solutions / "redis" / "lru_cache"
    assert done.code == 0
    assert done.lines == [
        str(folder / "lru_cache.py"),
        "exemplar = True",
        "",
        f"Why it is so, and what to ask next: {folder / 'README.md'}",
        f"Other right answers, in {folder / 'right'}: queues, stack",
    ]
    assert not store.spoiled(ID, KATA)


def test_spoil_shows_the_solution_and_remembers(katas, store, run):
    """A pass after that counts for half."""
    done = run("solution", KATA, "--spoil")

    assert done.code == 0
    assert "exemplar = True" in done.out
    assert store.spoiled(ID, KATA)


def test_a_failed_or_edited_attempt_opens_nothing(attempted, run):
    """Only a pass by the library's own tests does."""
    attempted("failed", outcome=Outcome.FAILED)
    attempted("edited", edited=True)
    attempted("older", kata_version=0)

    assert run("solution", KATA).code == 2


def test_without_solutions_it_says_how_to_get_them(katas, run, monkeypatch):
    """They are a distribution of their own."""
    shutil.rmtree(katas.solutions)
    monkeypatch.setattr("pytest_interviewkata.paths._own_solutions", lambda: None)

    done = run("solution", KATA, "--spoil")

    assert done.code == 2
    assert done.err == (
        "The solution of redis/lru_cache is not here. "
        "They are a distribution of their own: pip install pytest-interviewkata-solutions\n"
    )


def test_another_library_s_missing_solution_is_not_ours_to_install(katas, store, run):
    """It belongs beside that library's katas; nothing is spoilt by asking."""
    katas.concepts(head='library = "theirs"')

    done = run("solution", "ttl", "--spoil")

    assert done.code == 2
    assert "They belong beside its katas/ folder, in solutions/." in done.err
    assert not store.spoiled("theirs", "redis/ttl")


def test_a_solution_that_cannot_be_read_spoils_nothing(katas, store, run):
    """What was not shown was not looked at."""
    (katas.solutions / "redis/lru_cache/lru_cache.py").write_bytes(b"\xff")

    done = run("solution", KATA, "--spoil")

    assert done.code == 2
    assert "line 1 is not UTF-8" in done.err
    assert not store.spoiled(ID, KATA)


def test_a_store_that_fails_costs_solution_one_line(katas, no_store, run):
    """Whether it was passed is not known: --spoil shows it."""
    closed, opened = run("solution", KATA), run("solution", KATA, "--spoil")

    assert closed.code == 2
    assert (opened.code, len(opened.err.splitlines())) == (0, 1)
    assert "exemplar = True" in opened.out


def test_an_exemplar_alone_is_shown_alone(katas, run):
    """Without README and other answers nothing is promised."""
    katas.write("solutions/redis/ttl/ttl.py", "ttl = 1\n")

    assert run("solution", "ttl", "--spoil").lines[1:] == ["ttl = 1", ""]
