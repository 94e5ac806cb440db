"""What a test can do with objects of the answer, and what it cannot."""

import operator
from decimal import Decimal

import pytest

SHOP = """
    from decimal import Decimal

    LIMIT = {"mug": (3, Decimal("4.50"))}

    class Line:
        "One line of an order."

        def __init__(self, sku, quantity=1):
            self.sku, self.quantity = sku, quantity

        @property
        def label(self):
            return f"{self.quantity} x {self.sku}"

        def add(self, more=1):
            self.quantity += more
            return self

        @classmethod
        def of(cls, text):
            return cls(*text.split(":"))

    class Order:
        def __init__(self, *lines):
            self.lines = list(lines)
            self.open = 0

        def __iter__(self):
            return iter(self.lines)

        def __enter__(self):
            self.open += 1
            return self.open

        def __exit__(self, kind, error, trace):
            self.open -= 1
            self.seen = error
            return kind is KeyError

        def __repr__(self):
            return "<script>"

    def order(*lines):
        return Order(*lines)

    def same(left, right):
        return left is right

    def count(n):
        for number in range(n):
            received = yield number
            if received:
                yield received

    def broken():
        yield 1
        raise LookupError("in the middle")

    def endless():
        while True:
            yield 0
"""


def test_an_object_is_made_changed_and_read(meet_anywhere):
    """Arguments and results are plain data, fields and properties are read as they are now."""
    shop = meet_anywhere(SHOP)
    line = shop.Line("mug", quantity=2)

    assert (line.sku, line.quantity, line.label) == ("mug", 2, "2 x mug")
    line.add().add(4)
    assert line.quantity == 7
    line.quantity = 1
    assert line.label == "1 x mug"
    assert shop.Line.of("pen:3").quantity == "3"
    limit = shop.LIMIT
    assert limit == {"mug": (3, Decimal("4.50"))}


def test_an_object_goes_back_as_itself(meet_anywhere):
    """A handle that is handed to the answer is the object itself over there."""
    shop = meet_anywhere(SHOP)
    line = shop.Line("mug")

    assert shop.same(line, line) is True
    assert shop.same(line, shop.Line("mug")) is False
    assert shop.order(line).lines[0].add().quantity == 2
    assert line.quantity == 2
    assert shop.same(shop.Line, shop.Line) is True


def test_name_doc_and_wrapped_can_be_read(meet_anywhere):
    """Of Python's own attributes these three, because decorators are judged by them."""
    shop = meet_anywhere(SHOP)

    assert shop.Line.__name__ == "Line"
    assert shop.Line.__doc__ == "One line of an order."
    for name in ("__class_getitem__", "__code__", "__globals__", "__init__subclass__"):
        with pytest.raises(AttributeError):
            getattr(shop.count, name)


def test_attributes_that_are_not_there_are_not_there(meet_anywhere):
    """A default for getattr, and hasattr, work as on any object."""
    shop = meet_anywhere(SHOP)
    line = shop.Line("mug")

    assert getattr(line, "colour", None) is None
    assert not hasattr(line, "colour")
    with pytest.raises(AttributeError, match="colour"):
        _ = line.colour


def test_objects_and_generators_are_iterated_over_one_by_one(meet_anywhere):
    """Nothing is read ahead; the end is the end, an error is an error."""
    shop = meet_anywhere(SHOP)
    numbers = shop.count(3)

    assert next(numbers) == 0
    assert numbers.send("hello") == "hello"
    assert list(numbers) == [1, 2]
    with pytest.raises(StopIteration):
        next(numbers)
    assert [line.sku for line in shop.order(shop.Line("a"), shop.Line("b"))] == ["a", "b"]
    first, second = shop.count(2)
    assert (first, second) == (0, 1)
    items = iter(shop.broken())
    assert next(items) == 1
    with pytest.raises(LookupError, match="in the middle"):
        next(items)
    with pytest.raises(TypeError):
        list(shop.Line("mug"))


