"""Exceptions of both sides, on both sides."""

import asyncio
import json
import sqlite3

import pytest

ERRORS = '''
    class NotAcquired(RuntimeError):
        """The lock is held."""
        retryable = True
        limit = {"seconds": 3}

        def __init__(self, name, seconds):
            super().__init__(name)
            self.seconds = seconds
            self.lock = object()

        @property
        def hint(self):
            return f"wait {self.seconds} s"

        def __str__(self):
            return f"{self.args[0]} is held for {self.seconds} s"

    class Sharper(NotAcquired, LookupError):
        pass

    class ValueError(ValueError):
        """Named like a builtin."""

    def fail(name="nightly", seconds=3):
        raise NotAcquired(name, seconds)

    def fail_sharper():
        raise Sharper("x", 1)

    def fail_like_a_builtin():
        raise ValueError("mine")

    def chained(inner):
        try:
            inner()
        except Exception as error:
            wrapped = NotAcquired("outer", 1)
            wrapped.add_note("a note")
            raise wrapped from error

    def swallow(call):
        try:
            call()
        except Exception as error:
            return error

    def reraise(call):
        try:
            call()
        except BaseException as error:
            error.add_note("seen")
            raise

    def raise_again(errors):
        raise errors[-1]

    def catches(call, kind):
        try:
            call()
        except kind as error:
            return type(error).__name__, str(error), error.args

    def builtin(name, *args):
        import builtins
        raise getattr(builtins, name)(*args)

    def nested():
        raise ExceptionGroup("two", [KeyError("a"), NotAcquired("b", 2)])
'''


class Boom(Exception):
    """The test's own; no module of the answer has it."""

    code = 7


class Sharp(Boom, KeyError):
    pass


def test_an_exception_of_the_answer_is_a_real_one_here(meet_anywhere):
    """Same name, bases, args, fields, properties, class attributes and text."""
    it = meet_anywhere(ERRORS)

    with pytest.raises(it.NotAcquired, match="nightly is held for 3 s") as caught:
        it.fail()

    error = caught.value
    assert type(error).__name__ == "NotAcquired"
    assert type(error).__mro__[1:3] == (RuntimeError, Exception)
    assert (error.args, error.seconds, error.hint) == (("nightly",), 3, "wait 3 s")
    assert (error.retryable, it.NotAcquired.limit) == (True, {"seconds": 3})
    with pytest.raises(it.NotAcquired) as sharper:
        it.fail_sharper()
    assert isinstance(sharper.value, LookupError)
    assert issubclass(it.Sharper, it.NotAcquired)


def test_the_classes_are_the_same_in_every_process_and_test(meet):
    """What a test imported once catches what any process raises later."""
    it = meet(ERRORS)
    imported = it.NotAcquired

    for fail in (it.fail, it.processes.start("worker-1").public("fail")):
        with pytest.raises(imported):
            fail()
    it.answer.begin()
    with pytest.raises(imported):
        it.fail()


def test_a_class_that_is_named_like_a_builtin_is_none(meet_anywhere):
    """It is caught by its own name's base, never mistaken for it."""
    it = meet_anywhere(ERRORS)

    with pytest.raises(it.ValueError) as caught:
        it.fail_like_a_builtin()
    assert type(caught.value) is not ValueError
    assert isinstance(caught.value, ValueError)


BUILTINS = [
    ("KeyError", ("sku",)),
    ("OSError", (2, "No such file", "x.txt")),
    ("UnicodeDecodeError", ("utf-8", b"\xff", 0, 1, "bad")),
    ("SystemExit", (3,)),
    ("NotImplementedError", ()),
    ("ZeroDivisionError", ("by zero",)),
    ("TimeoutError", ("late",)),
    ("RecursionError", ()),
]


@pytest.mark.parametrize(("name", "args"), BUILTINS, ids=[name for name, _ in BUILTINS])
def test_builtin_exceptions_are_themselves(meet_anywhere, name, args):
    """Class, arguments and text."""
    it = meet_anywhere(ERRORS)
    real = getattr(__builtins__, name, None) or __builtins__[name]
    real = real(*args)

    with pytest.raises(type(real)) as caught:
        it.builtin(name, *args)
    assert (type(caught.value), str(caught.value)) == (type(real), str(real))


def test_exceptions_of_shared_packages_are_themselves(meet):
    """Of the standard library, of what the kata requires, and of its support modules."""
    support = "class Refused(Exception):\n    def __init__(self, why):\n        self.why = why\n"
    it = meet(
        """
        import asyncio, json, sqlite3, redis
        from shared_support import Refused
        def parse(): json.loads("{")
        def connect(): raise redis.ConnectionError("away")
        def insert(): raise sqlite3.IntegrityError("twice")
        def cancelled(): raise asyncio.CancelledError
        def refuse(): raise Refused("no")
        """,
        support=[("shared_support", "shared_support.py", support)],
        packages=("redis",),
    )
    import redis

    for kind, call in (
        (json.JSONDecodeError, it.parse),
        (redis.ConnectionError, it.connect),
        (sqlite3.IntegrityError, it.insert),
        (asyncio.CancelledError, it.cancelled),
    ):
        with pytest.raises(kind) as caught:
            call()
        assert type(caught.value) is kind
    with pytest.raises(Exception, match="no") as refused:  # not imported on this side
        it.refuse()
    assert (type(refused.value).__name__, refused.value.why) == ("Refused", "no")


