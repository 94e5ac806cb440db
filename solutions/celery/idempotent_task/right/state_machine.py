"""new -> charging -> paid or declined. Who finds `charging` asks the provider what became of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from idempotent_task_support import Declined, KeyReused, Unavailable, UnknownPayment


def make_charge(app, connect, gateway, redis):
    @app.task(bind=True, acks_late=True, reject_on_worker_lost=True, max_retries=None)
    def charge(self, payment_id):
        try:
            with closing(connect()) as connection:
                return advance(connection, gateway, payment_id)
        except (Unavailable, sqlite3.OperationalError) as error:
            raise self.retry(exc=error, countdown=min(600, 5 * 2**self.request.retries))

    return charge


def advance(connection, gateway, payment_id):
    row = connection.execute(
        "SELECT amount, status FROM payments WHERE id = ?", [payment_id]
    ).fetchone()
    if row is None:
        raise UnknownPayment(payment_id)
    amount, status = row
    key = "payment/" + payment_id
    found = None
    if status == "new":
        with connection:
            connection.execute(
                "UPDATE payments SET status = 'charging' WHERE id = ? AND status = 'new'",
                [payment_id],
            )
    elif status == "charging":
        found = gateway.find(key)
        if found and found["amount"] != amount:
            raise KeyReused(f"{payment_id} was charged {found['amount']}, not {amount}")
    else:
        return
    try:
        charge_id = found["id"] if found else gateway.charge(payment_id, amount, key)
    except Declined:
        with connection:
            connection.execute(
                "UPDATE payments SET status = 'declined' WHERE id = ? AND status = 'charging'",
                [payment_id],
            )
        return
    with connection:
        done = connection.execute(
            "UPDATE payments SET status = 'paid', charge_id = ? WHERE id = ? AND status = 'charging'",
            [charge_id, payment_id],
        )
        if done.rowcount == 1:
            connection.execute(
                "INSERT INTO ledger (payment_id, charge_id, amount) VALUES (?, ?, ?)",
                [payment_id, charge_id, amount],
            )
