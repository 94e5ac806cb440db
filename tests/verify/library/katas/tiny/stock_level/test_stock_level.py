import pytest
from stock_level import Stock


def test_what_is_taken_is_gone(rng):
    left = rng.randrange(10, 99)
    stock, other = Stock(left), Stock(left + 1)
    for _ in range(2):
        taken = stock.take(3)
        assert taken is True, f"There were enough, and take() said {taken!r}."
    levels = [stock.level(), other.level()]
    assert levels == [left - 6, left + 1], f"{left} and {left + 1}, less 6 and 0: {levels}."
    assert type(levels[0]) is int, "Pieces are counted in int."


def test_more_than_there_is_cannot_be_taken(rng):
    left = rng.randrange(10, 99)
    stock = Stock(left)
    for _ in range(2):
        taken = stock.take(left + 1)
        assert taken is False, f"{left + 1} of {left} were wanted, and take() said {taken!r}."
    assert stock.level() == left, "Nothing was sold, yet something is gone. All or nothing."
    assert stock.take(left) is True, "All that is left can be taken."
    assert stock.level() == 0


def test_what_is_put_back_can_be_taken(rng):
    left = rng.randrange(10, 99)
    stock = Stock(left)
    stock.put(2)
    stock.put(1)
    assert stock.level() == left + 3, f"{left} and 3 more are {left + 3}, not {stock.level()}."


def test_a_negative_count_is_refused():
    stock = Stock(3)
    for call in (Stock, stock.take, stock.put):
        with pytest.raises(ValueError, match="count"):
            call(-1)
    assert [stock.take(0), stock.put(0), stock.level()] == [True, None, 3]
    assert Stock(0).level() == 0
