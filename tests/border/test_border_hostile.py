"""Answers that do their worst: the test fails, and the trusted side lives on."""

import re
import time
from contextlib import suppress

import pytest

from pytest_interviewkata.harness.border.poison import harmless

ENDS = {
    "os._exit": "import os\ndef work(*_):\n    os._exit(0)\n",
    "kill": "import os, signal\ndef work(*_):\n    os.kill(os.getpid(), signal.SIGKILL)\n",
    "crash": "import ctypes\ndef work(*_):\n    ctypes.string_at(0)\n",
    "stop and die": "import os\ndef work(*_):\n    os.abort()\n",
}


@pytest.mark.parametrize("text", ENDS.values(), ids=ENDS)
def test_an_answer_that_ends_its_process_satisfies_no_raises(meet, text):
    """A crash is not an exception of the answer: pytest.raises(Exception) does not see it."""
    it = meet(text)

    with it.poisoned("the answer's process has ended"), pytest.raises(Exception):  # noqa: B017
        it.work()
    with it.poisoned("the answer's process has ended"):
        it.work()


def test_an_answer_without_an_end_is_ended(meet):
    """The limit is the answer's own time, and it is remembered that it was used up."""
    it = meet("def work():\n    while True:\n        pass\n", seconds=0.3)
    began = time.perf_counter()

    with it.poisoned(r"did not come back within 0\.3 s"):
        it.work()
    assert it.border.poison.timed_out
    assert time.perf_counter() - began < 5


def test_the_time_of_calls_back_is_not_the_answers(meet):
    """A slow test does not use up the answer's limit."""
    it = meet("def work(call):\n    return [call() for _ in range(4)]\n", seconds=0.5)

    assert it.work(lambda: time.sleep(0.2)) == [None] * 4


def test_an_answer_that_used_up_its_time_gets_less_in_the_next_test(meet):
    """Twenty tests of an endless answer do not take twenty limits."""
    it = meet("def work():\n    while True:\n        pass\n", seconds=1.5)
    with it.poisoned("within 1.5 s"):
        it.work()
    it.answer.begin()
    it.processes = it.answer.processes
    it.border.poison.reasons.clear()
    it.border = it.processes.border

    with it.poisoned("within 1 s"):
        it.work()


def test_endless_calls_back_are_ended(meet, monkeypatch):
    """Each call back is quick, and there is no end of them."""
    it = meet("def work(call):\n    while True:\n        call()\n")
    monkeypatch.setattr("pytest_interviewkata.harness.border.conversation.MOST_BACKS", 200)

    with it.poisoned("called back more than 200 times"):
        it.work(lambda: None)


VALUES = {
    "object()": "an object",
    "{n: n for n in range(90_000)}": "20000 may cross",
    "set(range(90_000))": "20000 may cross",
    "'x' * (10 << 20)": "may cross",
    "deep(60)": "deeper than 50",
    "itself()": "deeper than 50",
    "{n * (2**61 - 1): 0 for n in range(1, 3000)}": "collide",
    "{Always(1): 2}": "hashed",
}
MADE = """
    class Always(int):
        def __eq__(self, other):
            return True
        def __ne__(self, other):
            return False
        def __hash__(self):
            return 1

    def deep(levels):
        value = 1
        for _ in range(levels):
            value = [value]
        return value

    def itself():
        value = []
        value.append(value)
        return value

    def work():
        return %s

    def send(call):
        call(%s)

    def fail():
        raise ValueError(%s)
"""


@pytest.mark.parametrize(("value", "why"), [*VALUES.items()][1:], ids=[*VALUES][1:])
@pytest.mark.parametrize("way", ["work", "send"])
def test_data_that_would_hurt_poisons(meet, value, why, way):
    """Too big, too deep, too many keys or colliding ones: as a result or in a call back."""
    it = meet(MADE % (value, value, value))
    began = time.perf_counter()

    with it.poisoned(why):
        it.work() if way == "work" else it.send(lambda *_: None)
    assert time.perf_counter() - began < 10


def test_an_object_that_equals_everything_equals_nothing(meet):
    """A subclass of int does not cross as an int."""
    it = meet(MADE % ("Always(1)", 1, 1))

    with it.poisoned(r"type Always\) where plain data was expected: it was compared"):
        assert it.work() == 42


def test_an_object_is_not_true_and_not_unequal(meet):
    """object() passes neither `assert ok(x)` nor `!= 4`."""
    it = meet(MADE % ("object()", 1, 1))

    with it.poisoned("tested for truth"):
        assert it.work()
    with it.poisoned("compared"):
        assert it.work() != 4


def test_the_same_nan_is_never_the_same(meet):
    """[x] == [x] holds for one NaN object; two results are two objects."""
    it = meet("NAN = float('nan')\ndef work():\n    return [NAN]\n")

    assert it.work() != it.work()


