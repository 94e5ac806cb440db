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
    """Does with each call what the script says: ok, away, lost (charged, but no answer), declined."""

    def __init__(self, script=(), watch=lambda: None):
        self.script = list(script)
        self.watch = watch
        self.calls = []
        self.charges = []
        self.known = {}

    def charge(self, payment_id, amount, idempotency_key=None):
        """Charge the customer, unless this key was used before."""
        self.calls.append((payment_id, idempotency_key))
        said = self.script.pop(0) if self.script else "ok"
        if said == "away":
            raise Unavailable("connection refused")
        outcome = self.outcome(payment_id, amount, idempotency_key, declined=said == "declined")
        self.watch()
        if said == "lost":
            raise Unavailable("read timed out")
        if outcome is None:
            raise Declined("insufficient funds")
        return outcome

    def outcome(self, payment_id, amount, key, *, declined):
        if key is not None and key in self.known:
            *asked, outcome = self.known[key]
            if asked != [payment_id, amount]:
                raise KeyReused(f"{key} was used for {asked}")
            return outcome
        outcome = None
        if not declined:
            self.charges.append((payment_id, amount))
            outcome = f"ch_{len(self.charges)}"
        if key is not None:
            self.known[key] = payment_id, amount, outcome
        return outcome

    def find(self, idempotency_key):
        """Return the charge that was made with this key."""
        payment_id, amount, outcome = self.known.get(idempotency_key, (None, None, None))
        if outcome is None:
            return None
        return {"id": outcome, "payment_id": payment_id, "amount": amount}


class Shop:
    """A web shop with some payments to make and two workers to make them."""

    def __init__(self, world, rng, script=()):
        self.world = world
        self.provider = Provider(script)
        self.database = world.database(SCHEMA)
        amount = rng.randint(100, 99_999)
        self.amounts = {f"pay_{rng.randrange(10**6, 10**7)}": amount for _ in range(2)}
        self.payment = next(iter(self.amounts))
        for each in self.amounts.items():
            self.database.execute("insert into payments (id, amount) values (?, ?)", *each)
        self.worker = world.worker(self.begin, "worker-1")
        self.rival = world.worker(self.begin, "worker-2")

    def begin(self, worker):
        return worker.process.make_charge(
            worker.app,
            worker.through(self.database),
            worker.through(self.provider),
            worker.redis(),
        )

    def publish(self):
        return self.worker.send(self.payment)

    def row(self, payment):
        ((status, charge_id),) = self.database.execute(
            "select status, charge_id from payments where id = ?", payment
        )
        return status, charge_id

    def ledger(self, payment):
        return self.database.execute(
            "select charge_id, amount from ledger where payment_id = ?", payment
        )

    def charges(self, payment):
        return [amount for charged, amount in self.provider.charges if charged == payment]

    def is_paid_once(self, payment=None):
        payment = payment or self.payment
        charges, (status, charge_id) = self.charges(payment), self.row(payment)
        return (
            charges == [self.amounts[payment]]
            and status == "paid"
            and (payment, self.amounts[payment]) == self.charged_as(charge_id)
            and self.ledger(payment) == [(charge_id, self.amounts[payment])]
        )

    def charged_as(self, charge_id):
        number = str(charge_id).removeprefix("ch_")
        return self.provider.charges[int(number) - 1] if number.isdigit() else None

    def told(self, payment=None):
        """What became of a payment, in words, and how it came to that."""
        payment = payment or self.payment
        charges, (status, charge_id) = self.charges(payment), self.row(payment)
        keys = {key for asked, key in self.provider.calls if asked == payment}
        how = "" if len(charges) < 2 else f" ({describe(keys)})"
        booked = len(self.ledger(payment))
        return (
            f"The payment of {self.amounts[payment]} cents was charged {len(charges)} times{how}; "
            f"its status is {status!r} with charge id {charge_id!r}; the ledger has {booked} rows for "
            f"it; {len(self.world.broker.pending)} messages are left. It must be charged once, paid "
            "and booked once."
        )

    def story(self):
        return f"\n\nWhat happened:\n{self.world.timeline()}"


def describe(keys):
    if keys == {None}:
        return "no call had an idempotency key"
    return "each time with another idempotency key" if len(keys) > 1 else "with one and the same key"


@pytest.fixture
def open_shop(celery_lab, rng):
    def open_shop(*script):
        return Shop(celery_lab.world(), rng, script)

    return open_shop


