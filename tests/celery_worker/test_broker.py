"""The broker: plain data, at least once."""

import json

import pytest

from pytest_interviewkata.harness.broker import Broker

NOW = 1_767_225_600.0


@pytest.fixture
def broker():
    return Broker(lambda: NOW)


def put(broker, task_id, eta=None, queue="celery"):
    headers = {"task": "job", "id": task_id, "eta": eta, "retries": 2}
    message = {
        "headers": headers,
        "properties": {},
        "body": json.dumps([[task_id], {"amount": 5}, {}]),
    }
    broker.put(broker.read(queue, message))


def test_what_waits_can_be_read(broker):
    """A letter tells its task, arguments, retries and the second when it is due."""
    put(broker, "a", eta="2026-01-01T00:01:00+00:00")

    (letter,) = broker.pending

    assert (
        letter.task,
        letter.id,
        letter.args,
        letter.kwargs,
        letter.retries,
    ) == ("job", "a", ("a",), {"amount": 5}, 2)
    assert NOW + 60 == letter.eta == letter.due


def test_a_naive_eta_is_read_as_utc(broker):
    """Celery's workers do so, whatever the host's zone."""
    put(broker, "a", eta="2026-01-01T00:01:00")

    assert broker.next_due == NOW + 60


def test_letters_come_by_the_time_due_and_then_in_order(broker):
    """A letter of the future waits, those that are due come as they were put."""
    put(broker, "later", eta="2026-01-01T00:01:00+00:00")
    put(broker, "first")
    put(broker, "second")

    taken = [broker.take("w").letter.id, broker.take("w").letter.id]

    assert taken == ["first", "second"]
    assert broker.take("w") is None


def test_a_consumer_may_ask_for_one_queue(broker):
    """Other queues are left alone."""
    put(broker, "a", queue="mails")
    put(broker, "b", queue="payments")

    assert broker.take("w", "payments").letter.id == "b"
    assert (broker.size("mails"), broker.size("payments")) == (1, 0)


def test_a_dead_consumers_letters_come_again_in_their_old_place(broker):
    """What it held is marked as redelivered and stands before what came later."""
    put(broker, "a")
    broker.take("w")
    put(broker, "b")

    broker.restore("w")

    assert [(each.id, each.redelivered) for each in broker.pending] == [("a", True), ("b", False)]
    assert True is broker.take("v").message["properties"]["delivery_info"]["redelivered"]


def test_a_late_answer_for_a_delivery_that_was_taken_back_counts_for_nothing(broker):
    """Neither ack nor reject of an old tag touches the new delivery."""
    put(broker, "a")
    old = broker.take("w")
    broker.restore("w")
    new = broker.take("v")

    assert (broker.ack(old.tag), broker.reject(old.tag, requeue=True)) == (False, False)
    assert (new,) == broker.unacked


def test_a_rejected_letter_is_dropped_or_comes_again(broker):
    """As the consumer says."""
    put(broker, "a")
    put(broker, "b")
    broker.reject(broker.take("w").tag, requeue=False)
    broker.reject(broker.take("w").tag, requeue=True)

    assert ([x.id for x in broker.dropped], [x.id for x in broker.pending]) == (["a"], ["b"])


def test_a_queue_can_be_purged(broker):
    """All that waits there is gone."""
    put(broker, "a", queue="mails")
    put(broker, "b")

    assert broker.purge("mails") == 1
    assert [letter.id for letter in broker.pending] == ["b"]
