from itertools import islice


def batches(items, size):
    if size < 1:
        raise ValueError(f"size: {size}")
    walk = iter(items)
    return list(iter(lambda: list(islice(walk, size)), []))


def fits(items, size):
    return calls(items, size) <= 1


def calls(items, size):
    return sum(1 for _ in batches(items, size))
