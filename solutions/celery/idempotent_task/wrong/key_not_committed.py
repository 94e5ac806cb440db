"""A random key is stored before the call, and committed after it."""

from __future__ import annotations

import sqlite3
import uuid
from contextlib import closing

from idempotent_task_support import Declined, Unavailable, UnknownPayment


def make_charge(app, connect, gateway, redis):
    @app.task(
        acks_late=True,
        reject_on_worker_lost=True,
        autoretry_for=(Unavailable, sqlite3.OperationalError),
    )
    def charge(payment_id):
        with closing(connect()) as connection, connection:
            row = connection.execute(
                "select amount, status from payments where id = ?", (payment_id,)
            ).fetchone()
            if row is None:
                raise UnknownPayment(payment_id)
            amount, status = row
            if status != "new":
                return
            connection.execute(
                "insert into attempts values (?, ?) on conflict do nothing",
                (payment_id, uuid.uuid4().hex),
            )
            (key,) = connection.execute(
                "select idempotency_key from attempts where payment_id = ?", (payment_id,)
            ).fetchone()
            try:
                charge_id = gateway.charge(payment_id, amount, idempotency_key=key)
            except Declined:
                settle(connection, payment_id, "declined", None, amount)
            else:
                settle(connection, payment_id, "paid", charge_id, amount)

    def settle(connection, payment_id, status, charge_id, amount):
        connection.execute(
            "update payments set status = ?, charge_id = ? where id = ?",
            (status, charge_id, payment_id),
        )
        if charge_id:
            connection.execute(
                "insert into ledger values (?, ?, ?)", (payment_id, charge_id, amount)
            )

    return charge
