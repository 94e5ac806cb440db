"""Every step of the task is a moment to die, to be delivered again, or to be answered too late."""

import contextlib
import sqlite3

import pytest
from idempotent_task import make_charge  # noqa: F401  each worker's process calls its own
from idempotent_task_support import Declined, KeyReused, Unavailable

from pytest_interviewkata.harness import spy

SCHEMA = """
create table payments (id text primary key, amount integer not null,
                       status text not null default 'new', charge_id text);
create table ledger   (payment_id text not null, charge_id text not null, amount integer not null);
create table attempts (payment_id text primary key, idempotency_key text not null);
"""
DAY = 86_400


@spy("charge", "find")
class Provider:
    """Does as the script says, call by call: ok, away, lost (charged, but no answer), declined."""

    def __init__(self, script):
        self.script = list(script)
        self.calls = []
        self.charges = {}
        self.known = {}
        self.meanwhile = []

    def charge(self, payment_id, amount, idempotency_key=None):
        """Charge the customer, unless this key was used before."""
        self.calls.append((payment_id, idempotency_key))
        said = self.script.pop(0) if self.script else "ok"
        if said == "away":
            raise Unavailable("connection refused")
        charge_id = self.known_or_new(payment_id, amount, idempotency_key, said)
        for act in self.meanwhile:
            act()
        if said == "lost":
            raise Unavailable("read timed out")
        if charge_id is None:
            raise Declined("insufficient funds")
        return charge_id

    def known_or_new(self, payment_id, amount, key, said):
        if key is not None and key in self.known:
            *asked, charge_id = self.known[key]
            if asked != [payment_id, amount]:
                raise KeyReused(f"{key} was used for {asked}")
            return charge_id
        charge_id = None
        if said != "declined":
            charge_id = f"ch_{len(self.charges) + 1}"
            self.charges[charge_id] = payment_id, amount
        if key is not None:
            self.known[key] = payment_id, amount, charge_id
        return charge_id

    def find(self, idempotency_key):
        """Return the charge that was made with this key, if one was."""
        payment_id, amount, charge_id = self.known.get(idempotency_key, (None, None, None))
        if charge_id is None:
            return None
        return {"id": charge_id, "payment_id": payment_id, "amount": amount}


class Shop:
    """A web shop with two payments to make and two workers to make them."""

    def __init__(self, world, rng, *script):
        self.world = world
        self.provider = Provider(script)
        self.database = world.database(SCHEMA)
        self.amount = rng.randint(100, 99_999)
        self.payments = [f"pay_{number}" for number in rng.sample(range(10**6, 10**7), 2)]
        self.payment = self.payments[0]
        for payment in self.payments:
            self.database.execute(
                "insert into payments (id, amount) values (?, ?)", payment, self.amount
            )
        self.worker = world.worker(self.begin, "worker-1")
        self.rival = world.worker(self.begin, "worker-2")

    def begin(self, worker, app=None):
        """Make the task, in a process of this worker."""
        return worker.process.make_charge(
            app or worker.app,
            worker.through(self.database),
            worker.through(self.provider),
            worker.redis(),
        )

    def publish(self):
        return self.worker.send(self.payment)

    def deliver_again(self):
        """Let the broker take worker-1 for dead: worker-2 gets what it holds, and does it."""
        self.world.restore("worker-1")
        self.rival.step()

    def status(self, payment=None):
        (row,) = self.database.execute(
            "select status, charge_id from payments where id = ?", payment or self.payment
        )
        return row

    def ledger(self, payment=None):
        return self.database.execute(
            "select charge_id, amount from ledger where payment_id = ?", payment or self.payment
        )

    def charges(self, payment=None):
        return [
            charge_id
            for charge_id, (charged, _) in self.provider.charges.items()
            if charged == (payment or self.payment)
        ]

    def is_paid_once(self, payment=None):
        status, charge_id = self.status(payment)
        return (
            status == "paid"
            and self.charges(payment) == [charge_id]
            and self.ledger(payment) == [(charge_id, self.amount)]
        )

    def told(self, payment=None):
        """What became of a payment, in words."""
        charges, (status, charge_id) = self.charges(payment), self.status(payment)
        keys = {key for asked, key in self.provider.calls if asked == (payment or self.payment)}
        return (
            f"The payment was charged {times(charges)}{with_keys(keys, charges)}, its status is "
            f"{status!r} with charge id {charge_id!r}, the ledger has {self.ledger(payment)} for it, "
            "and no message is left. It must be charged once, paid, and booked once with "
            f"{self.amount} cents."
        )

    def story(self):
        return f"\n\nWhat happened:\n{self.world.timeline()}"


