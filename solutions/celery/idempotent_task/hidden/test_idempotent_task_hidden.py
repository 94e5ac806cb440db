"""The same contract: several troubles at once, other ids, three workers."""

import pytest
from idempotent_task import make_charge  # noqa: F401  each worker's process calls its own
from test_idempotent_task import DAY, Shop


def stage_of(rng, *script):
    def stage(world):
        shop = Shop(world, rng, *script)
        shop.publish()
        return shop

    return stage


@pytest.mark.parametrize("child", [False, True])
@pytest.mark.parametrize("script", [("lost", "ok"), ("away", "lost", "ok")])
def test_the_worker_may_die_while_it_tries_again(celery_lab, rng, script, child):
    for attack in celery_lab.kills(stage_of(rng, *script), child=child):
        shop = attack.stage
        assert shop.is_paid_once(), (
            f"The provider was {' and '.join(script)}, and the worker died {attack.moment}. "
            f"{shop.told()}{shop.story()}"
        )


def test_the_worker_may_die_after_a_refusal(celery_lab, rng):
    for attack in celery_lab.kills(stage_of(rng, "declined")):
        shop = attack.stage
        assert (shop.status(), shop.charges(), shop.ledger()) == (("declined", None), [], []), (
            f"The bank refused, and the worker was killed {attack.moment}. The payment is "
            f"{shop.status()}.{shop.story()}"
        )


def test_a_refused_message_may_come_to_two_workers_at_once(celery_lab, rng):
    for attack in celery_lab.interruptions(stage_of(rng, "declined"), Shop.deliver_again):
        shop = attack.stage
        assert (shop.status(), shop.charges(), shop.ledger()) == (("declined", None), [], []), (
            f"The bank refused, and {attack.moment} the message came to worker-2 as well. The "
            f"payment is {shop.status()}.{shop.story()}"
        )


def test_a_worker_may_die_more_than_once(celery_lab, rng):
    for first in range(6):
        shop = Shop(celery_lab.world(), rng)
        shop.publish()
        shop.worker.kill(first)
        shop.worker.step()
        shop.worker.kill_child(2)
        shop.worker.step()
        shop.worker.kill(3)
        shop.worker.run()
        assert shop.is_paid_once(), f"Three deaths in a row. {shop.told()}{shop.story()}"


def test_three_workers_may_have_the_same_message(celery_lab, rng):
    shop = Shop(celery_lab.world(), rng)
    third = shop.world.worker(shop.begin, "worker-3")

    def deliver_again():
        if len(shop.provider.calls) == 1:
            shop.deliver_again()
        else:
            shop.world.restore("worker-2")
            third.step()

    shop.provider.meanwhile.append(
        lambda: deliver_again() if len(shop.provider.calls) < 3 else None
    )
    shop.publish()
    shop.worker.run()

    assert shop.is_paid_once(), f"Three workers, each within the other. {shop.told()}{shop.story()}"


@pytest.mark.parametrize(
    "ids",
    [("1", "11", "111"), ("a:b", "a", "b"), ("ä ö", "' or 1=1 --", "x" * 300), ("A", "a", "0")],
)
def test_any_text_is_an_id(celery_lab, rng, ids):
    shop = Shop(celery_lab.world(), rng)
    for payment in ids:
        shop.database.execute(
            "insert into payments (id, amount) values (?, ?)", payment, shop.amount
        )
        shop.worker.send(payment)
        shop.worker.send(payment)
    shop.worker.run()

    for payment in ids:
        assert shop.is_paid_once(payment), f"Payments {ids}: {payment!r}. {shop.told(payment)}"


def test_what_is_over_is_never_asked_for_again(celery_lab, rng):
    shop = Shop(celery_lab.world(), rng)
    shop.publish()
    shop.worker.run()
    shop.world.clock.advance(400 * DAY)
    shop.world.inspect.flushdb()
    asked = len(shop.provider.calls)
    tasks = [shop.publish() for _ in range(3)]
    shop.rival.run()

    assert len(shop.provider.calls) == asked, "The provider was asked for a paid payment."
    assert {shop.world.state(task) for task in tasks} == {"SUCCESS"}
    assert shop.is_paid_once(), shop.told()


def test_any_mixture_of_troubles(celery_lab, rng):
    for _ in range(12):
        shop = Shop(celery_lab.world(), rng, *rng.choices(["away", "lost", "ok"], k=2))
        shop.publish()
        shop.worker.meanwhile(rng.randrange(8), shop.publish)
        shop.worker.meanwhile(rng.randrange(8), shop.rival.step)
        (shop.worker.kill if rng.random() < 0.5 else shop.worker.kill_child)(rng.randrange(1, 12))
        shop.worker.run()
        assert shop.is_paid_once(), f"{shop.told()}{shop.story()}"
