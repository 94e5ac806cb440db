"""A kata's tests with its answer behind the border, and without: the same verdicts."""

import os
import subprocess
import sys
import textwrap

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Answer, Outcome, Role, TestOutcome
from pytest_interviewkata.runner import How, run_rounds

TESTS = '''
import asyncio
import random

import pytest
from bank import Account, Overdrawn, LIMIT, history, retried, transfer, watch
from bank_support import Closed, Ledger


def test_money_moves(rng):
    """A class with state, and a function that takes two of its objects."""
    amount = rng.randrange(1, 9)
    one, two = Account("one", amount), Account("two")
    transfer(one, two, amount)
    assert (one.balance, two.balance) == (0, amount)


def test_no_more_than_there_is():
    one, two = Account("one", 5), Account("two")
    with pytest.raises(Overdrawn, match="one") as caught:
        transfer(one, two, 6)
    assert (caught.value.missing, isinstance(caught.value, ValueError)) == (1, True)
    assert (one.balance, two.balance) == (5, 0)


def test_history_is_lazy():
    account = Account("one", 5)
    items = history(account)
    account.pay(2)
    assert next(items) == ("paid", 2)
    assert list(items) == []
    assert LIMIT == 100


def test_listeners_are_told():
    seen = []
    account = watch(Account("one"), lambda *what: seen.append(what))
    account.pay(3)
    assert seen == [("one", 3)]


def test_an_error_of_a_listener_is_its_own():
    problem = Closed("shut")

    def listener(*_):
        raise problem

    with pytest.raises(Closed) as caught:
        watch(Account("one"), listener).pay(1)
    assert caught.value is problem


def test_blocks_undo_what_failed():
    account = Account("one", 5)
    with pytest.raises(RuntimeError), account:
        account.pay(3)
        raise RuntimeError("no")
    assert account.balance == 5


def test_later(run_async, clock):
    calls = []

    async def call():
        calls.append(clock.elapsed)
        await asyncio.sleep(1)
        if len(calls) < 3:
            raise ConnectionError("away")
        return "done"

    assert run_async(retried(call, 3)) == "done"
    assert calls == [0, 2, 4]
    with pytest.raises(ConnectionError):
        calls.clear()
        run_async(retried(call, 2))


def test_arguments_stay_as_they_are(held):
    entries = held([3, 1, 2])
    assert Account.of(entries).balance == 6
    assert entries == [3, 1, 2]


def test_two_processes(kata_processes):
    one, two = (kata_processes.start(name).public("Account") for name in "ab")
    one("x").pay(1)
    assert [one.count(), two.count()] == [1, 0]
'''
SUPPORT = '''
class Closed(Exception):
    """The account is closed."""


class Ledger(list):
    """A list with a name."""
'''
RIGHT = """
import asyncio
from time import sleep

from bank_support import Closed

LIMIT = 100


class Overdrawn(ValueError):
    def __init__(self, name, missing):
        super().__init__(f"{name} lacks {missing}")
        self.missing = missing


class Account:
    made = 0

    def __init__(self, name, balance=0):
        type(self).made += 1
        self.name, self.balance, self.log, self.listeners = name, balance, [], []

    @classmethod
    def of(cls, entries):
        return cls("sum", sum(entries))

    @classmethod
    def count(cls):
        return cls.made

    def pay(self, amount):
        if self.balance + amount < 0:
            raise Overdrawn(self.name, -(self.balance + amount))
        self.balance += amount
        self.log.append(("paid", amount))
        for listener in self.listeners:
            listener(self.name, amount)

    def __enter__(self):
        self.before = self.balance

    def __exit__(self, kind, error, trace):
        if kind:
            self.balance = self.before


def transfer(one, two, amount):
    one.pay(-amount)
    two.pay(amount)


def history(account):
    yield from account.log


def watch(account, listener):
    account.listeners.append(listener)
    return account


def retried(call, times):
    async def inner():
        for attempt in range(times):
            try:
                return await call()
            except ConnectionError:
                if attempt == times - 1:
                    raise
            await asyncio.sleep(1)
    return inner
"""
ANSWERS = {
    "right": RIGHT,
    "money from nowhere": RIGHT.replace("    one.pay(-amount)\n", ""),
    "another error": RIGHT.replace("(ValueError)", "(Exception)"),
    "eager": RIGHT.replace("yield from account.log", "return iter(list(account.log))"),
    "wraps the listener's error": RIGHT.replace(
        "            listener(self.name, amount)\n",
        "            try:\n                listener(self.name, amount)\n"
        "            except Exception as error:\n                raise OSError from error\n",
    ),
    "swallows": RIGHT.replace(
        "            self.balance = self.before\n",
        "            self.balance = self.before\n        return True\n",
    ),
    "blocks the loop": RIGHT.replace("await asyncio.sleep(1)", "sleep(3)"),
    "never gives up": RIGHT.replace("if attempt == times - 1", "if False"),
    "sorts the argument": RIGHT.replace(
        'return cls("sum"', 'entries.sort()\n        return cls("sum"'
    ),
    "not started": RIGHT.replace("    one.pay(-amount)\n", "    raise NotImplementedError\n"),
    "lacks a name": RIGHT.replace("def watch", "def watched"),
    "does not parse": "def watch(:\n",
    "exits": "import sys\nsys.exit()\n",
}
BROKEN = {"lacks a name", "does not parse", "exits"}


