"""A task that charges a payment once. The contract is in README.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

# What the provider raises, and UnknownPayment, which you raise, are in idempotent_task_support.

if TYPE_CHECKING:
    from collections.abc import Callable
    from sqlite3 import Connection

    from celery import Celery, Task
    from redis import Redis


class Gateway(Protocol):
    """The payment provider. It remembers every idempotency key."""

    def charge(self, payment_id: str, amount: int, idempotency_key: str | None = None) -> str:
        """Charge the customer and return the charge's id.

        Raises Unavailable, Declined or KeyReused.
        """

    def find(self, idempotency_key: str) -> dict[str, Any] | None:
        """Return id, payment_id and amount of the charge made with this key, or None."""


def make_charge(
    app: Celery, connect: Callable[[], Connection], gateway: Gateway, redis: Redis
) -> Task:
    """Make the task `charge(payment_id)` of this app and return it.

    However often it is delivered, the payment is charged once, marked `paid` and booked
    once in the ledger. Raises UnknownPayment, naming the id, for one that does not exist.
    """
    raise NotImplementedError