FORGERIES = {
    "garbage": 'os.write(FD, b"garbage" * 100)',
    "a big length": 'os.write(FD, b"\\xff\\xff\\xff\\xff")',
    "no object": "reply(5)",
    "no outcome": "reply({})",
    "a foreign offer": 'reply({"ok": {"offer": 77}})',
    "an odd offer": 'reply({"ok": {"offer": [1]}})',
    "an odd handle": 'reply({"ok": {"own": [[], 5]}})',
    "a foreign exception": 'reply({"raised": [{"yours": 5, "notes": []}]})',
    "no exception": 'reply({"raised": []})',
    "an odd exception": 'reply({"raised": [{"mine": 1}]})',
    "deep classes": (
        'reply({"raised": [{"mine": 1, "args": [], "fields": {}, "class": nest(300)}]})'
    ),
    "an unknown call": 'reply({"back": "eval", "seconds": 1})',
    "a call of nothing": 'reply({"back": "call"})',
    "a call of what is not offered": (
        'reply({"back": "call", "offer": 1, "method": "__globals__", '
        '"args": {"t": []}, "kwargs": {"d": []}})'
    ),
    "a sleep without a clock": 'reply({"back": "sleep", "seconds": 5})',
    "a change of nothing": 'reply({"ok": 1, "held": [[1, [2]]]})',
    "an odd change": 'reply({"ok": 1, "held": 5})',
    "a special name": 'reply({"ok": {"type": "eval"}})',
    "a pytest class": 'reply({"ok": {"class": ["_pytest.outcomes", "Skipped"]}})',
}
FORGER = """
    import json, os, stat, struct

    def is_socket(fd):
        try:
            return stat.S_ISSOCK(os.fstat(fd).st_mode)
        except OSError:
            return False

    FD = next(filter(is_socket, range(3, 100)))

    def reply(message):
        text = json.dumps(message).encode()
        os.write(FD, struct.pack("<I", len(text)) + text)

    def nest(depth):
        node = ["builtins", "Nope", [], {}]
        for number in range(depth):
            node = ["m", f"C{number}", [node], {}]
        return node

    def work(call):
        FORGERY
        while True:
            pass
"""


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_forged_messages_poison(meet, forgery):
    """The answer can write to its socket whatever it wants: nonsense is no reply."""
    it = meet(FORGER.replace("FORGERY", forgery), seconds=1.0)
    began = time.perf_counter()

    with it.poisoned("does not keep to the rules"):
        it.work(lambda: None)
    assert time.perf_counter() - began < 5


def test_a_closed_socket_is_an_ended_process(meet):
    """Closing every file ends the conversation, not the test run."""
    it = meet("import os\ndef work():\n    os.closerange(3, 100)\n    while True:\n        pass\n")

    with it.poisoned("the answer's process has ended"):
        it.work()


def test_poison_is_remembered_by_the_border(meet):
    """A test that catches everything fails all the same: its border knows."""
    it = meet(ENDS["os._exit"])
    it.expected = True
    with suppress(BaseException):
        it.work()
    assert it.reasons == ["the answer's process has ended"]


def test_what_a_stranger_says_is_printed_harmlessly():
    """No new line, no escape sequence, no end of it."""
    said = harmless("x\n::error::\x1b[31m" + "y" * 1000)

    assert said.startswith(r"x\n::error::\x1b[31m")
    assert said.isprintable()
    assert len(said) < 400


BROKEN = {
    "def work(:\n": r"answer_\d+\.py:1: SyntaxError: ",
    "import nowhere\n": r"answer_\d+\.py:1: ModuleNotFoundError: No module named 'nowhere'",
    "1 / 0\n": r"answer_\d+\.py:1: ZeroDivisionError: division by zero",
    "exit()\n": r"answer_\d+\.py:1: ends the program",
    "input('?')\n": r"answer_\d+\.py:1: EOFError",
    "import os; os._exit(3)\n": "the answer's process has ended",
    "raise Exception('x\\n::error::')\n": r"answer_\d+\.py:1: Exception: x$",
    "while True: pass\n": "did not come back within 1 s",
}


@pytest.mark.parametrize(("text", "why"), BROKEN.items())
def test_an_answer_that_cannot_be_imported_says_why(meet, text, why):
    """In one line, with the place in the answer's own file."""
    it = meet(text, seconds=1.0)

    assert re.search(why, it.answer.broken)
    assert "\n" not in it.answer.broken


def test_names_that_the_tests_want_and_the_answer_lacks_are_named(meet):
    """Like an ImportError, but said once and before any test runs."""
    it = meet("from json import dumps\nLIMIT = 5\nclass Cache:\n    pass\n_hidden = 1\n")
    with pytest.raises(AttributeError):
        _ = it.CacheAside
    (name,) = it.answer.modules

    assert it.answer.lacks(name, ["Cache", "CacheAside"]) == (
        "the tests import 'CacheAside', but the file defines Cache, LIMIT"
    )


def test_a_module_cannot_lie_about_what_it_makes_public(meet):
    """Its names and values are checked as everything else is."""
    it = meet("""
        GOOD = 1
        globals()["a\\nb"] = 2
        globals()["huge"] = "x" * 1_000_000
        globals()["deep"] = [[[[1]]]]
    """)

    assert (it.GOOD, it.deep) == (1, [[[[1]]]])
    assert repr(it.huge) == "<str of the answer>"
