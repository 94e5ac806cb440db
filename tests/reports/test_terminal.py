"""The end of a run on the terminal."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.model import (
    Kata,
    KataResult,
    Kind,
    Mastery,
    Outcome,
    Results,
    TopicResult,
    Verdict,
)
from pytest_interviewkata.reports.terminal import lines
from pytest_interviewkata.reports.text import width

EXAMPLE = """\
=================================== mastery ====================================
 topic                     katas          mastery  due    next
 python  ████████████████  2 of 2 katas     100 %  4 Mar  —
 redis   ███▒░░░░░░░░░░░░  3 of 12 katas     88 %  1 now  setnx_lock
 celery  ░░░░░░░░░░░░░░░░  0 of 1 kata        0 %  —      retries

 ? celery/retries               not assessed: it needs packages:
                                pip install 'pytest-interviewkata[celery]'
 ✓ python/deep_vs_shallow_copy  passed
 ✓ python/retry_backoff         passed after a look at the solution: half
 ✗ redis/cache_aside            1 of 2 tests failed
                                → interviewkata hint redis/cache_aside
 ! redis/queue                  queue.py:2: SyntaxError: '('
 ○ redis/rate_limiter           not started → katas/redis/rate_limiter/README.md
 ✗ redis/setnx_lock             2 of 3 tests failed, this looks like no_owner:
                                your release deletes a lock that another holds.

 ! 1 attempt (redis/setnx_lock) was not saved in progress.db: the disk is full.
