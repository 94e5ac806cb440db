"""What holds of every history that there can be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.mastery import concepts, evidence, mastery, topics, worth
from pytest_interviewkata.mastery.forgetting import FIRST, LONGEST, lengthened, retrievability
from pytest_interviewkata.model import Attempt, Kata, Kind, Outcome

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
SLUGS = ["redis/a", "redis/b", "python/c"]


def kata(slug, level=3):
    topic, name = slug.split("/")
    return Kata(topic, name, Path(), name, level, 10, (f"{topic}.x",), (), Kind.FUNCTION, ())


KATA = kata("redis/a")
moments = st.integers(0, 800 * 24).map(lambda hours: NEW_YEAR + timedelta(hours=hours))


def attempts_at(slugs=("redis/a",), outcomes=tuple(Outcome)):
    return st.builds(
        Attempt,
        id=st.uuids().map(str),
        library=st.just("main"),
        kata=st.sampled_from(slugs),
        kata_version=st.sampled_from([1, 1, 1, 2]),
        at=moments,
        outcome=st.sampled_from(outcomes),
        spoiled=st.booleans(),
        edited=st.sampled_from([False, False, False, True]),
        fresh=st.sampled_from([False, False, False, True]),
    )


histories = st.lists(attempts_at(), max_size=12)
libraries = st.lists(attempts_at(SLUGS), max_size=15)
passes = attempts_at(outcomes=[Outcome.PASSED])
failures = attempts_at(outcomes=[Outcome.FAILED])
plain = {"kata_version": 1, "edited": False, "fresh": False}
later = st.integers(800, 2000).map(lambda days: NEW_YEAR + timedelta(days=days))


def known(history, now, of=KATA):
    found = evidence(history, of, now)
    return 0.0 if found is None else worth(found)


def at_most(low, high):
    """Compare what was computed in different orders of floating point."""
    return low <= high + 1e-9


@given(libraries, moments, st.tuples(*[st.integers(1, 5)] * 3))
def test_every_number_is_between_nought_and_one(history, now, levels):
    """No history makes a share of less than nothing or more than all."""
    katas = [kata(slug, level) for slug, level in zip(SLUGS, levels, strict=True)]
    for result in topics(katas, history, now):
        assert 0 <= result.mastery.share <= 1
        assert 0 <= result.mastery.passed <= result.mastery.katas
        for one in result.evidence:
            assert 0 < one.strength <= 1
            assert 0 < one.retrievable <= 1


@given(libraries, moments, st.randoms())
def test_the_order_of_the_attempts_does_not_matter(history, now, random):
    """Two machines whose histories were merged show the same."""
    shuffled = random.sample(history, len(history))
    katas = [kata(slug) for slug in SLUGS]

    assert topics(katas, history, now) == topics(katas, shuffled, now)
    assert concepts(katas, history, now) == concepts(katas, shuffled, now)


@given(histories, passes, later)
def test_another_pass_never_lowers_what_is_known(history, extra, now):
    """Practice does no harm, whenever it was and however it was reached."""
    assert at_most(known(history, now), known([*history, replace(extra, **plain)], now))


@given(histories, failures, later)
def test_another_failure_never_raises_what_is_known(history, extra, now):
    """Nobody gains by failing."""
    assert at_most(known([*history, replace(extra, **plain)], now), known(history, now))


@given(histories, later, st.integers(1, 500))
def test_evidence_only_fades_while_nothing_happens(history, now, days):
    """Time alone never adds to what is known."""
    assert at_most(known(history, now + timedelta(days=days)), known(history, now))


@given(histories, later)
def test_looking_never_pays(history, now):
    """The same passes without a look are worth at least as much; with one, half at most."""
    honest = [replace(attempt, spoiled=False) for attempt in history]
    looked = [replace(attempt, spoiled=True) for attempt in history]

    assert at_most(known(history, now), known(honest, now))
    assert at_most(known(looked, now), 0.5)


@given(histories, attempts_at(), st.sampled_from(["fresh", "edited"]), moments)
def test_what_is_no_evidence_changes_no_number(history, extra, reason, now):
    """An untouched stub or edited tests are as if they had not been run."""
    nothing = replace(extra, **{reason: True})

    assert evidence([*history, nothing], KATA, now) == evidence(history, KATA, now)


@given(histories, later, st.integers(0, 500))
def test_an_unaided_pass_today_is_worth_all(history, now, days):
    """Whatever went before, a hundred percent is one pass away."""
    today = Attempt("today", "main", "redis/a", 1, now, Outcome.PASSED)

    assert known([*history, today], now) == 1.0


@given(st.integers(1, 400), st.integers(1, 400))
def test_a_repetition_on_a_later_day_fades_slower(gap, wait):
    """Two passes on different days show more than the last of them alone, once it fades."""
    last = NEW_YEAR + timedelta(days=gap)
    once = [Attempt("2", "main", "redis/a", 1, last, Outcome.PASSED)]
    twice = [*once, Attempt("1", "main", "redis/a", 1, NEW_YEAR, Outcome.PASSED)]
    first, second = (evidence(history, KATA, last) for history in (once, twice))
    now = last + timedelta(days=wait)

    assert first.due < second.due
    assert evidence(once, KATA, now).retrievable < evidence(twice, KATA, now).retrievable


@given(libraries, moments, st.integers(1, 5))
def test_a_kata_added_to_another_topic_changes_nothing(history, now, level):
    """Growth elsewhere is not felt."""
    katas = [kata("redis/a"), kata("redis/b")]

    assert topics(katas, history, now)[0] == topics([*katas, kata("go/d", level)], history, now)[0]


@given(libraries, moments, st.integers(1, 5))
def test_a_kata_added_to_the_same_topic_lowers_the_share_done_alone(history, now, level):
    """A growing library never devalues what was shown."""
    katas = [kata("redis/a"), kata("redis/b")]

    before = topics(katas, history, now)[0]
    after = topics([*katas, kata("redis/new", level)], history, now)[0]

    assert before.evidence == after.evidence
    assert before.mastery.share == after.mastery.share
    assert before.mastery.passed == after.mastery.passed
    assert before.mastery.katas + 1 == after.mastery.katas


@given(libraries, moments, st.integers(1, 4), st.integers(1, 5))
def test_the_higher_level_pulls_harder(history, now, level, other):
    """Raising a kata's level moves the topic towards that kata's own worth."""
    shown = [found for slug in SLUGS[:2] if (found := evidence(history, kata(slug), now))]
    own = known(history, now)
    if own:
        low = mastery("redis", [kata("redis/a", level), kata("redis/b", other)], shown, now)
        high = mastery("redis", [kata("redis/a", level + 1), kata("redis/b", other)], shown, now)
        assert at_most(abs(high.share - own), abs(low.share - own))


@given(st.integers(0, 2000), st.integers(1, 500), st.floats(FIRST, LONGEST))
def test_the_curve_falls_and_ends_its_full_worth_at_its_stability(days, more, stability):
    """Retrievability only falls with time and rises with stability."""
    now = retrievability(days, stability)

    assert retrievability(days + more, stability) < now
    assert now <= retrievability(days, stability + 1)
    assert retrievability(round(stability), round(stability)) == 0.9


@given(st.integers(0, 500), st.floats(FIRST, LONGEST))
def test_a_repetition_never_shortens_and_never_passes_a_year(days, stability):
    """Stability stays between its own value and the longest."""
    assert stability - 1e-6 <= lengthened(stability, days) <= LONGEST


def test_nothing_here_reads_a_clock():
    """Time comes in as an argument, so that yesterday's table can be computed today."""
    folder = Path(__file__).parents[2] / "src" / "pytest_interviewkata" / "mastery"
    for path in folder.glob("*.py"):
        text = path.read_text("utf-8")
        assert not any(word in text for word in (".now(", ".today(", "import time\n")), path


@pytest.mark.parametrize("days", [-5, 0])
def test_time_that_runs_backwards_fades_nothing(days):
    """A clock that was set back does not break the curve."""
    assert retrievability(days, FIRST) == 1.0
