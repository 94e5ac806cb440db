"""What the attempts at one kata show."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from pytest_interviewkata.mastery import evidence, worth
from pytest_interviewkata.model import Outcome

FAILED = Outcome.FAILED


@pytest.fixture
def shown(make_kata, at):
    """Say what attempts are worth on a day."""

    def look(attempts, day=0, **changes):
        found = evidence(attempts, make_kata(**changes), at(day))
        return None if found is None else round(worth(found), 3)

    return look


def test_no_attempt_is_no_evidence(shown):
    """A kata that nobody has touched says nothing."""
    assert shown([]) is None


def test_a_pass_on_ones_own_is_worth_all(shown, attempt):
    """On its day a pass needs nothing else."""
    assert shown([attempt(0)]) == 1.0


@pytest.mark.parametrize(
    "nothing",
    [
        {"fresh": True, "outcome": FAILED},
        {"edited": True},
        {"edited": True, "outcome": FAILED},
        {"outcome": Outcome.BROKEN},
        {"outcome": Outcome.NOT_ASSESSED},
        {"kata_version": 2},
        {"kata": "redis/setnx_lock"},
    ],
)
def test_what_is_no_evidence_changes_nothing_either_way(shown, attempt, nothing):
    """Untouched stubs, edited tests, broken files and other versions count neither way."""
    about = {"id": "about", **nothing}

    assert shown([attempt(1, **about)]) is None
    assert shown([attempt(0)], 1) == shown([attempt(0), attempt(1, **about)], 1) == 1.0


def test_a_pass_of_an_earlier_version_is_no_longer_a_pass(shown, attempt):
    """A kata whose version was raised must be shown again."""
    assert shown([attempt(0)], version=2) is None
    assert shown([attempt(0), attempt(1, kata_version=2)], 1, version=2) == 1.0


def test_failing_before_the_first_pass_costs_nothing(shown, attempt):
    """Work in progress is not forgetting."""
    assert shown([attempt(0, FAILED)]) is None
    assert shown([attempt(0, FAILED), attempt(1)], 1) == 1.0


def test_failing_after_a_pass_halves_it(shown, attempt):
    """One failure or five: until it passes again, half is doubted."""
    assert shown([attempt(0), attempt(1, FAILED)], 1) == 0.5
    assert shown([attempt(0), attempt(1, FAILED), attempt(2, FAILED)], 2) == 0.5


def test_passing_again_mends_a_failure(shown, attempt):
    """A failure that was put right is over."""
    assert shown([attempt(0), attempt(1, FAILED), attempt(2)], 2) == 1.0


def test_a_pass_stays_whole_until_it_is_due_and_fades_then(shown, attempt):
    """A first pass lasts three days; a pass last year is not a pass today."""
    assert shown([attempt(0)], 3) == 1.0
    assert shown([attempt(0)], 4) < 1.0
    assert shown([attempt(0)], 365) == 0.204


def test_a_pass_repeated_on_a_later_day_counts_more(shown, attempt):
    """The same last pass fades slower when it was not the first."""
    once, twice = [attempt(10)], [attempt(0), attempt(10)]

    assert shown(once, 40) < shown(twice, 40)
    assert shown([attempt(10), attempt(10.1)], 40) == shown(once, 40)


def test_a_look_at_the_solution_caps_a_pass_at_half(shown, attempt):
    """However often it is repeated: a pass with the solution in mind is half a pass."""
    assert shown([attempt(0, spoiled=True)]) == 0.5
    assert shown([attempt(day, spoiled=True) for day in range(5)], 4) == 0.5


def test_a_look_takes_away_nothing_that_was_shown_before(shown, attempt):
    """Passes on one's own stay what they are beside spoiled ones."""
    assert shown([attempt(0), attempt(1, spoiled=True)], 1) == 1.0


def test_a_look_does_not_refresh_what_was_shown_before(shown, attempt):
    """Of faded evidence and a spoiled pass, the greater counts, never their sum."""
    assert shown([attempt(0), attempt(365, spoiled=True)], 365) == 0.5
    assert shown([attempt(0), attempt(1, FAILED), attempt(2, spoiled=True)], 2) == 0.5


def test_the_newest_attempt_says_whether_it_passes(make_kata, attempt, at):
    """The share done counts what passes now, looked up or not."""
    history = [attempt(0), attempt(1, FAILED)]
    assert not evidence(history, make_kata(), at(1)).passed

    history.append(attempt(2, spoiled=True))
    assert evidence(history, make_kata(), at(2)).passed


def test_a_kata_is_due_when_it_begins_to_fade(make_kata, attempt, at):
    """The date is the first day of fading less nothing: done then, nothing is lost."""
    found = evidence([attempt(0)], make_kata(), at(0))

    assert found.last == at(0)
    assert found.due == datetime(2026, 1, 4, tzinfo=UTC)
    assert evidence([attempt(0)], make_kata(), found.due).retrievable == 0.9


def test_a_failing_kata_is_due_at_once(make_kata, attempt, at):
    """What was known and fails should be done before anything else."""
    history = [attempt(0), attempt(1, FAILED), attempt(2, FAILED)]

    assert evidence(history, make_kata(), at(3)).due == at(1)


def test_an_attempt_that_two_machines_know_counts_once(shown, attempt):
    """Merged histories may hold an attempt twice."""
    assert shown([attempt(0), attempt(0), attempt(0)], 4) == shown([attempt(0)], 4)


def test_days_are_those_of_utc_wherever_the_learner_sits(make_kata, attempt, at):
    """One history gives one number in every time zone."""
    tokyo = timezone(timedelta(hours=9))
    moved = attempt(0, id="t").at.astimezone(tokyo)
    abroad = evidence([attempt(0, id="t")], make_kata(), at(9).astimezone(tokyo))

    assert moved == at(0)
    assert abroad == evidence([attempt(0, id="t")], make_kata(), at(9))


def test_a_clock_that_ran_ahead_does_no_harm(shown, attempt):
    """An attempt dated tomorrow is as good as one of today."""
    assert shown([attempt(3)], 0) == 1.0
