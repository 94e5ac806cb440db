"""redis-py on the answer's side, the server and the scheduler on the test's."""

import pytest

from pytest_interviewkata.harness import killed_after_each_command, rival_after_each_command
from pytest_interviewkata.harness.world import Lab, World

LOCK = """
    import secrets
    import redis

    RELEASE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end"

    class Lock:
        def __init__(self, client, name):
            self.client, self.name = client, name

        def acquire(self):
            token = secrets.token_hex(8)
            return token if self.client.set(self.name, token, nx=True, px=5000) else None

        def acquire_late(self):
            token = secrets.token_hex(8)
            if self.client.setnx(self.name, token):
                self.client.pexpire(self.name, 5000)
                return token

        def release(self, token):
            return bool(self.client.eval(RELEASE, 1, self.name, token))

    def pipelined(client, count):
        with client.pipeline(transaction=True) as pipe:
            for number in range(count):
                pipe.rpush("list", number)
            pipe.lrange("list", 0, -1)
            return pipe.execute()[-1]

    def wait_for(client, key, seconds):
        return client.blpop(key, timeout=seconds)

    def wrong(client):
        client.set("text", "x")
        return client.lpush("text", 1)

    def big(client, size):
        client.set("big", b"x" * size)
        return len(client.get("big"))
"""


@pytest.fixture
def lock(meet):
    return meet(LOCK, packages=("redis",))


@pytest.fixture
def lab(lock):
    worlds = Lab(lock.processes)
    yield worlds
    worlds.close()


def test_a_real_client_talks_to_the_worlds_server(lock):
    """Commands, scripts, transactions, errors and large values."""
    import redis

    with World(lock.processes) as world:
        process = world.process("worker-1")
        taken = process.Lock(process.redis(), "nightly")
        token = taken.acquire()

        assert world.inspect.get("nightly") == token.encode()
        assert [taken.acquire(), taken.release("guess"), taken.release(token)] == [
            None,
            False,
            True,
        ]
        assert process.pipelined(process.redis(decode_responses=True), 3) == ["0", "1", "2"]
        with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
            process.wrong(process.redis())
        assert process.big(process.redis(), 1 << 20) == 1 << 20


def test_every_command_of_a_worker_is_a_moment_to_die(lab):
    """The kill ends the process over there; what it had not sent never happens."""
    seen = [
        (attack.command.split()[0], attack.world.inspect.pttl("x"))
        for attack in killed_after_each_command(
            lab, lambda process: process.Lock(process.redis(), "x").acquire_late()
        )
    ]

    assert seen[0] == ("SETNX", -1)
    assert seen[1][0] == "PEXPIRE"


def test_a_rival_acts_between_any_two_commands(lab):
    """Both are processes of their own, and only one of them gets the lock."""

    def take(process):
        return process.Lock(process.redis(), "x").acquire()

    attacks = [
        [attack.ending.value, attack.rival.value]
        for attack in rival_after_each_command(lab, take, take)
    ]

    assert attacks
    assert all(tokens.count(None) == 1 for tokens in attacks)


def test_commands_that_block_wait_in_virtual_time(lock):
    """BLPOP of one process is woken by another, or by its timeout."""
    with World(lock.processes) as world:
        world.actor("waits", lambda process: process.wait_for(process.redis(), "list", 30))
        world.actor("gives", lambda process: process.pipelined(process.redis(), 1), at=7.0)
        world.actor("waits in vain", lambda p: p.wait_for(p.redis(), "nothing", 20))
        endings = world.run()

    assert list(endings["waits"].value) == [b"list", b"0"]
    assert (endings["waits"].at, endings["waits in vain"].at) == (7, 20)
    assert endings["waits in vain"].value is None
