"""Recognising a mistake by what it fails."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.diagnosis import diagnose, likeness
from pytest_interviewkata.model import Diagnosis, Outcome, TestOutcome, TestResult, Verdict

OWNER = Diagnosis("no owner", "It deletes the lock of another.", {"late": 10, "rival": 20})
EXPIRY = Diagnosis("no expiry", "It locks for ever.", {"killed": 30, "ttl": 40, "late": 12})
UNITS = Diagnosis("units", "Seconds for milliseconds.", {"ttl": 41})
KNOWN = (OWNER, EXPIRY, UNITS)
failures = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 4), min_size=1)


def verdict(fails, **changes):
    """Return a whole run in which these tests failed at these lines."""
    tests = [TestResult(name, TestOutcome.FAILED, line=line) for name, line in fails.items()]
    tests.append(TestResult("fine", TestOutcome.PASSED))
    return replace(Verdict("a/b", Outcome.FAILED, tuple(tests)), **changes)


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.name)
def test_a_fingerprint_is_recognised(known):
    """The very tests at the very lines."""
    assert diagnose(verdict(known.fails), KNOWN) is known


def test_a_near_fingerprint_is_recognised_where_no_other_is_near():
    """The same mistake, written another way, may fail at another assertion."""
    assert diagnose(verdict({"killed": 30, "ttl": 40, "late": 10}), KNOWN) is EXPIRY


@pytest.mark.parametrize(
    "fails",
    [
        {},
        {"late": 10, "rival": 20, "killed": 30, "ttl": 40},
        {"late": 10},
        {"rival": 21, "late": 11},
        {"other": 1},
        {"ttl": 7},
    ],
    ids=["nothing", "two mistakes", "half of one", "other lines", "unknown", "another line"],
)
def test_nothing_is_said_in_doubt(fails):
    """A wrong diagnosis teaches the wrong thing."""
    assert diagnose(verdict(fails), KNOWN) is None


def test_two_mistakes_with_one_fingerprint_are_not_told_apart():
    """Then it may be either."""
    twin = replace(OWNER, name="twin")

    assert diagnose(verdict(OWNER.fails), (OWNER, twin)) is None


def test_an_exact_match_leads_a_near_one():
    """However near the other is."""
    near = replace(EXPIRY, name="near", fails={**EXPIRY.fails, "late": 13})

    assert diagnose(verdict(EXPIRY.fails), (near, EXPIRY)) is EXPIRY


@pytest.mark.parametrize(
    "changes",
    [
        {"whole": False},
        {"timed_out": True},
        {"outcome": Outcome.BROKEN},
        {"outcome": Outcome.NOT_ASSESSED},
        {"outcome": Outcome.PASSED},
    ],
    ids=str,
)
def test_only_whole_failed_runs_are_diagnosed(changes):
    """A part of the tests is a part of a fingerprint."""
    assert diagnose(verdict(OWNER.fails, **changes), KNOWN) is None


def test_what_is_not_implemented_yet_is_no_mistake():
    """A half-finished answer fails for want of the other half."""
    run = verdict(OWNER.fails)
    unwritten = replace(run.tests[0], not_implemented=True)

    assert diagnose(replace(run, tests=(unwritten, *run.tests[1:])), KNOWN) is None


def test_without_fingerprints_nothing_is_said():
    """A kata need not have any."""
    assert diagnose(verdict(OWNER.fails), ()) is None


@given(failures, failures)
def test_likeness_is_a_share(one, other):
    """From nothing in common to the same, in both directions."""
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert (likeness(one, other) == 1) == (one == other)


@given(failures, st.lists(failures, max_size=6))
def test_the_order_of_the_fingerprints_does_not_matter(fails, prints):
    """Nor does what is said depend on how mistakes are listed."""
    known = [Diagnosis(str(number), "", found) for number, found in enumerate(prints)]

    assert diagnose(verdict(fails), known) == diagnose(verdict(fails), known[::-1])


@given(failures, st.lists(failures, max_size=6))
def test_what_is_said_is_the_nearest(fails, prints):
    """No other fingerprint is as near as the one that is named."""
    known = [Diagnosis(str(number), "", found) for number, found in enumerate(prints)]
    said = diagnose(verdict(fails), known)

    if said is not None:
        others = [one for one in known if one is not said]
        assert all(likeness(fails, one.fails) < likeness(fails, said.fails) for one in others)
