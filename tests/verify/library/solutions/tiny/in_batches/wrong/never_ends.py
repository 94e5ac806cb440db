def batches(items, size):
    if size < 1:
        raise ValueError("size")
    result = []
    while items:
        result = [items[:size]]
    return result


def fits(items, size):
    return len(items) <= size


def calls(items, size):
    return len(items) // size
