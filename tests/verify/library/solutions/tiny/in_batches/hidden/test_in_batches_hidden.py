from in_batches import batches


def test_nothing_makes_no_batch():
    assert batches([], 3) == []
