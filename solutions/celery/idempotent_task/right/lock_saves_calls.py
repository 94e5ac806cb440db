"""A Redis lock keeps two workers from asking at once. It saves calls; the key keeps it correct."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from idempotent_task_support import Declined, Unavailable, UnknownPayment
from redis.exceptions import LockError


class Busy(Exception):
    """Another worker is at this payment."""


def make_charge(app, connect, gateway, redis):
    @app.task(
        acks_late=True,
        reject_on_worker_lost=True,
        autoretry_for=(Unavailable, sqlite3.OperationalError, Busy),
        retry_backoff=10,
        retry_jitter=False,
        max_retries=20,
    )
    def charge(payment_id):
        lock = redis.lock(f"charging:{payment_id}", timeout=120)
        if not lock.acquire(blocking=False):
            raise Busy(payment_id)
        try:
            charge_locked(payment_id)
        finally:
            try:
                lock.release()
            except LockError:
                pass  # It ran out or was lost. That is allowed: nothing depends on it.

    def charge_locked(payment_id):
        with closing(connect()) as connection:
            connection.isolation_level = None
            row = connection.execute(
                "select amount, status from payments where id = ?", (payment_id,)
            ).fetchone()
            if row is None:
                raise UnknownPayment(payment_id)
            amount, status = row
            if status != "new":
                return
            try:
                charge_id = gateway.charge(payment_id, amount, idempotency_key=payment_id)
            except Declined:
                connection.execute(
                    "update payments set status = 'declined' where id = ?", (payment_id,)
                )
                return
            connection.execute("begin immediate")
            (booked,) = connection.execute(
                "select count(*) from ledger where payment_id = ?", (payment_id,)
            ).fetchone()
            if not booked:
                connection.execute(
                    "insert into ledger values (?, ?, ?)", (payment_id, charge_id, amount)
                )
                connection.execute(
                    "update payments set status = 'paid', charge_id = ? where id = ?",
                    (charge_id, payment_id),
                )
            connection.execute("commit")

    return charge
