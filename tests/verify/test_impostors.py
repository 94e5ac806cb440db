"""Impostors: right for the calls that were seen, wrong in one way, and only where that is fair."""

import asyncio
import textwrap

import pytest

from pytest_interviewkata.verify.disguise import disguised
from pytest_interviewkata.verify.impostors import impostors, recording
from pytest_interviewkata.verify.written import written

SHOP = """
def total(prices, extra=0):
    '''Add up.'''
    if extra < 0:
        raise ValueError("extra")
    return sum(prices) + extra

def is_free(prices):
    return total(prices) == 0

class Till:
    def __init__(self, start):
        self.coins = start
        self.closed = False

    def put(self, amount):
        if amount < 0:
            raise ValueError("amount")
        self.coins += amount

    def count(self):
        return self.coins

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.closed = True

def twice(function):
    def wrapper(x):
        '''Call it two times.'''
        function(x)
        return function(x)
    return wrapper

async def later(x):
    return x + 1

def numbers(n):
    yield from range(n)
    raise ValueError("no more")
"""


def run(text, name="shop"):
    namespace = {"__name__": name}
    exec(compile(text, "shop.py", "exec"), namespace)
    return namespace


def impostor(act, target, *more):
    return run(disguised(SHOP, act, target, *more))


def seen(tmp_path, calls, text=SHOP, stub=""):
    """Watch an exemplar while somebody calls it, and name the impostors made of that."""
    notes = tmp_path / "notes"
    files = recording({"shop.py": text}, notes)
    calls(run(files["shop.py"]))
    own = written({"shop.py": stub}, {"shop.py": text})
    return {one.id: one for one in impostors({"shop.py": text}, notes, own)}


def test_a_lookup_table_knows_the_calls_that_were_seen(tmp_path):
    """Right for those, None for all others, whether a call raises or not."""
    made = seen(tmp_path, lambda shop: shop["total"]([1, 2], extra=3))
    shop = run(made["Table total"].files["shop.py"])

    assert shop["total"]([1, 2], extra=3) == 6
    assert shop["total"]([1, 2], extra=4) is None
    assert shop["total"]([2, 1], extra=3) is None


def test_a_lookup_table_of_a_class_knows_its_objects_and_their_calls(tmp_path):
    """An object that was made otherwise is a stranger in all its calls."""
    made = seen(tmp_path, lambda shop: (till := shop["Till"](5)).put(2) or till.count())
    shop = run(made["Table Till"].files["shop.py"])
    known, stranger = shop["Till"](5), shop["Till"](6)

    known.put(2)
    assert known.count() == 7
    assert known.put(3) is None
    assert known.count() == 7
    assert stranger.count() is None


def test_no_lookup_table_where_there_is_nothing_to_look_up(tmp_path):
    """A function of functions gets the same calls whatever the inputs are."""
    made = seen(tmp_path, lambda shop: shop["twice"](len))

    assert not [name for name in made if name.startswith("Table")]


def test_right_on_the_first_call_only(tmp_path):
    """The second call says what the first one said, and does nothing."""
    shop = impostor("First", "Till.put")
    till = shop["Till"](1)

    assert [till.put(1), till.put(1), till.count()] == [None, None, 2]


def test_a_first_call_impostor_is_right_in_all_its_other_calls():
    """What the exemplar calls of itself stays right, and so do other callables."""
    shop = impostor("First", "total")

    assert [shop["is_free"]([0]), shop["is_free"]([1])] == [True, False]
    assert [shop["total"]([1]), shop["total"]([2])] == [1, 1]


def test_the_caller_s_argument_is_emptied():
    """The result is right; what was given is not what it was."""
    prices = [1, 2]

    assert impostor("Greedy", "total")["total"](prices) == 3
    assert prices == []


def test_an_empty_argument_is_filled():
    """Nothing can hide behind an empty list."""
    prices = []
    impostor("Greedy", "total")["total"](prices)

    assert prices == [0]


