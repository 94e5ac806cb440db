"""The embedded server: time, and where it is held to Redis 7.0."""

import pytest
import redis


@pytest.fixture
def client(world):
    return world.redis(decode_responses=True)


def test_keys_live_in_virtual_time(world, client):
    """A key is there for as long as it was given, to the millisecond."""
    client.set("k", "v", px=1000)
    world.clock.advance(0.999)
    assert (client.get("k"), client.pttl("k")) == ("v", 1)

    world.clock.advance(0.002)

    assert (client.get("k"), client.pttl("k")) == (None, -2)


def test_at_the_very_end_a_key_is_still_there(world, client):
    """As on a real server, a key is gone after its last millisecond, not within it."""
    client.set("k", "v", px=1000)
    world.clock.advance(1)

    assert client.exists("k") == 1


def test_the_server_tells_virtual_time(world, client):
    """TIME, in a script too, is the clock's."""
    world.clock.advance(1.5)

    assert client.time() == (1767225601, 500000)
    assert client.eval("return redis.call('TIME')", 0) == ["1767225601", "500000"]
    assert client.xadd("s", {"a": 1}) == "1767225601500-0"


@pytest.mark.parametrize(
    ("start", "steps", "total"),
    [
        ("10.5", ["0.1"], "10.6"),
        ("0.1", ["0.2"], "0.3"),
        ("10.6", ["5.0e3", "-3"], "5007.60000000000000009"),
        ("3", ["-3"], "0"),
        ("1e17", ["1"], "100000000000000001"),
        ("-0.5", ["0.25"], "-0.25"),
    ],
)
def test_floats_are_added_as_redis_adds_them(client, start, steps, total):
    """INCRBYFLOAT and HINCRBYFLOAT count in long doubles."""
    client.set("k", start)
    client.hset("h", "f", start)
    for step in steps:
        client.execute_command("INCRBYFLOAT", "k", step)
        client.execute_command("HINCRBYFLOAT", "h", "f", step)

    assert (client.get("k"), client.hget("h", "f")) == (total, total)


def test_no_infinite_sum_is_stored(client):
    """An infinite increment is an error, and the value stays."""
    client.set("k", "1")

    with pytest.raises(redis.ResponseError, match="NaN or Infinity"):
        client.incrbyfloat("k", float("inf"))
    with pytest.raises(redis.ResponseError, match="not a valid float"):
        client.execute_command("INCRBYFLOAT", "k", "x")
    assert client.get("k") == "1"


@pytest.mark.parametrize(
    "command", ["HEXPIRE h 10 FIELDS 1 f", "JSON.GET k", "HSETEX h FIELDS 1 a b", "FCALL f 0"]
)
def test_what_redis_7_0_does_not_have_is_unknown(client, command):
    """An answer that works here works on Redis 7.0."""
    with pytest.raises(redis.ResponseError, match="unknown command"):
        client.execute_command(*command.split())


def test_an_unknown_command_is_answered_as_by_redis(client):
    """The error repeats what was sent."""
    with pytest.raises(redis.ResponseError) as caught:
        client.execute_command("NOPE", "a", "b")

    assert str(caught.value) == "unknown command 'NOPE', with args beginning with: 'a' 'b' "


def test_a_client_can_be_killed_by_another(world, client):
    """CLIENT KILL ends a connection, and the transaction that it was in the middle of."""
    with world.process("other").redis().pipeline() as pipe:
        pipe.watch("k")
        client.client_kill_filter(_id=str(pipe.client_id()))

        with pytest.raises(redis.WatchError, match="ConnectionError"):
            pipe.get("k")