def times(things):
    return {0: "not at all", 1: "once", 2: "twice"}.get(len(things), f"{len(things)} times")


def with_keys(keys, charges):
    if len(charges) < 2:
        return ""
    return " (without any key)" if keys == {None} else f" (with {len(keys)} different keys)"


@pytest.fixture
def open_shop(celery_lab, rng):
    return lambda *script: Shop(celery_lab.world(), rng, *script)


@pytest.fixture
def stage(rng):
    """What sets up one shop for each attack, with one message in its queue."""

    def stage(world):
        shop = Shop(world, rng)
        shop.publish()
        return shop

    return stage


def test_payments_are_charged_and_booked(open_shop):
    shop = open_shop()
    tasks = [shop.worker.send(payment) for payment in shop.payments]

    shop.worker.run()

    for number, payment in enumerate(shop.payments, 1):
        assert shop.is_paid_once(payment), (
            "Two payments of the same amount were published, one message each. This is payment "
            f"{number}. {shop.told(payment)} Different payments have nothing to do with each other."
            f"{shop.story()}"
        )
    results = [str(shop.world.result(task)) for task in tasks]
    assert results == ["SUCCESS"] * 2, f"Both payments are paid, and the tasks ended as {results}."


def test_a_second_message_for_a_paid_payment_changes_nothing(open_shop):
    shop = open_shop()
    shop.publish()
    shop.worker.run()
    again = shop.publish()

    shop.rival.run()

    assert shop.is_paid_once(), f"A paid payment was published again. {shop.told()}{shop.story()}"
    assert shop.world.state(again) == "SUCCESS", (
        f"A paid payment was published again, and that task ended as {shop.world.result(again)}. A "
        "duplicate is nothing to worry about: it changes nothing and succeeds."
    )


def test_a_provider_that_is_away_is_asked_again(open_shop):
    shop = open_shop("away", "away", "away", "ok")
    task = shop.publish()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "Three times the provider was Unavailable, without a charge; then it was back. "
        f"{shop.told()} The task ended as {shop.world.result(task)}. The attempts after the first "
        f"must find their way past whatever the first one left behind.{shop.story()}"
    )


def test_no_worker_stands_waiting_for_a_provider_that_is_away(open_shop):
    shop = open_shop("away", "ok")
    shop.publish()
    start = shop.world.clock.now

    shop.worker.step()

    waited = shop.world.clock.now - start
    assert waited < 1, (
        f"The provider was Unavailable, and the task itself waited for {waited:g} s. All that time "
        "its worker does nothing else, and there are few of them. Let Celery bring the message back."
    )


def test_an_answer_that_was_lost_is_no_reason_to_charge_again(open_shop):
    shop = open_shop("lost", "away", "ok")
    task = shop.publish()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "The provider charged, and its answer was lost: Unavailable. Then it was away once, then "
        f"back. {shop.told()} The task ended as {shop.world.result(task)}. Only the provider knows "
        f"that it has charged already: every attempt must send it the same key.{shop.story()}"
    )


def test_every_call_of_the_provider_carries_a_key(open_shop):
    shop = open_shop()
    for payment in shop.payments:
        shop.worker.send(payment)

    shop.worker.run()

    keys = [key for _, key in shop.provider.calls]
    assert all(type(key) is str and key for key in keys), (
        f"The provider was asked to charge with these idempotency keys: {keys}. Without a key, every "
        "call is a charge of its own, and an answer that is lost can never be asked for again."
    )


def test_the_status_says_paid_only_after_the_provider_did(open_shop):
    shop = open_shop()
    early = []
    shop.provider.meanwhile.append(lambda: early.append(shop.status()[0]))
    shop.publish()

    shop.worker.run()

    assert "paid" not in early, (
        "When the provider was asked for the money, the status said 'paid' already. If the worker "
        "dies now, or the provider refuses, the shop ships what nobody has paid for."
    )


