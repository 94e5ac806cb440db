"""What both the task and the payment provider know. Nobody edits this file."""

from __future__ import annotations


class Unavailable(Exception):
    """The provider gave no answer. The charge may have been made, or not."""


class Declined(Exception):
    """The customer's bank refuses. That is final."""


class KeyReused(Exception):
    """This idempotency key was used before, for another payment or another amount."""


class UnknownPayment(LookupError):
    """There is no payment with this id."""