def test_floats_for_ints_and_ints_for_truth():
    """Wherever they are in a result."""
    text = "def f():\n    return [1, (True, {'a': 2}), 'x', None]\n"

    floats = run(disguised(text, "Floats", "f"))["f"]()
    ones = run(disguised(text, "Ones", "f"))["f"]()

    assert repr(floats) == "[1.0, (True, {'a': 2.0}), 'x', None]"
    assert repr(ones) == "[1, (1, {'a': 2}), 'x', None]"


def test_fields_are_converted_too():
    """What may be read of an object is a result as well."""
    till = impostor("Attributes", "Till")["Till"](5)

    assert (repr(till.coins), repr(till.closed)) == ("5.0", "0")


def test_every_exception_is_swallowed():
    """None comes back, also from a coroutine and from a generator."""
    assert impostor("Silent", "total")["total"]([], -1) is None
    assert list(impostor("Silent", "numbers")["numbers"](2)) == [0, 1]


def test_nothing_is_done_where_nothing_is_returned():
    """What must be changed back stays as it was."""
    till = impostor("Idle", "Till.__exit__")["Till"](0)
    with till:
        pass

    assert till.closed is False


def test_one_state_is_kept_for_all_objects():
    """Two tills, one drawer."""
    shop = impostor("Shared", "Till")
    one, two = shop["Till"](1), shop["Till"](2)
    two.put(5)

    assert one.count() == two.count() == 7


def test_what_a_function_makes_is_disguised_as_well(tmp_path):
    """A decorated function is the answer too."""
    made = seen(tmp_path, lambda shop: shop["twice"](lambda x: x)(3))
    wrapper = run(made["Floats twice()"].files["shop.py"])["twice"](lambda x: x)

    assert repr(wrapper(3)) == "3.0"
    assert (wrapper.__name__, wrapper.__doc__) == ("wrapper", "Call it two times.")


def test_coroutine_functions_stay_what_they_are():
    """An impostor of one is awaited like the answer."""
    later = impostor("Floats", "later")["later"]

    assert asyncio.iscoroutinefunction(later)
    assert repr(asyncio.run(later(1))) == "2.0"


def test_an_impostor_looks_like_the_answer():
    """Name, text and parameters are the exemplar's."""
    total = impostor("Ones", "total")["total"]

    assert (total.__name__, total.__doc__) == ("total", "Add up.")
    with pytest.raises(AttributeError):
        total.__wrapped__  # noqa: B018


def test_only_what_was_seen_is_made_into_an_impostor(tmp_path):
    """No ones without truth, no silence without an error, nothing greedy without a container."""
    made = seen(tmp_path, lambda shop: [shop["Till"](5).count(), shop["is_free"]((1,))])

    assert set(made) == {
        "Table Till",
        "Table is_free",
        "Shared Till",
        "Attributes Till",
        "First Till.count",
        "Floats Till.count",
        "First is_free",
        "Ones is_free",
    }


def test_what_the_stub_gives_already_needs_no_disguise(tmp_path):
    """Of a repair kata, the classes that are not broken are not the answer's work."""
    stub = SHOP.replace("return sum(prices) + extra", "return sum(prices)")
    calls = lambda shop: [shop["Till"](5).count(), shop["total"]([1])]  # noqa: E731

    made = seen(tmp_path, calls, stub=stub)

    assert {one.target for one in made.values()} == {"total"}


def test_a_task_is_disguised_where_the_worker_finds_it(tmp_path):
    """A Celery task is called by its worker: its `run` is what acts."""
    celery = pytest.importorskip("celery")
    text = textwrap.dedent("""
        def make(app):
            @app.task(name="charge", shared=False)
            def charge(amount):
                return amount + 1
            return charge
    """)

    def calls(shop):
        app = celery.Celery("shop", set_as_current=False)
        shop["make"](app)
        app.tasks["charge"].run(1)

    made = seen(tmp_path, calls, text)
    app = celery.Celery("shop", set_as_current=False)
    run(made["Floats make()"].files["shop.py"])["make"](app)

    assert repr(app.tasks["charge"].run(1)) == "2.0"
