"""A warm child: it collects once and judges many answers, each in a fork."""

import os
import signal
import time

import pytest

from pytest_interviewkata.model import Outcome
from pytest_interviewkata.runner import Ask, Cold, Warm, WarmLost

RIGHT = "def double(x):\n    return x + x\n"
WRONG = "def double(x):\n    return 4\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")


@pytest.fixture
def warm(shelf, answer):
    """Open a warm child; keywords describe its kata."""
    opened = []

    def open_(exemplar=RIGHT, **values):
        kata = shelf.kata(**values)
        opened.append(Warm(kata, answer(kata, exemplar)).__enter__())
        return opened[-1]

    yield open_
    for one in opened:
        one.__exit__(None, None, None)


def doubling(text):
    return {"doubling.py": text}


def test_one_child_judges_many_answers(warm):
    """The tests see each answer, although they were imported with the exemplar."""
    child = warm()

    verdicts = [child.judge(Ask(doubling(text))).verdict for text in (RIGHT, WRONG, RIGHT)]

    assert [v.outcome for v in verdicts] == [Outcome.PASSED, Outcome.FAILED, Outcome.PASSED]
    assert verdicts[1].failed == {"test_three"}


def test_what_one_answer_breaks_is_whole_for_the_next(warm):
    """Each answer has a process of its own."""
    child = warm()
    vandal = "import builtins\nbuiltins.len = None\n" + WRONG
    checks = "assert len('ab') == 2\n" + RIGHT

    child.judge(Ask(doubling(vandal)))

    assert child.judge(Ask(doubling(checks))).verdict.outcome is Outcome.PASSED


def test_a_loop_ends_when_its_cpu_is_used_up(warm):
    """A looping mutant costs a fraction of a second."""
    child = warm()
    started = time.monotonic()

    judged = child.judge(Ask(doubling("def double(x):\n    while True: pass\n"), cpu=0.2))

    assert judged.verdict.timed_out
    assert judged.verdict.failed == {"test_two"}
    assert 0.1 < judged.cpu < 1
    assert time.monotonic() - started < 20


def test_an_answer_that_sleeps_for_ever_is_woken(warm):
    """Waiting uses no CPU, and is limited all the same."""
    text = "import threading\n\ndef double(x):\n    threading.Event().wait()\n"

    assert warm().judge(Ask(doubling(text), wall=0.3)).verdict.timed_out


def test_an_answer_that_cannot_be_imported_is_broken(warm):
    """A syntax error, an exit and a missing name are verdicts, not accidents."""
    child = warm()

    texts = ["def double(x:\n", "raise SystemExit(0)\n", "def twice(x):\n    return x\n"]
    outcomes = {child.judge(Ask(doubling(text))).verdict.outcome for text in texts}

    assert outcomes == {Outcome.BROKEN}


def test_an_answer_that_ends_its_process_has_not_passed(warm):
    """Nothing is concluded from silence."""
    text = "import os\n\ndef double(x):\n    os._exit(0)\n"

    verdict = warm().judge(Ask(doubling(text))).verdict

    assert verdict.outcome is Outcome.FAILED
    assert not verdict.whole


def test_the_first_failure_can_be_the_last(warm):
    """Of a mutant, one failure is enough to know."""
    judged = warm().judge(Ask(doubling("def double(x):\n    return 0\n"), first=True))

    assert judged.verdict.failed == {"test_two"}


def test_the_tests_that_are_likely_to_fail_can_run_first(warm):
    """The order is the asker's."""
    text = "def double(x):\n    return 0\n"

    judged = warm().judge(Ask(doubling(text), first=True, lead=("test_three",)))

    assert judged.verdict.failed == {"test_three"}


def test_the_order_of_the_tests_can_be_shuffled(warm):
    """A shuffle is a number, so that it can be repeated."""
    child = warm(tests=THREE)
    text = "def double(x):\n    return x\n"

    orders = [child.judge(Ask(doubling(text), shuffle=n)).verdict for n in (1, 2, 3, 4, 5, 1)]

    said = [[test.message for test in verdict.tests] for verdict in orders]
    assert said[0] == said[-1]
    assert len({tuple(one) for one in said}) > 1


