"""A task that charges a payment once: the provider knows the key, the database books it once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

from idempotent_task_support import Declined, Unavailable, UnknownPayment

if TYPE_CHECKING:
    from collections.abc import Callable

    from celery import Celery, Task
    from redis import Redis


def make_charge(
    app: Celery, connect: Callable[[], sqlite3.Connection], gateway: Any, redis: Redis
) -> Task:
    """Make the task `charge(payment_id)` of this app and return it."""

    @app.task(
        acks_late=True,
        reject_on_worker_lost=True,
        autoretry_for=(Unavailable, sqlite3.OperationalError),
        retry_backoff=True,
        max_retries=10,
    )
    def charge(payment_id: str) -> None:
        amount, status = _load(connect, payment_id)
        if status != "new":
            return
        try:
            charge_id = gateway.charge(payment_id, amount, idempotency_key=f"charge:{payment_id}")
        except Declined:
            _settle(connect, payment_id, "declined", None, amount)
        else:
            _settle(connect, payment_id, "paid", charge_id, amount)

    return charge


def _load(connect: Callable[[], sqlite3.Connection], payment_id: str) -> tuple[int, str]:
    with closing(connect()) as connection:
        row = connection.execute(
            "select amount, status from payments where id = ?", (payment_id,)
        ).fetchone()
    if row is None:
        raise UnknownPayment(payment_id)
    return row


def _settle(
    connect: Callable[[], sqlite3.Connection],
    payment_id: str,
    status: str,
    charge_id: str | None,
    amount: int,
) -> None:
    """Let the first one who gets here write, and write all of it in one transaction."""
    with closing(connect()) as connection, connection:
        won = connection.execute(
            "update payments set status = ?, charge_id = ? where id = ? and status = 'new'",
            (status, charge_id, payment_id),
        ).rowcount
        if won and charge_id:
            connection.execute(
                "insert into ledger values (?, ?, ?)", (payment_id, charge_id, amount)
            )
