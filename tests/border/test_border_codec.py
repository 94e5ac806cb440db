"""Plain data crosses as it is, and nothing else crosses at all."""

import math
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata.harness.border.codec import MAX_DEPTH, Codec, dumps, loads
from pytest_interviewkata.harness.border.leaves import Refused

CODEC = Codec()
OFFSETS = st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)
ZONES = st.none() | st.just(UTC) | OFFSETS
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(1 << 80), 1 << 80),
    st.floats(allow_nan=False),
    st.text(st.characters(codec=None, categories=None)),
    st.text(st.characters(categories=["Cs"])),
    st.binary(),
    st.decimals(allow_nan=False),
    st.datetimes(timezones=ZONES),
    st.dates(),
    st.times(timezones=ZONES),
    st.timedeltas(),
    st.uuids(),
)
KEYS = LEAVES | st.tuples(LEAVES, LEAVES) | st.frozensets(LEAVES, max_size=3)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=20,
)


def crossed(value):
    return CODEC.decode(loads(dumps(CODEC.encode(value))))


def shape(value):
    """Show a value so that what is equal and of another type differs."""
    if isinstance(value, list | tuple):
        return type(value), [shape(item) for item in value]
    if isinstance(value, set | frozenset):
        return type(value), sorted(repr(shape(item)) for item in value)
    if isinstance(value, dict):
        return dict, [(shape(key), shape(item)) for key, item in value.items()]
    fold = getattr(value, "fold", 0)
    return type(value), repr(value), fold


@given(VALUES)
def test_what_crosses_is_equal_and_of_the_same_types(value):
    """Every value of the standard's types comes out as it went in, 1 is not True or 1.0."""
    out = crossed(value)

    assert shape(out) == shape(value)


@pytest.mark.parametrize(
    "value",
    [
        10**5000,
        -(10**5000),
        1 << 63,
        -0.0,
        math.inf,
        -math.inf,
        Decimal("-0E+3"),
        Decimal("sNaN"),
        Decimal("Infinity"),
        "\ud83d\ude00",
        "😀 \ud800",
        "\x00\x1b[31m",
        datetime(2026, 10, 25, 2, 30, fold=1),  # noqa: DTZ001
        time(2, 30, fold=1),
        timedelta(-1, 3, 4),
        timedelta.max,
        UUID(int=0),
        b"\xff\x00",
        {},
        (),
        frozenset({()}),
        [[[]]],
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_corners_of_each_type_cross(value):
    """Huge integers, signed zeros, lone surrogates and the second 02:30 of a night."""
    out = crossed(value)

    if isinstance(value, int):  # too long for repr()
        assert (type(out), out) == (int, value)
    else:
        assert shape(out) == shape(value)


def test_not_a_number_crosses_and_stays_unequal_to_itself():
    """NaN comes back as a new object: no list is equal by holding the very same one."""
    nan = math.nan
    out = crossed([nan, nan])

    assert all(map(math.isnan, out))
    assert out != [nan, nan]


class Everywhere(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


class Zone(tzinfo):
    def utcoffset(self, _when):
        return None


class Pair(NamedTuple):
    left: int
    right: int


class Colour(IntEnum):
    RED = 1


NOT_PLAIN = [
    Everywhere(3),
    Colour.RED,
    OrderedDict(a=1),
    Pair(1, 2),
    type("Text", (str,), {})("x"),
    type("List", (list,), {})([1]),
    type("Moment", (datetime,), {})(2026, 1, 1),
    Fraction(1, 3),
    1j,
    range(3),
    bytearray(b"x"),
    object(),
    len,
    int,
    ValueError("x"),
    datetime(2026, 1, 1, tzinfo=Zone()),
]


@pytest.mark.parametrize("value", NOT_PLAIN, ids=lambda value: type(value).__name__)
def test_a_subclass_of_plain_data_is_not_plain(value):
    """Types are compared exactly: a subclass may lie about everything."""
    with pytest.raises(Refused):
        CODEC.encode([value])


def test_data_that_is_too_deep_or_has_too_many_keys_stays_outside():
    """Both sides count."""
    deep = []
    for _ in range(MAX_DEPTH):
        deep = [deep]
    itself = []
    itself.append(itself)

    for value in (deep, itself, dict.fromkeys(range(20_001), 0), set(range(20_001))):
        with pytest.raises(Refused):
            CODEC.encode(value)


def nested(levels, leaf):
    node = leaf
    for _ in range(levels):
        node = [node]
    return node


COLLIDING = [number * (2**61 - 1) for number in range(1, 2000)]


@pytest.mark.parametrize(
    "node",
    [
        {},
        {"t": 1},
        {"t": [], "s": []},
        {"nobody": 1},
        {"d": [[1]]},
        {"d": [[[], 1]]},
        {"d": {"a": 1}},
        {"s": [[]]},
        {"s": "abc"},
        {"i": 5},
        {"i": "zz"},
        {"f": "1.0"},
        {"u": "zz"},
        {"b": "*"},
        {"D": "1" * 20_000},
        {"D": "one"},
        {"dt": []},
        {"dt": [[2026, 13, 1, 0, 0, 0, 0, 0], []]},
        {"dt": [[2026, 1, 1, 0, 0, 0, 0, 0], [2, 0, 0]]},
        {"dt": [[2026, 1, 1, 0, 0, 0, True, 0], []]},
        {"da": 5},
        {"ti": [[25, 0, 0, 0, 0], []]},
        {"td": [10**12, 0, 0]},
        {"td": ["1", 0, 0]},
        {"id": "x"},
        nested(MAX_DEPTH + 1, 1),
        nested(600, 1),
        {"s": list(range(20_001))},
        {"d": [[number, 0] for number in range(90_000)]},
        {"s": COLLIDING},
        {"d": [[{"i": hex(number)}, 0] for number in COLLIDING]},
    ],
    ids=lambda node: str(node)[:30],
)
def test_whatever_a_stranger_writes_is_refused_with_one_error(node):
    """Wrong tags, wrong bodies, wrong numbers, keys that were made to collide."""
    with pytest.raises(Refused):
        CODEC.decode(node)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"NaN",
        b"[Infinity]",
        b"\xff\xfe",
        b'"\xc3\xa4"',
        b"1" * 5000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_text_that_is_no_message_is_refused(text):
    """Neither the parser's stack nor its idea of numbers is a stranger's to use."""
    with pytest.raises(Refused):
        loads(text)


def test_no_two_uuids_and_dates_are_confused_with_text():
    """A text that looks like another type's stays text."""
    made = uuid4()
    value = [str(made), made, "2026-01-01", date(2026, 1, 1), {"i": "0x1"}, {"d": []}]

    assert crossed(value) == value