THREE = """
import doubling
turn = []

def met():
    turn.append(1)
    assert False, f"turn {{len(turn)}}"

def test_a():
    met()

def test_b():
    met()

def test_c():
    met()
"""


def test_a_seed_is_the_asker_s(warm):
    """The same random inputs for the same seed, others for another."""
    child = warm(tests="def test_it(rng):\n    assert False, str(rng.random())\n")

    said = [child.judge(Ask({}, seed=seed)).verdict.tests[0].message for seed in (1, 1, 2)]

    assert said[0] == said[1] != said[2]


def test_tests_that_use_the_answer_while_they_are_imported_see_it_too(warm):
    """Then each fork imports the tests anew."""
    child = warm(tests=PARAMETRISED)

    outcomes = [child.judge(Ask(doubling(text))).verdict.outcome for text in (RIGHT, WRONG)]

    assert outcomes == [Outcome.PASSED, Outcome.FAILED]


PARAMETRISED = """
import pytest
from doubling import double

@pytest.mark.parametrize("call", [double])
def test_it(call):
    assert call(5) == 10
"""


def test_an_answer_of_several_files_is_judged_as_one(shelf, answer):
    """The files of an answer import one another's new text."""
    kata = shelf.kata(files=["doubling.py", "doubling_parts.py"])
    exemplar = {
        "doubling.py": "import doubling_parts as p\n\ndef double(x):\n    return x * p.factor\n",
        "doubling_parts.py": "factor = 2\n",
    }
    first = answer(kata, "")

    with Warm(kata, type(first)(kata.slug, first.role, "both", exemplar)) as child:
        fine = child.judge(Ask({})).verdict
        wrong = child.judge(Ask({"doubling_parts.py": "factor = 1\n"})).verdict

    assert (fine.outcome, wrong.outcome) == (Outcome.PASSED, Outcome.FAILED)


def test_the_lines_that_a_test_touches_are_known(warm):
    """They say which tests are likely to notice a mutant of a line."""
    text = "def double(x):\n    if x == 2:\n        return 4\n    return x + x\n"

    touched = warm(exemplar=text).judge(Ask(doubling(text), trace=True)).touched

    assert touched["test_two"] == {2, 3}
    assert touched["test_three"] == {2, 4}


def test_what_has_been_compiled_is_not_compiled_again(warm):
    """The code that is handed over is what runs."""
    child = warm()
    code = compile("def double(x):\n    return 5\n", "doubling.py", "exec")

    with_code = child.judge(Ask(doubling(RIGHT), code={"doubling.py": code})).verdict
    without = child.judge(Ask(doubling(RIGHT))).verdict

    assert (with_code.outcome, without.outcome) == (Outcome.FAILED, Outcome.PASSED)


def test_a_lost_child_is_an_error_of_ours(warm):
    """It is reported as what it is, never as a verdict."""
    child = warm()
    os.kill(child._child._process.pid, signal.SIGKILL)
    child._child._process.wait()

    with pytest.raises(WarmLost, match="tiny/doubling"):
        child.judge(Ask(doubling(RIGHT)))


def test_leaving_ends_the_child_and_its_folder(shelf, answer):
    """Nothing is left behind."""
    kata = shelf.kata()
    with Warm(kata, answer(kata, RIGHT)) as child:
        folder = child._folder

    assert not folder.exists()


def test_without_fork_each_answer_gets_a_child(shelf, answer):
    """Slower, and the same verdicts."""
    kata = shelf.kata()
    with Cold(kata, answer(kata, RIGHT)) as child:
        outcomes = [child.judge(Ask(doubling(text))).verdict.outcome for text in (RIGHT, WRONG)]

    assert outcomes == [Outcome.PASSED, Outcome.FAILED]
