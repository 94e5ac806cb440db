"""redis-py over a wire: what is a step, and what is not."""

from typing import TYPE_CHECKING

import pytest
import redis

from pytest_interviewkata.harness.doors import Door, build, door
from pytest_interviewkata.harness.redis import resp

if TYPE_CHECKING:
    from pytest_interviewkata.harness.redis.wire import Wires


def steps(world):
    return [line.partition("s ")[2] for line in world.timeline().splitlines()]


def test_each_command_is_a_step(world):
    """Connecting is none: a client that says hello has had no effect."""
    client = world.redis(db=1, client_name="me")
    client.ping()
    assert world.commands == 0

    client.set("a", 1)
    client.get("a")

    assert steps(world) == ["SET a 1", "GET a"]


def test_a_transaction_is_one_step(world):
    """MULTI, what is queued, and EXEC happen together."""
    world.redis().pipeline().set("a", 1).incr("a").execute()

    assert steps(world) == ["MULTI SET a 1; INCRBY a 1 EXEC"]


def test_a_plain_pipeline_is_as_many_steps_as_commands(world):
    """Without a transaction others may come between."""
    world.redis().pipeline(transaction=False).set("a", 1).incr("a").execute()

    assert steps(world) == ["SET a 1", "INCRBY a 1"]


def test_a_script_is_one_step(world):
    """What a script does, it does at once."""
    world.redis().eval("redis.call('SET', 'a', 1) return redis.call('INCR', 'a')", 0)

    assert world.commands == 1


def test_watching_is_a_step_and_giving_up_is_none(world):
    """WATCH and what is read under it are points to come between; UNWATCH and DISCARD are not."""
    with world.redis().pipeline() as pipe:
        pipe.watch("a")
        pipe.get("a")
        pipe.unwatch()

    assert steps(world) == ["WATCH a", "GET a"]


def test_a_change_of_a_watched_key_fails_the_transaction(world):
    """Between WATCH and EXEC the key was changed by another."""
    client = world.redis()
    with client.pipeline() as pipe:
        pipe.watch("a")
        world.process("other").redis().set("a", 1)
        pipe.multi()
        pipe.set("a", 2)
        with pytest.raises(redis.WatchError):
            pipe.execute()

    assert client.get("a") == b"1"


def test_a_watched_key_that_expires_fails_the_transaction(world):
    """Expiry counts as a change, as on a real server."""
    client = world.redis()
    client.set("lock", "mine", px=500)
    with client.pipeline() as pipe:
        pipe.watch("lock")
        assert pipe.get("lock") == b"mine"
        world.clock.advance(1)
        pipe.multi()
        pipe.delete("lock")
        with pytest.raises(redis.WatchError):
            pipe.execute()


def test_a_failing_command_fails_visibly(world):
    """Errors of the server come as redis-py's exceptions, and the connection goes on."""
    client = world.redis()
    client.lpush("list", 1)

    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        client.get("list")
    assert client.llen("list") == 1


@pytest.mark.parametrize("protocol", [2, 3])
@pytest.mark.parametrize("decode", [True, False])
def test_both_protocols_and_both_kinds_of_client_work(world, protocol, decode):
    """Whatever a client has asked for, it understands the answers."""
    client = world.redis(protocol=protocol, decode_responses=decode)
    text = str if decode else str.encode

    assert client.set("k", "v") is True
    assert client.get("k") == text("v")
    client.hset("h", mapping={"a": 1, "b": 2})
    assert client.hgetall("h") == {text("a"): text("1"), text("b"): text("2")}
    client.zadd("z", {"m": 1.5})
    assert client.zscore("z", "m") == 1.5
    client.sadd("s", "x")
    assert client.smembers("s") == {text("x")}
    assert client.set("k", "w", nx=True) is None
    entry = client.xadd("x", {"f": "1"})
    assert client.xrange("x") == [(entry, {text("f"): text("1")})]


def test_a_socket_timeout_runs_out_in_virtual_time(world):
    """A client that waits longer than its socket_timeout gives up."""
    client = world.redis(socket_timeout=2)

    with pytest.raises(redis.TimeoutError):
        client.blpop("never", timeout=30)
    assert world.elapsed == 2


def test_a_client_carries_its_door(world):
    """The same client is built on the answer's side, from its options and the same spy."""
    client = world.redis(decode_responses=True)
    found = door(client)

    assert found is not None
    assert found.kind == "redis"
    assert found.params["options"] == {"decode_responses": True}
    assert found.params["server"].__kata_methods__ == ("open", "sendall", "recv", "close")
    twin = build(found.kind, found.params)
    twin.set("k", "v")
    assert client.get("k") == "v"


def test_a_redis_lock_lives_in_virtual_time(world):
    """redis-py's Lock waits, expires and notices that it is no longer the owner."""
    mine = world.redis().lock("lock", timeout=5)
    theirs = world.process("other").redis().lock("lock", timeout=5, blocking_timeout=20)
    assert mine.acquire()

    assert theirs.acquire()
    assert 5 <= world.elapsed < 5.2
    with pytest.raises(redis.exceptions.LockNotOwnedError):
        mine.release()
    theirs.release()


def test_what_is_no_command_ends_the_connection(world):
    """A client that speaks another language hears so and is hung up on."""
    wires: Wires = world.process("worker-1").wires
    number = wires.open()

    assert wires.sendall(number, b"GET / HTTP/1.1\r\n\r\n").startswith(b"-ERR Protocol error")
    assert wires.recv(number, None) == b""


def test_half_a_command_waits_for_the_other_half(world):
    """Bytes may come in any pieces."""
    wires: Wires = world.process("worker-1").wires
    number = wires.open()

    assert wires.sendall(number, b"*2\r\n$4\r\nECHO\r\n$2\r") == b""
    assert wires.sendall(number, b"\nhi\r\n") == b"$2\r\nhi\r\n"


def test_a_connection_that_is_closed_can_neither_send_nor_receive(world):
    """As with a socket: a broken pipe, and the end of the stream."""
    wires: Wires = world.process("worker-1").wires
    number = wires.open()
    wires.close(number)
    wires.close(number)

    with pytest.raises(BrokenPipeError):
        wires.sendall(number, b"")
    assert wires.recv(number, 1) == b""


def test_connections_that_are_never_closed_run_out(world):
    """A process that opens one connection after the other is refused at last."""
    wires: Wires = world.process("worker-1").wires

    with pytest.raises(ConnectionRefusedError, match="max number of clients"):
        for _ in range(2000):
            wires.open()


def test_a_discarded_transaction_is_no_step(world):
    """What was never executed cannot be come between."""
    wires: Wires = world.process("worker-1").wires
    number = wires.open()
    for command in ([b"MULTI"], [b"SET", b"k", b"1"], [b"DISCARD"], [b"SET", b"k", b"2"]):
        wires.sendall(number, resp.pack(command))

    assert steps(world) == ["SET k 2"]


def test_a_random_generator_crosses_by_its_state():
    """The copy goes on where the test's own stands; the test's own does not move."""
    import random

    mine = random.Random(7)
    mine.random()
    found = door(mine)

    assert isinstance(found, Door)
    copy = build(
        found.kind, {"state": [found.params["state"][0], list(found.params["state"][1]), None]}
    )
    assert [copy.random() for _ in range(3)] == [mine.random() for _ in range(3)]
    assert door(object()) is None
