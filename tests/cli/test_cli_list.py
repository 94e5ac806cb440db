"""`interviewkata list`."""

import json

import pytest

from pytest_interviewkata.model import Outcome


def standing(done, name):
    (line,) = (line for line in done.lines if f" {name} " in line)
    return line.split()[0]


def test_list_shows_every_kata_in_order(katas, run):
    """By topic, with level, minutes and title."""
    done = run("list")

    assert done.code == 0
    assert done.lines == [
        "                    lvl  min",
        "redis: 0 of 2 passed",
        "  open    lru_cache   2   20  A title that is told in the list",
        "  open    ttl         4   20  A title that is told in the list",
    ]


@pytest.mark.parametrize("columns", [40, 80])
def test_no_line_is_wider_than_the_terminal(katas, run, monkeypatch, columns):
    """A long title is shortened."""
    katas.kata("redis/ttl", title="A title without end " * 9)
    monkeypatch.setenv("COLUMNS", str(columns))

    assert max(map(len, run("list").lines)) <= columns


def test_list_says_what_has_become_of_a_kata(attempted, run):
    """Open, tried, passed, due, failing: one word each."""
    assert standing(run("list"), "lru_cache") == "open"
    attempted("fresh", outcome=Outcome.FAILED, fresh=True, days_ago=300)
    assert standing(run("list"), "lru_cache") == "open"
    attempted("failed", outcome=Outcome.FAILED, days_ago=299)
    assert standing(run("list"), "lru_cache") == "tried"
    attempted("edited", edited=True, days_ago=298)
    assert standing(run("list"), "lru_cache") == "tried"
    attempted("old", days_ago=200)
    assert standing(run("list"), "lru_cache") == "due"
    attempted("passed", days_ago=1)
    assert standing(run("list"), "lru_cache") == "passed"
    assert "redis: 1 of 2 passed" in run("list").out
    attempted("again", outcome=Outcome.FAILED)
    assert standing(run("list"), "lru_cache") == "failing"
    assert standing(run("list"), "ttl") == "open"


def test_an_attempt_at_another_library_s_kata_does_not_count(attempted, run):
    """Two libraries may have katas of one name."""
    attempted(library="theirs")

    assert standing(run("list"), "lru_cache") == "open"


def test_list_json_is_one_document_with_everything(katas, attempted, run):
    """For editors and scripts."""
    attempted()

    found = json.loads(run("list", "--json").out)

    assert found["library"] == "pytest-interviewkata"
    assert [kata["kata"] for kata in found["katas"]] == ["redis/lru_cache", "redis/ttl"]
    assert found["katas"][0] == {
        "kata": "redis/lru_cache",
        "title": "A title that is told in the list",
        "topic": "redis",
        "level": 2,
        "minutes": 20,
        "points": 10,
        "version": 1,
        "kind": "function",
        "concepts": ["shared.concept"],
        "after": [],
        "requires": [],
        "services": [],
        "files": ["lru_cache.py"],
        "hints": 3,
        "folder": str(katas.katas / "redis" / "lru_cache"),
        "standing": "passed",
    }


def test_an_empty_library_is_an_empty_list(library, run):
    """No kata is no error."""
    library.concepts("[concepts]\n")

    assert json.loads(run("list", "--json", "--library", library.root).out)["katas"] == []
    assert run("list", "--library", library.root).code == 0


def test_a_store_that_fails_costs_list_one_line(katas, no_store, run):
    """The catalogue is shown all the same."""
    done = run("list")

    assert done.code == 0
    assert "lru_cache" in done.out
    assert len(done.err.splitlines()) == 1
    assert str(no_store) in done.err


def test_colour_marks_the_standing(katas, run, monkeypatch):
    """The word stays a word: nobody needs the colour to read it."""
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert "\033[2mopen    \033[0m" in run("list").out