def test_a_declined_payment_is_marked_and_left_alone(open_shop):
    shop = open_shop("declined")
    shop.publish()
    shop.worker.run()

    assert (shop.status(), shop.ledger()) == (("declined", None), []), (
        f"The customer's bank refused. The payment's status and charge id are {shop.status()}, and "
        f"the ledger has {shop.ledger()} for it. It must be declined, with neither.{shop.story()}"
    )
    asked = len(shop.provider.calls)
    again = shop.publish()
    shop.rival.run()
    assert (len(shop.provider.calls), shop.status()[0]) == (asked, "declined"), (
        "A declined payment was published again. After that the provider was asked "
        f"{times(shop.provider.calls[asked:])} and the payment is {shop.status()[0]!r} now. "
        f"Declined is final.{shop.story()}"
    )
    assert shop.world.state(again) == "SUCCESS", (
        f"A declined payment was published again, and that task ended as {shop.world.result(again)}. "
        "There is nothing left to do: it succeeds."
    )


def test_a_refusal_is_not_tried_again(open_shop):
    shop = open_shop("declined")
    shop.publish()

    steps = shop.worker.run()

    assert (len(steps), len(shop.provider.calls)) == (1, 1), (
        f"The customer's bank refused. The task ran {times(steps)} and asked the provider "
        f"{times(shop.provider.calls)}. A card that is tried again and again gets the shop into "
        f"trouble: try again what can heal, nothing else.{shop.story()}"
    )


def test_an_unknown_payment_fails_at_once_and_is_named(open_shop):
    shop = open_shop()
    task = shop.worker.send("pay_unknown")

    steps = shop.worker.run()

    result = shop.world.result(task)
    assert (result.state, result.error) == ("FAILURE", "UnknownPayment"), (
        f"No payment has the id pay_unknown. The task ended as {result}. It must fail with "
        "UnknownPayment, or nobody will ever look for the mistake."
    )
    assert "pay_unknown" in result.message, f"Which payment? The error says: {result.message!r}."
    assert len(steps) == 1, (
        f"No payment has the id pay_unknown, and the task ran {times(steps)}. Trying again does "
        "not make it known: try again what can heal, nothing else."
    )


def change_the_amount_after_a_lost_answer(shop):
    """The provider has charged, and nobody knows; then somebody corrects the amount."""
    task = shop.publish()
    shop.worker.step()
    shop.database.execute("update payments set amount = amount + 1 where id = ?", shop.payment)
    return task


def test_a_changed_amount_is_no_second_payment(open_shop):
    shop = open_shop("lost", "ok")
    change_the_amount_after_a_lost_answer(shop)

    shop.worker.run()

    assert len(shop.charges()) == 1, (
        "The first attempt charged, and its answer was lost. Then the amount was changed by a cent, "
        f"and the payment was charged {times(shop.charges())} in all. It is the same payment: its "
        f"amount does not belong into the key.{shop.story()}"
    )


def test_a_changed_amount_needs_a_person(open_shop):
    shop = open_shop("lost", "ok")
    task = change_the_amount_after_a_lost_answer(shop)

    steps = shop.worker.run()

    result = shop.world.result(task)
    assert (result.state, result.error, len(steps)) == ("FAILURE", "KeyReused", 1), (
        "The first attempt charged, its answer was lost, and the amount was changed by a cent. After "
        f"that the task ran {times(steps)} and ended as {result}. It must run once more and fail "
        f"with KeyReused: a person must look at it.{shop.story()}"
    )
    assert shop.status()[0] != "paid", f"Nobody knows what was paid, yet it is {shop.status()}."
    assert shop.ledger() == [], f"Nobody knows what was paid, yet it is booked: {shop.ledger()}."


def test_a_busy_database_is_tried_again(open_shop):
    shop = open_shop()
    report = sqlite3.connect(shop.database.path, timeout=0, isolation_level=None)

    def write_a_long_report():
        with contextlib.suppress(sqlite3.OperationalError):
            report.execute("begin immediate")

    shop.provider.meanwhile.append(write_a_long_report)
    task = shop.publish()
    shop.worker.step()
    shop.provider.meanwhile.clear()
    report.close()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "Right after the charge somebody else was writing into the database for a while: 'database "
        f"is locked'. {shop.told()} The task ended as {shop.world.result(task)}. The money is "
        f"taken by then, and the trouble passes: the task must come back.{shop.story()}"
    )


