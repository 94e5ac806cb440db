"""From katas to topics and concepts, and what comes next."""

from dataclasses import replace

import pytest

from pytest_interviewkata.mastery import concepts, evidence, is_due, mastery, topics
from pytest_interviewkata.model import Mastery, Outcome

LOCK, CACHE, LIMIT = "redis/setnx_lock", "redis/cache_aside", "redis/rate_limiter"


@pytest.fixture
def score(make_kata, at):
    """Sum up attempts at some katas, named with their levels, on a day."""

    def sum_up(attempts, day=0, **levels):
        katas = [make_kata(f"redis/{name}", level) for name, level in levels.items()]
        found = [evidence(attempts, kata, at(day)) for kata in katas]
        return mastery("redis", katas, [one for one in found if one], at(day))

    return sum_up


def test_a_topic_that_nobody_began_is_at_nought(score):
    """No katas and no evidence make no division by nought."""
    assert score([]) == Mastery("redis", 0, 0, 0.0)
    assert score([], setnx_lock=3) == Mastery("redis", 1, 0, 0.0)


def test_every_kata_passed_makes_exactly_one(score, attempt):
    """A hundred percent is a hundred percent, whatever the levels."""
    passes = [attempt(day, kata=kata) for day, kata in enumerate((LOCK, CACHE, LIMIT))]

    found = score(passes, 2, setnx_lock=3, cache_aside=5, rate_limiter=1)

    assert found == Mastery("redis", 3, 3, 1.0)


def test_level_weighs(score, attempt):
    """A faded hard kata costs more than a faded easy one."""
    hard = score([attempt(0, kata=LOCK), attempt(99, kata=CACHE)], 99, setnx_lock=5, cache_aside=1)
    easy = score([attempt(0, kata=LOCK), attempt(99, kata=CACHE)], 99, setnx_lock=1, cache_aside=5)

    assert hard.share < easy.share


def test_a_kata_that_was_never_passed_lowers_the_share_done_only(score, attempt):
    """A new kata in the topic takes away nothing that was shown."""
    passes = [attempt(0, kata=LOCK)]

    before, after = score(passes, 30, setnx_lock=3), score(passes, 30, setnx_lock=3, cache_aside=5)

    assert before.share == after.share
    assert (before.passed, before.katas) == (1, 1)
    assert (after.passed, after.katas) == (1, 2)


def test_what_fades_and_what_fails_is_due(score, attempt):
    """The table can name what should be done again."""
    history = [
        attempt(0, kata=LOCK),
        attempt(8, kata=CACHE),
        attempt(9, kata=LIMIT),
        attempt(9.1, Outcome.FAILED, kata=LIMIT),
    ]

    found = score(history, 10, setnx_lock=3, cache_aside=3, rate_limiter=3)

    assert found.due == (LOCK, LIMIT)


def test_what_has_no_date_is_never_due(make_kata, attempt, at):
    """Evidence made elsewhere may leave the date out."""
    found = evidence([attempt(0)], make_kata(), at(0))

    assert not is_due(replace(found, due=None), at(99))


@pytest.mark.parametrize(
    ("share", "percent"),
    [(0.0, 0), (0.001, 1), (0.5, 50), (0.855, 86), (0.996, 99), (1.0, 100)],
)
def test_nought_and_a_hundred_are_shown_only_where_they_are_true(share, percent):
    """Rounding neither gives away the last percent nor takes the first."""
    assert Mastery("redis", 2, 1, share).percent == percent


def test_topics_and_concepts_keep_the_order_of_the_katas(make_kata, attempt, at):
    """Both are summed up from the same evidence, in the order of first appearance."""
    katas = [
        make_kata(LOCK, 3, concepts=("redis.lock", "redis.ttl")),
        make_kata("python/copy", 1, concepts=("python.copy",)),
        make_kata(CACHE, 5, concepts=("redis.ttl",)),
    ]
    history = [attempt(0, kata=LOCK)]

    redis, python = topics(katas, history, at(0))
    assert redis.mastery == Mastery("redis", 2, 1, 1.0)
    assert [one.kata for one in redis.evidence] == [LOCK]
    assert python.mastery == Mastery("python", 1, 0, 0.0)
    assert concepts(katas, history, at(0)) == (
        Mastery("redis.lock", 1, 1, 1.0),
        Mastery("redis.ttl", 2, 1, 1.0),
        Mastery("python.copy", 1, 0, 0.0),
    )


def test_the_next_kata_is_what_has_been_due_for_longest(make_kata, attempt, at):
    """Keeping what one knows comes before new katas, and takes less time."""
    katas = [make_kata(CACHE), make_kata(LOCK), make_kata(LIMIT)]
    history = [attempt(5, kata=CACHE), attempt(0, kata=LOCK)]

    assert topics(katas, history, at(20))[0].next == LOCK


def test_the_next_new_kata_is_the_first_that_is_ready(make_kata, attempt, at):
    """A kata waits for those that come before it, when any other is there to be done."""
    katas = [make_kata(CACHE, after=(LOCK,)), make_kata(LOCK), make_kata(LIMIT, after=("a/b",))]

    assert topics(katas, [], at(0))[0].next == LOCK
    assert topics(katas, [attempt(0, kata=LOCK)], at(0))[0].next == CACHE
    both = [attempt(0, kata=LOCK), attempt(0, kata=CACHE)]
    assert topics(katas, both, at(0))[0].next == LIMIT


def test_nothing_is_next_when_all_is_known(make_kata, attempt, at):
    """A learner who is through with a topic is left in peace until something is due."""
    assert topics([make_kata()], [attempt(0)], at(1))[0].next == ""


def test_a_kata_added_to_another_topic_changes_nothing(make_kata, attempt, at):
    """Topics stand for themselves."""
    katas, history = [make_kata(LOCK)], [attempt(0, kata=LOCK)]

    before = topics(katas, history, at(9))
    after = topics([*katas, make_kata("python/copy")], history, at(9))

    assert before[0] == after[0]
