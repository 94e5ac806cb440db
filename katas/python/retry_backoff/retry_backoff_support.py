"""What goes wrong between us and the partner. Nobody edits this file."""

from __future__ import annotations


class Unavailable(Exception):
    """The partner cannot answer now; `retry_after`: for how many seconds it wants no more calls."""

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Overloaded(Unavailable):
    """The partner has too much to do: one way of being unavailable."""


class Dropped(Exception):
    """The connection broke in the middle. It knows nothing of `retry_after`."""


class Rejected(Exception):
    """The partner refuses this request, and will refuse it again."""
