"""Asks the provider what became of the last attempt, and not how much it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from idempotent_task_support import Declined, Unavailable, UnknownPayment


def make_charge(app, connect, gateway, redis):
    @app.task(
        acks_late=True,
        reject_on_worker_lost=True,
        autoretry_for=(Unavailable, sqlite3.OperationalError),
    )
    def charge(payment_id):
        with closing(connect()) as connection:
            row = connection.execute(
                "select amount, status from payments where id = ?", (payment_id,)
            ).fetchone()
        if row is None:
            raise UnknownPayment(payment_id)
        amount, status = row
        if status != "new":
            return
        found = gateway.find(f"charge:{payment_id}")
        if found:
            return settle(payment_id, "paid", found["id"], amount)
        try:
            charge_id = gateway.charge(payment_id, amount, idempotency_key=f"charge:{payment_id}")
        except Declined:
            settle(payment_id, "declined", None, amount)
        else:
            settle(payment_id, "paid", charge_id, amount)

    def settle(payment_id, status, charge_id, amount):
        with closing(connect()) as connection, connection:
            won = connection.execute(
                "update payments set status = ?, charge_id = ? where id = ? and status = 'new'",
                (status, charge_id, payment_id),
            ).rowcount
            if won and charge_id:
                connection.execute(
                    "insert into ledger values (?, ?, ?)", (payment_id, charge_id, amount)
                )

    return charge
