def batches(items: list[int], size: int) -> list[list[int]]:
    """Cut items into lists of at most size items. A size below 1 raises ValueError."""
    raise NotImplementedError


def fits(items: list[int], size: int) -> bool:
    """Say whether items fit into one batch."""
    raise NotImplementedError


def calls(items: list[int], size: int) -> int:
    """Count the batches."""
    raise NotImplementedError
