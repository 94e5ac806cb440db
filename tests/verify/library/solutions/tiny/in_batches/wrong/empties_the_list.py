def batches(items: list[int], size: int) -> list[list[int]]:
    """Cut items into lists of at most size items. A size below 1 raises ValueError."""
    if size < 1:
        raise ValueError(f"size must be at least 1, not {size}")
    result = []
    while items:
        result.append(items[:size])
        del items[:size]
    return result


def fits(items: list[int], size: int) -> bool:
    """Say whether items fit into one batch."""
    return len(batches(items, size)) < 2


def calls(items: list[int], size: int) -> int:
    """Count the batches."""
    return len(batches(items, size))
