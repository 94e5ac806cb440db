import pytest
from in_batches import batches, calls, fits


def numbers(rng, count):
    return [rng.randrange(1000) for _ in range(count)]


def test_every_item_is_in_one_batch(rng, held):
    for size in (rng.randrange(2, 6), rng.randrange(6, 9)):
        items = held(numbers(rng, 3 * size + 1))
        before = list(items)
        got = batches(items, size)
        flat = [item for batch in got for item in batch]
        assert flat == before, f"{before} in batches of {size} became {got}. No item may get lost."
        assert type(flat[0]) is int, f"The ids were int; {got} are not."
        assert items == before, (
            f"The caller's list was {before}; now it is {items}. Leave it alone."
        )


def test_all_but_the_last_are_full(rng):
    size = rng.randrange(2, 9)
    for count in (2 * size, 2 * size + 1, 1):
        got = [len(batch) for batch in batches(numbers(rng, count), size)]
        full = [size] * (count // size) + [count % size] * (count % size > 0)
        assert got == full, f"{count} items in batches of {size} have lengths {got}, not {full}."


@pytest.mark.parametrize("size", [0, -1])
def test_a_size_below_one_is_refused(size):
    for call in (batches, fits, calls):
        with pytest.raises(ValueError, match="size"):
            call([1, 2], size)


def test_fits_says_whether_one_call_is_enough(rng, held):
    size = rng.randrange(2, 9)
    for count, enough in ((size, True), (size + 1, False)):
        items = held(numbers(rng, count))
        got = fits(items, size)
        assert got is enough, f"{count} items, size {size}: fits() says {got!r}."
        assert len(items) == count, "fits() changed the caller's list."


def test_calls_counts_the_batches(rng, held):
    size = rng.randrange(2, 9)
    for count, needed in ((2 * size, 2), (2 * size + 1, 3)):
        items = held(numbers(rng, count))
        got = calls(items, size)
        assert got == needed, f"{count} items, size {size}: calls() says {got!r}, not {needed}."
        assert type(got) is int, f"calls() must count in int, and said {got!r}."
        assert len(items) == count, "calls() changed the caller's list."


def test_size_one_makes_a_batch_of_each(rng):
    items = numbers(rng, 4)
    assert batches(list(items), 1) == [[item] for item in items]
    assert [fits(list(items), 1), fits(items[:1], 1)] == [False, True]
    assert calls(list(items), 1) == 4