@pytest.fixture
def kata(library):
    def write(tests=TESTS, **values):
        folder = library.kata(
            "tiny/bank", support=["bank_support.py"], requires=["redis"], **values
        )
        (folder / "test_bank.py").write_text(tests, "utf-8")
        (folder / "bank_support.py").write_text(SUPPORT, "utf-8")
        (folder / "bank.py").write_text("", "utf-8")
        return catalogue.read_kata(folder)

    return write


def judge(kata, texts, *, outside=True):
    answers = [
        (kata, Answer(kata.slug, Role.SUBMISSION, name, {"bank.py": text}))
        for name, text in texts.items()
    ]
    return dict(zip(texts, run_rounds(answers, How(outside=outside, seed=3), jobs=2), strict=True))


def test_every_answer_has_the_same_verdict_on_both_sides(kata):
    """A class, exceptions, call backs, generators, coroutines, held arguments, processes."""
    bank = kata()
    inside = judge(bank, ANSWERS, outside=False)
    outside = judge(bank, ANSWERS)

    for name in ANSWERS:
        assert outside[name].outcome == inside[name].outcome, (inside[name], outside[name])
        assert outside[name].failed == inside[name].failed, (inside[name], outside[name])
    assert outside["right"].outcome is Outcome.PASSED
    assert {name for name in ANSWERS if outside[name].outcome is Outcome.BROKEN} == BROKEN
    assert [name for name in ANSWERS if outside[name].outcome is Outcome.PASSED] == ["right"]
    assert outside["not started"].tests[0].not_implemented
    for name in BROKEN:
        assert outside[name].reason == inside[name].reason


def only(body, **fixtures):
    return (
        "import os, sys\nimport pytest\nimport bank\nfrom bank import work\n\n"
        + textwrap.dedent(body)
    )


HOSTILE = {
    "a crash under raises": (
        "def test_it():\n    with pytest.raises(Exception):\n        work()\n",
        "import os\ndef work():\n    os._exit(0)\n",
        "the answer's process has ended",
    ),
    "poison that is caught": (
        """
        def test_it():
            try:
                assert work() == 42
            except BaseException:
                pass
        """,
        "def work():\n    return object()\n",
        "where plain data was expected: it was compared",
    ),
    "poison in a fixture's end": (
        """
        @pytest.fixture
        def worked():
            yield
            try:
                bool(work())
            except BaseException:
                pass
        def test_it(worked):
            pass
        """,
        "def work():\n    return object()\n",
        "tested for truth",
    ),
    "a skip": (
        "def test_it():\n    pytest.skip('not today')\n",
        "def work():\n    return 1\n",
        "counts as failed",
    ),
    "a mark to skip": (
        "@pytest.mark.skipif(True, reason='never')\ndef test_it():\n    pass\n",
        "def work():\n    return 1\n",
        "counts as failed",
    ),
    "an expected failure": (
        "@pytest.mark.xfail\ndef test_it():\n    assert work() == 2\n",
        "def work():\n    return 1\n",
        "",
    ),
    "an unexpected pass": (
        "@pytest.mark.xfail\ndef test_it():\n    assert work() == 1\n",
        "def work():\n    return 1\n",
        "",
    ),
    "a file that skips itself": (
        "pytest.skip('all', allow_module_level=True)\ndef test_it():\n    pass\n",
        "def work():\n    return 1\n",
        None,
    ),
}


