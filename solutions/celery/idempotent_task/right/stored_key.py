"""The key is random, and written down before the first call: every later attempt finds it."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing

from idempotent_task_support import Declined, Unavailable, UnknownPayment

PASSING = (Unavailable, sqlite3.OperationalError)


def make_charge(app, connect, gateway, redis):
    @app.task(acks_late=True, reject_on_worker_lost=True, autoretry_for=PASSING, max_retries=12)
    def charge(payment_id):
        with closing(connect()) as connection:
            row = connection.execute(
                "select amount, status from payments where id = ?", (payment_id,)
            ).fetchone()
            if row is None:
                raise UnknownPayment(f"no payment {payment_id!r}")
            amount, status = row
            if status in ("paid", "declined"):
                return status
            key = remembered_key(connection, payment_id)
            try:
                charge_id = gateway.charge(payment_id, amount, idempotency_key=key)
            except Declined:
                with connection:
                    connection.execute(
                        "update payments set status = 'declined' where id = ?", (payment_id,)
                    )
                return "declined"
            with connection:
                # Only one update finds the charge id empty, and that one books.
                if connection.execute(
                    "update payments set status = 'paid', charge_id = ? "
                    "where id = ? and charge_id is null",
                    (charge_id, payment_id),
                ).rowcount:
                    connection.execute(
                        "insert into ledger values (?, ?, ?)", (payment_id, charge_id, amount)
                    )
            return charge_id

    return charge


def remembered_key(connection, payment_id):
    with connection:
        connection.execute(
            "insert into attempts values (?, ?) on conflict do nothing",
            (payment_id, uuid.uuid4().hex),
        )
    (key,) = connection.execute(
        "select idempotency_key from attempts where payment_id = ?", (payment_id,)
    ).fetchone()
    return key
