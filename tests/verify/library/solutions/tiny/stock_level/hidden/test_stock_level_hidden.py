from stock_level import Stock


def test_nothing_can_be_taken_from_nothing():
    assert Stock(0).take(1) is False
