class Stock:
    """Pieces of something: never fewer than none."""

    def __init__(self, left: int) -> None:
        raise NotImplementedError

    def take(self, count: int) -> bool:
        """Take all or nothing; say whether it was all."""
        raise NotImplementedError

    def put(self, count: int) -> None:
        """Put some back."""
        raise NotImplementedError

    def level(self) -> int:
        """Count what is there."""
        raise NotImplementedError
