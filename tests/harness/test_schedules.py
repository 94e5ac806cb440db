"""The order in which actors act: chosen by a schedule, and searched."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_interviewkata.harness import explore
from pytest_interviewkata.harness.choices import Choices


def two_writers(world):
    def writes(process):
        client = process.redis()
        for _ in range(2):
            client.rpush("log", process.name)

    for name in ("a", "b"):
        world.actor(name, writes)


def order(world):
    return b"".join(world.inspect.lrange("log", 0, -1)).decode()


def counter(world):
    """Three processes add one by reading and writing."""

    def adds(process):
        client = process.redis()
        client.set("n", int(client.get("n") or 0) + 1)

    for number in range(3):
        world.actor(f"worker-{number}", adds)


def counted(world, _endings):
    assert world.inspect.get("n") == b"3", "an update was lost"


def test_without_a_schedule_each_goes_on_until_it_sleeps(world):
    """The plain run has no switch that nobody asked for."""
    two_writers(world)
    world.run()

    assert order(world) == "aabb"


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ([1], "bbaa"),
        ([0, 1], "abba"),
        ([0, 0, 1], "aabb"),
        ([0, 1, 1], "abab"),
        ([7, 8, 9, 11], "bbaa"),
    ],
)
def test_a_schedule_says_who_goes_on(world, schedule, expected):
    """0 is who goes on anyway; any other number is one of the others."""
    two_writers(world)
    world.run(schedule)

    assert order(world) == expected


def test_a_sleeper_may_come_first(world):
    """To choose one who sleeps means that everybody else was paused meanwhile."""
    seen = []
    world.actor("paused", lambda process: (process.redis().get("k"), seen.append(world.elapsed)))
    world.actor("sleeps", lambda _: time.sleep(5), at=1.0)

    world.run([1])

    assert seen == [1.0]


def test_equal_schedules_make_equal_runs(lab):
    """Fifty runs of one schedule have one time line."""
    lines = set()
    for _ in range(50):
        world = lab.world()
        counter(world)
        world.run([1, 0, 2, 1])
        lines.add(world.timeline())
        lab.drop(world)

    assert len(lines) == 1


def test_a_lost_update_is_found(lab):
    """Read-modify-write by three processes is caught, with its schedule and time line."""
    with pytest.raises(AssertionError, match="an update was lost") as caught:
        explore(lab, counter, counted)

    notes = "\n".join(caught.value.__notes__)
    assert "(schedule [0, 1])" in notes
    assert "worker-0 @0.00s GET n" in notes


def test_the_first_counterexample_has_the_fewest_switches(lab):
    """What is found first is simple: one switch is enough to lose an update."""
    tried = []

    def build(world):
        tried.append(world)
        counter(world)

    with pytest.raises(AssertionError):
        explore(lab, build, counted)

    assert sum(map(bool, tried[-1].scheduler.choices.made)) == 1


def test_an_atomic_counter_is_never_blamed(lab):
    """INCR loses nothing in any order."""

    def build(world):
        for number in range(3):
            world.actor(f"worker-{number}", lambda process: process.redis().incr("n"))

    assert explore(lab, build, counted, preemptions=3) > 5


def test_the_search_is_bounded(lab):
    """It stops after so many runs."""
    assert explore(lab, counter, lambda *_: None, preemptions=9, max_runs=25) == 25


def test_without_preemptions_there_is_one_run(lab):
    """Zero allowed switches leave the plain order."""
    assert explore(lab, counter, counted, preemptions=0) == 1


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(schedule=st.lists(st.integers(0, 5), max_size=12))
def test_any_list_of_numbers_is_a_schedule(lab, schedule):
    """Whatever Hypothesis draws runs to its end, and no increment is lost."""
    world = lab.world()
    for number in range(3):
        world.actor(f"worker-{number}", lambda process: process.redis().incr("n"))
    world.run(schedule)

    assert world.inspect.get("n") == b"3"
    lab.drop(world)


def test_choices_are_made_where_there_are_any():
    """One of one is no choice; a schedule that is used up chooses 0."""
    choices = Choices([1, 5])

    assert [choices.choose(width) for width in (1, 3, 2, 1, 4)] == [0, 1, 1, 0, 0]
    assert (choices.made, choices.widths) == ([1, 1, 0], [3, 2, 4])
    assert choices.others() == [(1, 1, 1), (1, 1, 2), (1, 1, 3)]