def test_what_the_tests_callables_raise_comes_back_as_the_same_object(meet_anywhere):
    """Also a KeyboardInterrupt, also a class that only the test knows; with the notes added."""
    it = meet_anywhere(ERRORS)
    for error in (Boom("x", 1), KeyboardInterrupt(), OSError(5, "io"), Sharp("k")):

        def call(error=error):
            raise error

        with pytest.raises(type(error)) as caught:
            it.reraise(call)
        assert caught.value is error
        assert error.__notes__ == ["seen"]
        with pytest.raises(type(error)):
            it.reraise(call)
        assert error.__notes__ == ["seen", "seen"]


def test_exceptions_are_values_too(meet_anywhere):
    """Returned, stored, in arguments and in groups they keep what they are."""
    it = meet_anywhere(ERRORS)
    boom = Boom("x")

    def call():
        raise boom

    assert it.swallow(call) is boom
    assert it.swallow(it.fail).seconds == 3
    with pytest.raises(Boom) as caught:
        it.raise_again([ValueError("first"), boom])
    assert caught.value is boom
    with pytest.raises(ExceptionGroup) as group:
        it.nested()
    assert [type(each).__name__ for each in group.value.exceptions] == ["KeyError", "NotAcquired"]


def test_causes_and_notes_come_along(meet_anywhere):
    """The cause of an answer's exception is the very object that the test raised."""
    it = meet_anywhere(ERRORS)
    boom = Boom("x")

    def call():
        raise boom

    with pytest.raises(it.NotAcquired) as caught:
        it.chained(call)
    assert caught.value.__cause__ is boom
    assert caught.value.__suppress_context__
    assert caught.value.__notes__ == ["a note"]


def test_the_answer_sees_the_tests_exceptions_as_their_classes(meet_anywhere):
    """Classes are handed over by reference: builtins, the test's own, and the answer's."""
    it = meet_anywhere(ERRORS)

    def call():
        raise Sharp("k")

    def refuse():
        raise it.NotAcquired("mine", 5)

    assert it.catches(call, KeyError) == ("Sharp", "'k'", ("k",))
    assert it.catches(call, (OSError, Boom)) == ("Sharp", "'k'", ("k",))
    assert it.catches(refuse, it.NotAcquired)[0] == "NotAcquired"
    with pytest.raises(Sharp):
        it.catches(call, OSError)


@pytest.mark.parametrize("name", ["StopIteration", "StopAsyncIteration"])
def test_the_answer_ends_no_iteration_of_the_test_by_accident(meet_anywhere, name):
    """A function that raises StopIteration would cut short a map() over it."""
    it = meet_anywhere(ERRORS)

    with pytest.raises(RuntimeError, match=f"the answer raised {name}"):
        list(map(it.builtin, [name]))


@pytest.mark.parametrize("name", ["KeyboardInterrupt", "GeneratorExit"])
def test_the_answer_interrupts_no_run(meet, name):
    """Its own KeyboardInterrupt fails one test, it does not end the session."""
    it = meet(ERRORS)

    with it.poisoned(f"the answer raised {name}"):
        it.builtin(name)


def test_a_failed_assertion_of_the_test_is_not_read_over_there(meet_anywhere):
    """Its text says what was expected."""
    it = meet_anywhere(ERRORS)

    def call():
        assert 1 == 2, "the secret is 42"  # noqa: PLR0133

    assert it.catches(call, AssertionError) == ("AssertionError", "", ())
    with pytest.raises(AssertionError, match="the secret is 42"):
        it.reraise(call)


HOSTILE_CLASSES = [
    r'type("Bad\nName", (Exception,), {})',
    r'type("Bad\x1b[31m", (Exception,), {})',
    'type("x" * 500, (Exception,), {})',
    'type("not a name", (Exception,), {})',
]


@pytest.mark.parametrize("cls", HOSTILE_CLASSES)
def test_an_exception_class_without_a_proper_name_poisons(meet, cls):
    """Its name would be printed: a new line in it could forge a line of a report."""
    it = meet(f"def fail():\n    raise {cls}('x')\n")

    with it.poisoned("name"):
        it.fail()


def test_an_exception_cannot_pretend_to_be_of_pytest(meet):
    """Classes of pytest, unittest and Hypothesis are not reached by naming them."""
    it = meet("""
        def fail(module, name):
            raise type(name, (Exception,), {"__module__": module})("x")
    """)
    for module, name in (
        ("_pytest.outcomes", "Skipped"),
        ("_pytest.outcomes", "Exit"),
        ("unittest.case", "SkipTest"),
        ("hypothesis.errors", "UnsatisfiedAssumption"),
        ("pytest_interviewkata.harness.gate", "Killed"),
    ):
        with pytest.raises(Exception, match="x") as caught:
            it.fail(module, name)
        assert type(caught.value).__mro__[1:] == (Exception, BaseException, object)


def test_an_exception_brings_no_attributes_that_python_uses(meet):
    """Fields with special names, and circles of causes, stay over there."""
    it = meet("""
        def fail():
            error = ValueError("x")
            error.__dict__.update({"__notes__": 5, "__class__": "no", "args_": 1, "a b": 2})
            raise error

        def circle():
            first, second = ValueError("1"), ValueError("2")
            first.__cause__, second.__cause__ = second, first
            raise first
    """)
    with pytest.raises(ValueError, match="x") as caught:
        it.fail()
    assert vars(caught.value) == {"args_": 1}
    with pytest.raises(ValueError, match="1") as circle:
        it.circle()
    assert circle.value.__cause__.__cause__ is None