def test_a_block_begins_and_ends_over_there(meet_anywhere):
    """`with` calls the object's own methods; they see the block's exception and may swallow it."""
    shop = meet_anywhere(SHOP)
    order = shop.order()

    with order as depth:
        assert depth == order.open == 1
    assert order.open == 0
    with order:
        raise KeyError("swallowed")
    problem = ValueError("raised")
    with pytest.raises(ValueError, match="raised") as caught, order:
        raise problem
    assert caught.value is problem
    assert order.seen is problem
    with pytest.raises(TypeError), shop.Line("mug"):
        pass


def test_a_handle_prints_as_what_it_is(meet_anywhere):
    """Its own repr is the answer's text, and is not asked for."""
    shop = meet_anywhere(SHOP)

    assert repr(shop.order()) == f"{shop.order()}" == "<Order of the answer>"


USES = {
    "compared": [
        lambda it: it == 3,
        lambda it: it != 3,
        lambda it: it in [1, 2],
        lambda it: it < 3,
        lambda it: [it] == [1],
    ],
    "tested for truth": [bool, lambda it: it or 1, operator.not_],
    "hashed": [hash, lambda it: {it: 1}],
    "indexed": [lambda it: it[0], lambda it: operator.setitem(it, 0, 1)],
    "searched": [lambda it: 1 in it],
    "converted": [int, float, range, round],
    "calculated with": [lambda it: it + 1, lambda it: 1 - it, abs, lambda it: it % 2],
}


@pytest.mark.parametrize(
    ("what", "use"), [(what, use) for what, uses in USES.items() for use in uses]
)
def test_what_would_need_the_object_itself_fails_the_test(meet, what, use):
    """The message says what came instead of plain data; catching it does not help."""
    shop = meet(SHOP)
    order = shop.order()

    with shop.poisoned(r"object \(type Order\) where plain data was expected: it was " + what):
        use(order)
    assert what in shop.reasons[0]


def test_a_handle_has_no_length(meet):
    """list() asks for the length of what it iterates over: that is no misuse."""
    shop = meet(SHOP)

    assert list(shop.order()) == []
    with pytest.raises(TypeError, match="no len"):
        len(shop.order())


def test_objects_of_two_processes_are_not_mixed(meet):
    """A handle belongs to its process."""
    shop = meet(SHOP)
    line = shop.processes.start("worker-1").public("Line")("mug")

    with shop.poisoned("of another process"):
        shop.order(line)


def test_each_process_has_its_own_copy_of_the_answer(meet):
    """What one process changes, another does not see."""
    shop = meet("LINES = []\ndef add(line):\n    LINES.append(line)\n    return LINES\n")
    first, second = (shop.processes.start(name).public("add") for name in ("a", "b"))

    assert [first(1), first(2), second(3), shop.add(4)] == [[1], [1, 2], [3], [4]]


def test_an_iterator_without_an_end_is_ended(meet, monkeypatch):
    """A test that collects all items does not hang."""
    shop = meet(SHOP)
    monkeypatch.setattr("pytest_interviewkata.harness.border.proxy.MOST_ITEMS", 100)

    with shop.poisoned("more than 100 items"):
        list(shop.endless())


def test_the_answer_cannot_be_used_outside_of_a_test(meet):
    """Tests that call it while they are imported would share one process among them."""
    shop = meet(SHOP)
    shop.answer.end()

    with pytest.raises(RuntimeError, match="within a test only"):
        shop.order()
    shop.answer.begin()
    assert list(shop.order()) == []
    assert shop.answer.take_poison() == []


def test_a_block_does_not_swallow_failed_assertions(meet):
    """An __exit__ that returns True passes no test, and never sees what was expected."""
    shop = meet("""
        class Quiet:
            def __enter__(self):
                return self
            def __exit__(self, kind, error, trace):
                self.args = error.args
                return True
    """)
    quiet = shop.Quiet()

    with shop.poisoned("swallowed a failed assertion"), quiet:
        raise AssertionError("the secret is 42")
    assert quiet.args == ()
    with pytest.raises(pytest.fail.Exception), quiet:
        pytest.fail("so does pytest.fail")


def test_type_names_are_checked(meet):
    """A type may be called anything; a message says only what can be a name."""
    shop = meet(r"""
        def odd():
            return type("Foo\n::error::\x1b[31m", (), {})()
    """)
    assert repr(shop.odd()) == "<object of the answer>"