@pytest.mark.parametrize(("tests", "text", "why"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_a_clean_pass_is_a_failure(kata, tests, text, why):
    """Crashes, misused objects, skips and expected failures, whatever the test catches."""
    [verdict] = judge(kata(only(tests)), {"it": text}).values()

    assert verdict.outcome in (Outcome.FAILED, Outcome.BROKEN)
    if why is not None:
        [test] = verdict.tests
        assert test.outcome in (TestOutcome.FAILED, TestOutcome.ERROR)
        assert why in test.message


def test_a_fresh_process_for_each_test(kata):
    """What an answer keeps from one test is gone in the next."""
    tests = only("""
        @pytest.mark.parametrize("number", range(3))
        def test_it(number):
            assert [work(), work()] == [1, 2]
    """)
    text = "COUNT = [0]\ndef work():\n    COUNT[0] += 1\n    return COUNT[0]\n"

    [verdict] = judge(kata(tests), {"it": text}).values()

    assert (verdict.outcome, len(verdict.tests)) == (Outcome.PASSED, 3)


def test_the_answer_is_never_imported_among_the_tests(kata):
    """Its module there is made of proxies, and it sees neither tests nor pytest."""
    tests = only("""
        def test_it():
            seen, pid, folder = work()
            assert type(bank).__name__ == "AnswerModule"
            assert pid != os.getpid()
            assert not {"pytest", "test_bank"} & set(seen)
            assert sorted(folder) == ["bank.py", "bank_support.py"]
    """)
    text = (
        "import os, sys\ndef work():\n    return list(sys.modules), os.getpid(), os.listdir('.')\n"
    )

    [verdict] = judge(kata(tests), {"it": text}).values()

    assert verdict.outcome is Outcome.PASSED, verdict.tests


def trusted(kata, *arguments, cwd):
    plugins = ["pytest_interviewkata.plugin", "pytest_interviewkata.grading.trusted"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    for plugin in plugins:
        command += ["-p", plugin]
    return subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(kata.folder), *arguments, str(kata.folder)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=os.environ
        | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "INTERVIEWKATA_HOME": str(cwd / "home")},
        check=False,
    )


@pytest.mark.parametrize("below", ["", "tiny/bank"], ids=["one answer", "many answers"])
def test_the_answers_may_lie_elsewhere(kata, tmp_path, below):
    """The folder of the tests needs no answer in it, and the one in it is not looked at."""
    bank = kata(only("def test_it():\n    assert work() == 5\n"))
    (bank.folder / "bank.py").write_text("raise SystemExit\n", "utf-8")
    folder = tmp_path / "answers" / below
    folder.mkdir(parents=True)
    (folder / "bank.py").write_text("def work():\n    return 5\n", "utf-8")

    run = trusted(bank, "--kata-answers", str(tmp_path / "answers"), cwd=tmp_path)

    assert run.returncode == 0, run.stdout + run.stderr
    (folder / "bank.py").unlink()
    run = trusted(bank, "--kata-answers", str(tmp_path / "answers"), cwd=tmp_path)
    assert run.returncode == 1
    assert "bank.py is missing" in run.stdout


def test_a_broken_test_file_is_not_the_answers_fault(kata, tmp_path):
    """It stays an error of the collection."""
    bank = kata("import nowhere\nfrom bank import work\ndef test_it():\n    pass\n")
    (bank.folder / "bank.py").write_text("def work():\n    return 5\n", "utf-8")

    run = trusted(bank, cwd=tmp_path)

    assert run.returncode == 2
    assert "No module named 'nowhere'" in run.stdout


def test_answers_are_behind_the_border_in_xdists_workers_too(kata, tmp_path):
    """Each worker has a zygote of its own."""
    bank = kata(TESTS)
    (bank.folder / "bank.py").write_text(RIGHT, "utf-8")

    run = trusted(bank, "-p", "xdist", "-n2", cwd=tmp_path)

    assert run.returncode == 0, run.stdout + run.stderr


def test_the_plugin_says_what_it_needs(kata, tmp_path):
    """Loaded alone it would not know the options of katas."""
    bank = kata()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_interviewkata.grading.trusted", bank.folder],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=False,
    )

    assert run.returncode == 4
    assert "needs -p pytest_interviewkata.plugin before it" in run.stderr