@pytest.fixture
def stage(rng):
    """A fresh shop in a fresh world, with one message in its queue."""

    def stage(world):
        shop = Shop(world, rng)
        shop.task_id = shop.publish()
        return shop

    return stage


def test_payments_are_charged_and_booked(open_shop):
    shop = open_shop()
    tasks = [shop.worker.send(payment) for payment in shop.amounts]

    shop.worker.run()

    for number, payment in enumerate(shop.amounts, 1):
        assert shop.is_paid_once(payment), (
            f"Two payments of the same amount were published, one message each. {shop.told(payment)} "
            f"This is payment {number}: different payments have nothing to do with each other."
            f"{shop.story()}"
        )
    states = [shop.world.state(task) for task in tasks]
    assert states == ["SUCCESS", "SUCCESS"], f"Both were charged, and the tasks ended as {states}."


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


def test_the_status_says_paid_only_after_the_provider_did(open_shop):
    shop = open_shop("ok", "ok")
    early = []
    shop.provider.watch = lambda: early.append(shop.row(shop.payment)[0])
    shop.publish()

    shop.worker.run()

    assert "paid" not in early, (
        "When the provider was asked for the money, the status said 'paid' already. If the worker "
        "dies now, or the provider refuses, the shop ships what nobody has paid for."
    )


def test_the_worker_may_die_after_any_step(celery_lab, stage):
    for attack in celery_lab.kills(stage):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"The worker was killed {attack.moment}. {shop.told()} A message that is not acknowledged "
            "when its worker dies is delivered again; one that is, is gone. And whether a charge was "
            f"made, only the provider knows for sure.{shop.story()}"
        )


def test_the_child_of_the_pool_may_die_after_any_step(celery_lab, stage):
    for attack in celery_lab.kills(stage, child=True):
        shop = attack.stage
        assert shop.is_paid_once(), (
            "The kernel killed the child of the pool that ran the task "
            f"{attack.moment}. {shop.told()} The worker itself lives on, and it acknowledges the "
            "message of a lost child, acks_late or not, unless the task says that it must be "
            f"rejected then.{shop.story()}"
        )


def test_a_message_may_come_to_two_workers_at_once(celery_lab, stage):
    def deliver_again(shop):
        shop.world.restore("worker-1")
        shop.rival.step()

    for attack in celery_lab.interruptions(stage, deliver_again):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"{attack.moment.capitalize()}, worker-1 was so slow that the broker took it for dead and "
            f"gave its message to worker-2, which ran to its end. {shop.told()} What both have "
            f"read is out of date: let one conditional write decide.{shop.story()}"
        )


def test_a_payment_may_be_published_twice_at_once(celery_lab, stage):
    def publish_again(shop):
        shop.publish()
        shop.rival.step()

    for attack in celery_lab.interruptions(stage, publish_again):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"{attack.moment.capitalize()} on worker-1, the shop published the payment a second time "
            f"and worker-2 ran that task to its end. {shop.told()} A second message has another "
            f"task id, but it is the same payment.{shop.story()}"
        )


def test_a_message_may_come_again_days_later(celery_lab, stage):
    def deliver_days_later(shop):
        shop.world.clock.advance(3 * DAY)
        shop.world.restore("worker-1")
        shop.rival.step()

    for attack in celery_lab.interruptions(stage, deliver_days_later):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"{attack.moment.capitalize()}, worker-1's machine was suspended. After three days its "
            f"message went to worker-2; then worker-1 woke up. {shop.told()} What identifies "
            f"the payment must not depend on when it is asked, and must not expire.{shop.story()}"
        )


def test_redis_may_be_emptied_at_any_moment(celery_lab, stage):
    def empty_and_deliver_again(shop):
        shop.world.inspect.flushdb()
        shop.world.restore("worker-1")
        shop.rival.step()

    for attack in celery_lab.interruptions(stage, empty_and_deliver_again):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"{attack.moment.capitalize()}, Redis was emptied, and the message went to worker-2 too. "
            f"{shop.told()} This Redis is a cache: it may hold nothing that you cannot lose."
            f"{shop.story()}"
        )


def test_a_provider_that_is_away_is_asked_again(open_shop):
    shop = open_shop("away", "away", "away", "ok")
    task = shop.publish()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "Three times the provider was Unavailable (it was not charged), then it was back. "
        f"{shop.told()} The task's state is {shop.world.result(task)}: a retry must find its way "
        f"past whatever the first attempt left behind.{shop.story()}"
    )
    assert shop.world.state(task) == "SUCCESS", f"It was paid, yet the task ended as {shop.world.result(task)}."