"""


def plain(results, columns=80, **changes):
    return lines(results, columns, False, **changes)  # noqa: FBT003


def one_line(results, result):
    """Give what is said of one kata, without its name."""
    _, said = plain(results(katas=(result,)), 200)
    return said.split("  ", 1)[1]


def test_the_table_and_the_lines_under_it(example):
    """Everything that can be said, in eighty columns."""
    assert "\n".join(plain(example)) + "\n" == EXAMPLE


def test_colour_changes_nothing_but_the_colour(example):
    """With colour the same characters stand in the same places."""
    coloured = lines(example, 80, True)  # noqa: FBT003
    stripped = [re.sub(r"\x1b\[[\d;]+m", "", line) for line in coloured]

    assert stripped == plain(example)
    assert any("\x1b[32m███" in line for line in coloured)
    assert all(line.count("\x1b") % 2 == 0 for line in coloured)


def test_there_is_no_colour_unless_it_was_asked_for(example):
    """Files and pipes get characters only."""
    assert not any("\x1b" in line for line in plain(example))


def test_nothing_is_said_where_no_kata_ran(results, topic_result):
    """A run without katas has no table."""
    assert plain(results(topics=(topic_result("redis", 0, 3),))) == []


def test_katas_of_no_topic_are_listed_all_the_same(results, kata_result):
    """Without a table the lines still say what happened."""
    assert plain(results(katas=(kata_result("redis/queue"),)))[1:] == [" ✓ redis/queue  passed"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "no-such-encoding"])
def test_a_stream_that_cannot_show_bars_gets_plain_ones(example, encoding):
    """Where the characters are missing, every line can be written all the same."""
    shown = plain(example, encoding=encoding)

    assert " redis   ###+............  3 of 12 katas     88 %  1 now  setnx_lock" in shown
    assert "                                -> interviewkata hint redis/cache_aside" in shown
    assert "\n".join(shown).isascii()


def test_foreign_words_give_way_to_a_poor_stream(results, kata_result):
    """What cannot be shown becomes a question mark, never an error."""
    result = kata_result("redis/queue", "broken", [], reason="queue.py: it\u2019s 日本 … →")

    shown = plain(results(katas=(result,)), encoding="ascii")

    assert shown[1] == " ! redis/queue  queue.py: it's ?? ... ->"


@pytest.mark.parametrize(
    ("outcome", "tests", "changes", "said"),
    [
        ("passed", [True], {"edited": True}, "passed, edited tests: no evidence"),
        ("passed", [True], {"whole": False}, "what ran has passed; not all tests ran"),
        (
            "failed", [False, True], {"whole": False},
            "1 of 2 tests failed; not all tests ran → interviewkata hint redis/queue",
        ),
        (
            "failed", [False], {"edited": True},
            "1 of 1 tests failed, edited tests: no evidence → interviewkata hint redis/queue",
        ),
        (
            "failed", [], {"timed_out": True},
            "did not end in time → interviewkata hint redis/queue",
        ),
        (
            "failed", [False], {"hints": 2},
            "1 of 1 tests failed → interviewkata solution redis/queue --spoil",
        ),
        ("failed", [False], {"mistake": "x"}, "1 of 1 tests failed, this looks like x"),
        ("broken", [], {}, "no reason was given"),
        ("not_assessed", [], {"reason": "no\nRedis"}, "not assessed: no Redis"),
    ],
)  # fmt: skip
def test_each_state_says_what_it_is_and_what_to_do(
    *, results, kata_result, outcome, tests, changes, said
):
    """Nobody has to guess why a run did not count, or how to go on."""
    assert one_line(results, kata_result("redis/queue", outcome, tests, **changes)) == said


def test_a_command_that_does_not_fit_beside_the_name_stands_below_it(results, kata_result):
    """A command can be copied whole."""
    slug = "python/" + "a" * 40

    shown = plain(results(katas=(kata_result(slug, "failed", [False]),)))

    assert shown[2] == f"   → interviewkata hint {slug}"


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"due": ["redis/a", "redis/b"], "due_in": -1}, "2 now"),
        ({"due_in": 60}, "30 Apr"),
        ({"due_in": 400}, "Apr 2027"),
        ({}, "—"),
    ],
)
def test_the_table_says_what_is_due_or_when(results, kata_result, topic_result, changes, cell):
    """A count of what waits, else the day of the next, with its year where it is far off."""
    run = results(
        katas=(kata_result("redis/a"),), topics=(topic_result("redis", 2, 3, 0.5, **changes),)
    )

    assert re.split(r"\s{2,}", plain(run)[2])[4] == cell


@pytest.mark.parametrize(
    ("passed", "katas", "share", "bar"),
    [
        (0, 12, 0.0, "░" * 16),
        (1, 100, 0.01, "█" + "░" * 15),
        (99, 100, 1.0, "█" * 15 + "░"),
        (12, 12, 0.999, "█" * 15 + "▒"),
        (12, 12, 1.0, "█" * 16),
        (6, 12, 0.5, "█" * 4 + "▒" * 4 + "░" * 8),
        (0, 0, 0.0, "░" * 16),
    ],
)
def test_the_bar_is_full_or_empty_only_where_that_is_true(
    *, results, kata_result, topic_result, passed, katas, share, bar
):
    """Passed and known, passed and faded, not passed: none is rounded away."""
    run = results(
        katas=(kata_result("redis/a"),), topics=(topic_result("redis", passed, katas, share),)
    )

    assert re.split(r"\s{2,}", plain(run)[2])[1] == bar


@pytest.mark.parametrize("columns", [60, 50, 40])
def test_a_narrow_terminal_loses_the_bar_before_the_numbers(example, columns):
    """Every line fits, and what is passed and known is always there."""
    shown = plain(example, columns)

    assert max(map(width, shown)) <= columns
    assert any("3 of 12 katas" in line and "88 %" in line for line in shown)
    assert (any("█" in line for line in shown)) == (columns >= 60)


def test_a_long_reason_is_told_below_where_there_is_no_room_beside(results, kata_result):
    """On a narrow terminal the lines stay readable instead of becoming columns of words."""
    result = kata_result("redis/setnx_lock", "broken", [], reason="the file has lost its test")

    assert plain(results(katas=(result,)), 44)[1:] == [
        " ! redis/setnx_lock",
        "   the file has lost its test",
    ]


@given(
    names=st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), min_size=1, max_size=4),
    words=st.text(max_size=300),
    outcome=st.sampled_from(Outcome),
    columns=st.integers(40, 120),
    encoding=st.sampled_from(["utf-8", "ascii", "shift_jis"]),
    counts=st.tuples(st.integers(0, 99), st.integers(0, 9999), st.floats(0, 1)),
)
def test_no_line_is_ever_too_wide_or_cannot_be_written(
    *, names, words, outcome, columns, encoding, counts
):
    """Whatever katas are called and errors say, the terminal's width is kept."""
    katas = [
        Kata(topic, name, Path(), name, 3, 10, (), (), Kind.FUNCTION, ()) for topic, name in names
    ]
    verdict = Verdict("", outcome, reason=words)
    run = Results(
        "run", datetime(2026, 1, 1, tzinfo=UTC), 0.0, {}, {},
        tuple(KataResult(kata, verdict, 0, mistake=words, says=words) for kata in katas),
        tuple(TopicResult(Mastery(kata.topic, counts[1], *counts[::2]), words) for kata in katas),
        notes=(words,),
    )  # fmt: skip

    for line in plain(run, columns, encoding=encoding):
        assert width(line) <= columns
        assert "\n" not in line
        line.encode(encoding)
