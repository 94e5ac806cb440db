def batches(items, size):
    checked(size)
    result = []
    for item in items:
        if not result or len(result[-1]) == size:
            result.append([])
        result[-1].append(item)
    return result


def fits(items, size):
    checked(size)
    return len(items) <= size


def calls(items, size):
    checked(size)
    return -(-len(items) // size)


def checked(size):
    if size < 1:
        raise ValueError("size is below 1")