def test_an_answer_that_was_lost_is_no_reason_to_charge_again(open_shop):
    shop = open_shop("lost", "away", "ok")
    shop.publish()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "The provider charged, and its answer was lost: Unavailable. Then it was away once, then "
        f"back. {shop.told()} Every attempt for a payment must send the same key.{shop.story()}"
    )


def test_a_busy_database_is_tried_again(open_shop):
    shop = open_shop()
    report = sqlite3.connect(shop.database.path, timeout=0, isolation_level=None)

    def write_a_long_report():
        with contextlib.suppress(sqlite3.OperationalError):
            report.execute("begin immediate")

    shop.provider.watch = write_a_long_report
    task = shop.publish()
    shop.worker.step()
    shop.provider.watch = lambda: None
    report.close()

    shop.worker.run()

    assert shop.is_paid_once(), (
        "Right after the charge somebody else was writing into the database for a while: 'database "
        f"is locked'. {shop.told()} The task's state is {shop.world.result(task)}. The money is "
        f"taken by then: this trouble passes, so the task must come back.{shop.story()}"
    )


def test_a_declined_payment_is_over(open_shop):
    shop = open_shop("declined")
    shop.publish()
    shop.worker.run()
    again = shop.publish()

    shop.rival.run()

    assert (shop.row(shop.payment), shop.ledger(shop.payment)) == (("declined", None), []), (
        f"The customer's bank refused. The payment's status and charge id are {shop.row(shop.payment)} "
        f"and the ledger has {shop.ledger(shop.payment)}. It must be declined, without either."
        f"{shop.story()}"
    )
    assert len(shop.provider.calls) == 1, (
        f"The customer's bank refused, and the provider was asked {len(shop.provider.calls)} times in "
        "all, after a second message for the same payment. Declined is final: a card that is "
        f"tried again and again gets the shop into trouble.{shop.story()}"
    )
    assert shop.world.state(again) == "SUCCESS", (
        f"A declined payment was published again, and that task ended as {shop.world.result(again)}. "
        "It has nothing to do, and succeeds."
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
        f"No payment has the id pay_unknown, and the task ran {len(steps)} times. Trying again does "
        "not make it known: retry what can heal, nothing else."
    )


def test_an_amount_that_changed_after_an_attempt_needs_a_person(open_shop):
    shop = open_shop("lost", "ok")
    task = shop.publish()
    shop.worker.step()
    shop.database.execute("update payments set amount = amount + 1 where id = ?", shop.payment)

    steps = shop.worker.run()

    assert len(shop.charges(shop.payment)) == 1, (
        "The first attempt charged, and its answer was lost. Then the amount was changed by a cent. "
        f"The payment was charged {len(shop.charges(shop.payment))} times: an amount in the key makes "
        f"another payment of it.{shop.story()}"
    )
    result = shop.world.result(task)
    assert (result.state, result.error, len(steps)) == ("FAILURE", "KeyReused", 1), (
        "The first attempt charged, its answer was lost, and the amount was changed. The task ran "
        f"{len(steps)} times after that and ended as {result}. It must fail with KeyReused, once: "
        f"a person must look at it.{shop.story()}"
    )
    assert (shop.row(shop.payment)[0] != "paid", shop.ledger(shop.payment)) == (True, []), (
        f"Nobody knows what was paid, yet the payment is {shop.row(shop.payment)} and the ledger has "
        f"{shop.ledger(shop.payment)}."
    )


def test_two_shops_in_one_process_have_nothing_in_common(celery_lab, rng):
    world = celery_lab.world()
    here, there = Shop(world, rng), Shop(world, rng)
    tasks = []

    def begin(worker):
        there.begin(worker)
        tasks.append(here.begin(worker))
        return tasks[-1]

    worker = world.worker(begin)
    for payment in here.amounts:
        worker.send(payment)
    worker.run()

    assert all(here.is_paid_once(payment) for payment in here.amounts), (
        f"A process that serves two shops made the payments of the second. {here.told()}{here.story()}"
    )
    assert there.provider.calls == [], (
        "A process called make_charge() for two shops. A message for the second shop was paid "
        "through the first one's gateway: each task belongs to what it was made with."
    )
