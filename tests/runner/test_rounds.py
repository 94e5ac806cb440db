"""Rounds: many answers, few children, and a verdict on each."""

import sys

import pytest

from pytest_interviewkata.model import Outcome, TestOutcome
from pytest_interviewkata.runner import How, run_rounds
from pytest_interviewkata.runner.tree import rounds

RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return 4\n"
OUR_CHANNEL = "INTERVIEWKATA_CHANNEL"


def outcomes(verdicts):
    return [verdict.outcome for verdict in verdicts]


def test_each_answer_gets_its_own_verdict(shelf, answer):
    """Right and wrong answers to two katas, in one call, come back in their order."""
    one, two = shelf.kata("doubling"), shelf.kata("twofold")
    pairs = [(kata, answer(kata, text)) for kata in (one, two) for text in (RIGHT, WRONG)]

    verdicts = run_rounds(pairs)

    assert [verdict.kata for verdict in verdicts] == [kata.slug for kata, _ in pairs]
    assert outcomes(verdicts) == [Outcome.PASSED, Outcome.FAILED] * 2


def test_answer_k_of_every_kata_shares_a_round(shelf, answer):
    """As many children as the kata with the most answers has."""
    one, two = shelf.kata("doubling"), shelf.kata("twofold")
    pairs = [(one, "a"), (one, "b"), (two, "c"), (one, "d"), (two, "e")]

    assert rounds(pairs) == [[0, 2], [1, 4], [3]]


def test_a_failure_says_where_and_why(shelf, answer):
    """Name, line of the test file and message of a failing test are in the verdict."""
    kata = shelf.kata()

    [verdict] = run_rounds([(kata, answer(kata, "def double(x):\n    return 5\n"))])

    assert verdict.failed == {"test_two", "test_three"}
    assert verdict.tests[0].line == 6
    assert "twice two is four" in verdict.tests[0].message
    assert verdict.whole


def test_a_stub_is_seen_to_be_not_started(shelf, answer):
    """NotImplementedError is told apart from a wrong result."""
    kata = shelf.kata()

    [verdict] = run_rounds(
        [(kata, answer(kata, "def double(x):\n    raise NotImplementedError\n"))]
    )

    assert verdict.not_started


def test_a_broken_answer_leaves_the_others_alone(shelf, answer):
    """A syntax error is one kata's trouble."""
    one, two = shelf.kata("doubling"), shelf.kata("twofold")

    broken, fine = run_rounds([(one, answer(one, "def double(x:\n")), (two, answer(two, RIGHT))])

    assert (broken.outcome, fine.outcome) == (Outcome.BROKEN, Outcome.PASSED)
    assert "SyntaxError" in broken.reason


def test_an_answer_that_kills_its_process_takes_no_other_verdict_with_it(shelf, answer):
    """Those of a round that did not come to its end run again, alone."""
    one, two = shelf.kata("doubling"), shelf.kata("twofold")
    deadly = "import os\n\ndef double(x):\n    os._exit(0)\n"

    dead, fine = run_rounds([(one, answer(one, deadly)), (two, answer(two, RIGHT))])

    assert dead.outcome is Outcome.FAILED
    assert not dead.whole
    assert fine.outcome is Outcome.PASSED


def test_exit_status_0_is_no_verdict(shelf, answer):
    """What a child does not tell has not passed."""
    kata = shelf.kata()

    [verdict] = run_rounds([(kata, answer(kata, "import os\nos._exit(0)\n"))])

    assert verdict.outcome is Outcome.BROKEN
    assert "no test was collected" in verdict.reason


def test_an_endless_answer_is_ended_and_the_test_that_hangs_is_named(shelf, answer):
    """An answer alone in its child cannot take longer than its kata may."""
    kata = shelf.kata(extra="[limits]\nseconds = 1")
    endless = answer(kata, "def double(x):\n    while x == 2: pass\n    return 2 * x\n")

    [verdict] = run_rounds([(kata, endless)], alone=lambda _: True)

    assert verdict.timed_out
    assert verdict.failed == {"test_two"}


def test_a_skip_is_not_a_pass(shelf, answer):
    """A kata whose tests do not run is not assessed."""
    kata = shelf.kata(tests="import pytest\n\ndef test_it():\n    pytest.skip('not today')\n")

    [verdict] = run_rounds([(kata, answer(kata, RIGHT))])

    assert verdict.outcome is Outcome.NOT_ASSESSED
    assert verdict.tests[0].outcome is TestOutcome.SKIPPED


def test_what_a_test_prints_says_nothing(shelf, answer):
    """The verdict comes down a channel of its own, whose name the answer cannot see."""
    kata = shelf.kata()
    loud = f"import os\nprint('2 passed')\nassert {OUR_CHANNEL!r} not in os.environ\n" + WRONG

    [verdict] = run_rounds([(kata, answer(kata, loud))])

    assert verdict.outcome is Outcome.FAILED


def test_the_environment_of_a_child_is_next_to_empty(shelf, answer, monkeypatch):
    """Neither our secrets nor CI's switches reach an answer, and progress is not ours."""
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("SECRET", "x")
    kata = shelf.kata()
    looks = (
        "import os\nassert not {'CI', 'SECRET'} & set(os.environ)\n"
        "assert 'interviewkata-' in os.environ['INTERVIEWKATA_HOME']\n"
    )

    [verdict] = run_rounds([(kata, answer(kata, looks + RIGHT))])

    assert verdict.outcome is Outcome.PASSED, verdict


def test_hidden_tests_run_instead_of_the_visible_ones(shelf, answer):
    """They lie beside the answer in the staged copy only."""
    kata = shelf.kata()
    shelf.library.write(
        "solutions/tiny/doubling/hidden/test_doubling_hidden.py",
        "from doubling import double\n\ndef test_hidden():\n    assert double(10) == 20\n",
    )

    [verdict] = run_rounds(
        [(kata, answer(kata, WRONG))], How(hidden=shelf.library.root / "solutions")
    )

    assert verdict.failed == {"test_hidden"}


def test_a_seed_gives_the_same_random_inputs(shelf, answer):
    """The same failure text twice."""
    kata = shelf.kata(tests=TESTS_THAT_TELL)
    pair = (kata, answer(kata, RIGHT))

    one, two = run_rounds([pair, pair], How(seed=7))

    assert one.tests[0].message == two.tests[0].message


TESTS_THAT_TELL = """
def test_it(rng):
    assert False, str(rng.random())
"""


@pytest.mark.parametrize("outside", [False, True])
def test_both_sides_of_the_border_give_the_same_verdicts(shelf, answer, outside):
    """One test file serves a learner's run and a grade."""
    if outside and sys.platform == "win32":
        pytest.skip("grading for others is for Linux")
    kata = shelf.kata()
    pairs = [(kata, answer(kata, text)) for text in (RIGHT, WRONG)]

    verdicts = run_rounds(pairs, How(outside=outside))

    assert outcomes(verdicts) == [Outcome.PASSED, Outcome.FAILED]