def test_the_worker_may_die_after_any_step(celery_lab, stage):
    for attack in celery_lab.kills(stage):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"The worker was killed {attack.moment}. {shop.told()} A message that is not "
            "acknowledged when its worker dies is delivered again, one that is, is gone; and what "
            f"the provider has done, it has done.{shop.story()}"
        )


def test_the_child_of_the_pool_may_die_after_any_step(celery_lab, stage):
    for attack in celery_lab.kills(stage, child=True):
        shop = attack.stage
        assert shop.is_paid_once(), (
            "The kernel killed the child of the pool that ran the task, "
            f"{attack.moment}. {shop.told()} The worker itself lives on: it acknowledges the message "
            "of a child that was lost, acks_late or not, unless the task says that it is to be "
            f"rejected then.{shop.story()}"
        )


def test_a_message_may_come_again_while_the_provider_thinks(open_shop):
    shop = open_shop()
    shop.provider.meanwhile.append(lambda: shop.provider.meanwhile.clear() or shop.deliver_again())
    shop.publish()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "While worker-1 waited for the provider, the broker took it for dead and gave its message "
        f"to worker-2, which ran to its end. Then worker-1 got its answer. {shop.told()} What it "
        f"has read before the call is out of date.{shop.story()}"
    )


def test_a_message_may_come_to_two_workers_at_once(celery_lab, stage):
    for attack in celery_lab.interruptions(stage, Shop.deliver_again):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"On worker-1, {attack.moment}, its message came to worker-2 as well, which "
            f"ran to its end. {shop.told()} Looking and acting must be one step: let a conditional "
            f"write decide.{shop.story()}"
        )


def test_a_payment_may_be_published_twice_at_once(celery_lab, stage):
    def publish_again(shop):
        shop.publish()
        shop.rival.step()

    for attack in celery_lab.interruptions(stage, publish_again):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"On worker-1, {attack.moment}, the shop published the payment a second time, "
            f"and worker-2 ran that task to its end. {shop.told()} A second message has another "
            f"task id, but it is the same payment.{shop.story()}"
        )


def test_a_message_may_come_again_days_later(celery_lab, stage):
    def deliver_days_later(shop):
        shop.world.clock.advance(3 * DAY)
        shop.deliver_again()

    for attack in celery_lab.interruptions(stage, deliver_days_later):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"Worker-1's machine was suspended, {attack.moment}. Three days later its message "
            f"went to worker-2; then worker-1 woke up. {shop.told()} What names a payment "
            f"must neither expire nor depend on the date.{shop.story()}"
        )


def test_redis_may_be_emptied_at_any_moment(celery_lab, stage):
    def empty_and_deliver_again(shop):
        shop.world.inspect.flushdb()
        shop.deliver_again()

    for attack in celery_lab.interruptions(stage, empty_and_deliver_again):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"On worker-1, {attack.moment}, Redis was emptied, and its message came to "
            f"worker-2 as well. {shop.told()} This Redis is a cache: keep nothing there that you "
            f"cannot lose.{shop.story()}"
        )


def test_nobody_sees_a_paid_payment_that_is_not_booked(celery_lab, stage):
    seen = []

    def look(shop):
        seen.append((shop.status()[0] == "paid", len(shop.ledger())))

    for attack in celery_lab.interruptions(stage, look):
        assert seen[-1] in {(False, 0), (True, 1)}, (
            f"On worker-1, {attack.moment}, accounting looked into the database: is the payment "
            f"paid, and how often is it booked? {seen[-1]}. Status and ledger must change in one "
            f"transaction.{attack.stage.story()}"
        )


def test_two_shops_in_one_process_have_nothing_in_common(celery_lab, rng):
    world = celery_lab.world()
    first, second = Shop(world, rng), Shop(world, rng)

    def begin(worker):
        first.begin(worker, worker.another_app("first"))
        return second.begin(worker)

    worker = world.worker(begin)
    for payment in second.payments:
        worker.send(payment)
    worker.run()

    for payment in second.payments:
        assert second.is_paid_once(payment), (
            "A process called make_charge() for two shops; the second one's payments were published. "
            f"{second.told(payment)}{second.story()}"
        )
    assert first.provider.calls == [], (
        "A process called make_charge() for two shops; the second one's payments were published, and "
        "the first one's provider was asked. A task belongs to what it was made with."
    )
