class Stock:
    """Pieces of something: never fewer than none."""

    def __init__(self, left: int) -> None:
        self._left = _checked(left)

    def take(self, count: int) -> bool:
        """Take all or nothing; say whether it was all."""
        if _checked(count) > self._left:
            return False
        self._left -= count
        return self._left

    def put(self, count: int) -> None:
        """Put some back."""
        self._left += _checked(count)

    def level(self) -> int:
        """Count what is there."""
        return self._left


def _checked(count: int) -> int:
    if count < 0:
        raise ValueError(f"count must not be negative, and is {count}")
    return count
