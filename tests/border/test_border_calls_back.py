"""What a test hands to the answer: functions, spies, devices, iterators, containers."""

import functools
import inspect
import random

import pytest

from pytest_interviewkata.harness import spy
from pytest_interviewkata.harness.doors import Door

ANSWER = """
    import functools
    import inspect
    import random
    import threading

    class Keeper:
        def __init__(self, *kept):
            self.kept = list(kept)

        def again(self, *args, **kwargs):
            return [each(*args, **kwargs) for each in self.kept]

    def call(function, *args, **kwargs):
        return function(*args, **kwargs)

    def give_back(value):
        return value

    def same(left, right):
        return left is right

    def looks(function):
        return (
            function.__name__,
            function.__doc__,
            str(inspect.signature(function)),
            inspect.iscoroutinefunction(function),
        )

    def decorated(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            return function(*args, **kwargs)
        return inner

    def charge(gateway, amount):
        gateway.charge(amount, currency="EUR")
        with gateway as session:
            return session, len(gateway.log())

    def pry(gateway, name):
        return getattr(gateway, name)()

    def first(items, count):
        return [item for item, _ in zip(items, range(count))]

    def threaded(function, count):
        found = []
        threads = [
            threading.Thread(target=lambda n=n: found.append(function(n))) for n in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(found)

    def append(items, value):
        items.append(value)
        return items

    def change(table):
        table["new"] = {"deep": [1]}
        table["old"].append(2)
        del table["gone"]
        return table["old"]

    class Owner:
        def __init__(self, items):
            self.items = items

        def seen(self):
            return list(self.items)

        def push(self, value, tell):
            self.items.append(value)
            return tell()

    def draws(dice):
        return [dice.random() for _ in range(3)]

    def converted(kind, value):
        return kind(value), isinstance(value, kind)

    def default(factory):
        return factory()
"""


def test_the_tests_functions_are_called_back(meet_anywhere):
    """With positional and named arguments, now and later, as often as the answer likes."""
    it = meet_anywhere(ANSWER)
    calls = []

    def note(*args, **kwargs):
        calls.append((args, kwargs))
        return len(calls)

    assert it.call(note, 1, key=(2,)) == 1
    keeper = it.Keeper(note, lambda *_: "lambda", functools.partial(note, "partial"))
    assert keeper.again("x") == [2, "lambda", 3]
    assert calls == [((1,), {"key": (2,)}), (("x",), {}), (("partial", "x"), {})]


def test_a_call_back_may_use_the_answer(meet_anywhere):
    """Test and answer call one another as deep as they want."""
    it = meet_anywhere(ANSWER)

    def down(depth):
        return it.call(down, depth - 1) + 1 if depth else 0

    assert it.call(down, 20) == 20


def test_what_is_handed_over_comes_back_as_itself(meet_anywhere):
    """Functions, bound methods, spies: the same object each time, on both sides."""
    it = meet_anywhere(ANSWER)
    gateway = Gateway()

    for thing in (test_a_call_back_may_use_the_answer, gateway.charge, gateway, iter([])):
        assert it.give_back([thing])[0] == thing
        assert it.same(thing, thing) is True
    assert it.decorated(len).__wrapped__ is len


def test_a_stub_looks_like_its_function(meet_anywhere):
    """Name, docstring, signature, and whether it is async: decorators are judged by them."""
    it = meet_anywhere(ANSWER)

    def load(key, /, *, times=3, clock=test_a_stub_looks_like_its_function):
        """Load it."""

    async def load_later(key):
        """Load it later."""

    signature = str(inspect.signature(load)).rpartition("=")[0]
    name, doc, seen, later = it.looks(load)
    assert (name, doc, later) == ("load", "Load it.", False)
    assert seen.startswith(signature)
    assert it.looks(load_later) == ("load_later", "Load it later.", "(key)", True)
    assert it.decorated(load).__name__ == "load"


@spy("charge", "log", "__enter__", "__exit__")
class Gateway:
    def __init__(self):
        self.charges = []

    def charge(self, amount, *, currency):
        self.charges.append((amount, currency))

    def log(self):
        return self.charges

    def reset(self):
        self.charges.clear()

    def __enter__(self):
        return "session"

    def __exit__(self, *_):
        return None


def test_a_spy_offers_its_declared_methods(meet_anywhere):
    """Special ones, too, if they are declared."""
    it = meet_anywhere(ANSWER)
    gateway = Gateway()

    assert it.charge(gateway, 5) == ("session", 1)
    assert gateway.charges == [(5, "EUR")]


