"""The order of the catalogue, for graphs of any shape."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.catalogue.order import circle, ordered
from pytest_interviewkata.model import Kata, Kind

TOPICS = ("python", "redis", "celery")


def make_kata(topic, name, level=1, after=()):
    return Kata(
        topic=topic,
        name=name,
        folder=Path(topic, name),
        title=name,
        level=level,
        minutes=1,
        concepts=(),
        files=(f"{name}.py",),
        kind=Kind.FUNCTION,
        hints=(),
        after=after,
    )


@st.composite
def libraries(draw):
    """Make katas that each wait for some that were made before them, then shuffle them."""
    katas = []
    for number in range(draw(st.integers(0, 12))):
        topic = draw(st.sampled_from([*TOPICS, "unlisted"]))
        before = draw(st.lists(st.sampled_from(katas), unique=True)) if katas else []
        after = tuple(kata.slug for kata in before)
        katas.append(make_kata(topic, f"kata{number}", draw(st.integers(1, 5)), after))
    return draw(st.permutations(katas))


def rank(kata):
    place = TOPICS.index(kata.topic) if kata.topic in TOPICS else len(TOPICS)
    return (place, kata.level, kata.name)


@given(katas=libraries())
def test_no_kata_comes_before_one_that_it_waits_for(katas):
    """The order is one in which everything can be done."""
    done = set()
    for kata in ordered(katas, TOPICS):
        assert done >= set(kata.after)
        done.add(kata.slug)
    assert done == {kata.slug for kata in katas}


@given(katas=libraries(), data=st.data())
def test_the_order_does_not_depend_on_how_the_files_were_found(katas, data):
    """Every machine lists the same."""
    shuffled = data.draw(st.permutations(katas))

    assert ordered(shuffled, TOPICS) == ordered(katas, TOPICS)


@given(katas=libraries())
def test_of_the_katas_that_are_ready_the_first_topic_and_level_go_first(katas):
    """Each step takes the best of what can be begun."""
    left = {kata.slug: kata for kata in katas}
    for kata in ordered(katas, TOPICS):
        ready = [one for one in left.values() if not left.keys() & set(one.after)]
        assert rank(kata) == min(map(rank, ready))
        del left[kata.slug]


@given(katas=libraries())
def test_there_is_no_circle_where_each_waits_for_earlier_ones(katas):
    """What can be ordered is not complained of."""
    assert circle(katas) == ()


@given(katas=libraries().filter(len), data=st.data())
def test_a_circle_is_found_wherever_it_is(katas, data):
    """Whichever katas are bent into a ring, the ring is named."""
    ring = data.draw(st.lists(st.sampled_from(katas), min_size=1, unique=True))
    bent = dict(zip((kata.slug for kata in ring), (*ring[1:], ring[0]), strict=True))
    tied = [
        make_kata(kata.topic, kata.name, kata.level, (bent[kata.slug].slug,))
        if kata.slug in bent
        else kata
        for kata in katas
    ]

    found = circle(tied)

    assert found[0] == found[-1]
    after = {kata.slug: kata.after for kata in tied}
    assert all(first in after[then] for first, then in pairwise(found))


def test_a_kata_may_wait_for_one_that_is_not_there():
    """A workspace of some topics has an order too."""
    katas = [make_kata("redis", "lock", after=("python/first",))]

    assert ordered(katas, TOPICS) == tuple(katas)