@pytest.mark.parametrize("name", ["reset", "charges", "__dict__"])
def test_a_spy_offers_nothing_else(meet_anywhere, name):
    """Neither other methods nor fields: the answer cannot reach what it was not offered."""
    it = meet_anywhere(ANSWER)
    gateway = Gateway()
    gateway.charge(1, currency="EUR")

    with pytest.raises((AttributeError, TypeError)):
        it.pry(gateway, name)
    assert gateway.charges == [(1, "EUR")]


def test_objects_that_declare_nothing_do_not_cross(meet):
    """That is a mistake of the test, and says how to mend it."""
    it = meet(ANSWER)

    with it.poisoned("type Plain is neither plain data nor a function.*@spy"):
        it.give_back(type("Plain", (), {})())


def test_iterators_of_the_test_are_read_one_by_one(meet_anywhere):
    """Nothing is read ahead of what the answer asks for."""
    it = meet_anywhere(ANSWER)
    read = []

    def numbers():
        for number in range(1000):
            read.append(number)
            yield number

    assert it.first(numbers(), 3) == [0, 1, 2]
    assert len(read) <= 4
    assert it.first(iter([1, 2]), 5) == [1, 2]


def test_threads_of_the_answer_may_call_back(meet_anywhere):
    """One after the other, while the answer works on a question."""
    it = meet_anywhere(ANSWER)

    assert it.threaded(lambda number: number * 2, 8) == [number * 2 for number in range(8)]


def test_a_list_is_copied_unless_it_is_held(meet_anywhere):
    """An argument that is changed in place stays as it was."""
    it = meet_anywhere(ANSWER)
    plain, kept = [1], it.border.hold([1])

    assert it.append(plain, 2) == [1, 2]
    assert plain == [1]
    assert it.append(kept, 2) is kept
    assert kept == [1, 2]


def test_what_is_held_follows_the_answer_deep_down(meet_anywhere):
    """New containers are copies, those that stay are the same objects as before."""
    it = meet_anywhere(ANSWER)
    old = [1]
    table = it.border.hold({"gone": 0, "old": old})

    assert it.change(table) == [1, 2]
    assert table == {"old": [1, 2], "new": {"deep": [1]}}
    assert table["old"] is old


def test_what_is_held_follows_both_sides(meet_anywhere):
    """The answer sees later changes of the test's, a call back those of the answer's."""
    it = meet_anywhere(ANSWER)
    items = it.border.hold([1])
    owner = it.Owner(items)
    items.append(2)

    assert owner.seen() == [1, 2]
    assert owner.push(3, lambda: list(items)) == [1, 2, 3]
    assert items == [1, 2, 3]
    members = it.border.hold({1})
    assert it.call(members.add, 2) is None
    assert it.border.hold(members) == {1, 2}


def test_only_containers_are_held():
    """held() says at once what it cannot hold."""
    from pytest_interviewkata.harness.border.border import Border
    from pytest_interviewkata.harness.border.classes import Classes

    with pytest.raises(TypeError, match="list, dict or set, not tuple"):
        Border(Classes(()), 1.0).hold((1,))


def test_random_inputs_cross_by_their_state(meet_anywhere):
    """The answer draws what the test's own generator would draw."""
    it = meet_anywhere(ANSWER)
    seed = random.random()

    wanted = [random.Random(seed).random() for _ in range(1)]
    assert it.draws(random.Random(seed))[:1] == wanted


def test_devices_are_built_over_there(meet):
    """By kind and parameters; spies among those call back."""
    it = meet(ANSWER)
    dice = random.Random(5)
    device = type("Device", (), {"__kata_door__": Door("random", {"state": dice.getstate()})})()

    assert it.draws(device) == [dice.random() for _ in range(3)]
    assert it.give_back(device) is device


def test_types_of_plain_data_are_themselves(meet_anywhere):
    """`int` as a converter, `list` as a factory."""
    it = meet_anywhere(ANSWER)

    assert it.converted(int, "5") == (5, False)
    assert it.converted(str, "5") == ("5", True)
    assert it.default(list) == []
    assert it.give_back(dict) is dict


def test_one_callable_of_two_processes_is_one(meet):
    """Each process has a stub of its own for it."""
    it = meet(ANSWER)
    calls = []
    other = it.processes.start("worker-1")

    it.call(calls.append, 1)
    other.public("call")(calls.append, 2)

    assert calls == [1, 2]
