"""The same contract, with other numbers, more deaths and other orders of commands."""

import pytest

from pytest_interviewkata.harness import explore, killed_after_each_command


def cache_of(process, **options):
    times = {"lease": 2.0, "poll": 0.1, "wait": 4.0, "jitter": 0.5}
    return process.Cache(process.redis(), **{**times, **options})


def test_every_waiter_has_the_value_whatever_the_load_takes(lab, rng):
    for _ in range(3):
        world, loads = lab.world(), []
        seconds = rng.uniform(0.3, 1.7)

        def load(world=world, loads=loads, seconds=seconds):
            loads.append(world.elapsed)
            world.clock.sleep(seconds)
            return ["loaded", len(loads)]

        for number in range(12):
            world.actor(
                f"worker-{number}",
                lambda process, load=load: cache_of(process).get("report", load, 60),
                at=rng.uniform(0, 0.3),
            )
        endings = world.run()
        got = [ending.value for ending in endings.values()]
        assert got == [["loaded", 1]] * 12, (
            f"The load took {seconds:.2f} s; 12 callers loaded {len(loads)} times and got {got}."
        )


def test_two_callers_load_once_in_any_order(lab):
    loads = []

    def ask(process):
        def load():
            loads.append(process.name)
            process.world.clock.sleep(0.3)
            return "value"

        return cache_of(process).get("key", load, 60)

    def build(world):
        loads.clear()
        for name in ("worker-1", "worker-2"):
            world.actor(name, ask)

    def check(world, endings):
        assert [ending.value for ending in endings.values()] == ["value"] * 2, f"Got {endings}."
        if world.elapsed < 2.0:
            assert len(loads) == 1, f"{loads} both loaded."

    explore(lab, build, check, preemptions=2, max_runs=60)


def test_a_killed_loader_leaves_nothing_that_lasts_for_ever(lab):
    def ask(process):
        return cache_of(process).get("key", lambda: "old", 60)

    for attack in killed_after_each_command(lab, ask):
        world = attack.world
        world.clock.advance(60 * 1.5 + 1)
        heir = cache_of(world.process("heir"))
        got = [heir.get("key", lambda: "new", 60) for _ in range(2)]
        assert got == ["new", "new"], (
            f"A process was killed right after {attack.command}. 91 s later, with ttl=60 and "
            f"jitter=0.5, its value must be gone; the next caller got {got}."
        )


def test_a_wait_shorter_than_the_load_ends_honestly(world):
    def slow():
        world.clock.sleep(15)
        return "slow"

    world.actor("loads", lambda process: cache_of(process, lease=20.0).get("key", slow, 60))
    for name in ("impatient", "hasty"):
        world.actor(
            name,
            lambda process: cache_of(process, wait=0.5).get("key", lambda: "own", 60),
            at=0.1,
        )
    endings = world.run()
    assert endings["loads"].value in ("slow", "own"), f"loads got {endings['loads']}."
    for name in ("impatient", "hasty"):
        ending = endings[name]
        assert ending.raised("LoadTimeout") or ending.value == "own", f"{name} got {ending}."
        assert ending.at <= 2.7, (
            f"{name} waits 0.5 s, and at most its lease of 2 s more, and ended at {ending.at:.2f} s."
        )


@pytest.mark.parametrize("ttl", [10, 1000])
def test_a_value_is_gone_when_the_spread_is_over(world, ttl):
    process = world.process("worker-1")
    for number in range(10):
        cache_of(process).get(f"key-{number}", lambda: "old", ttl)
    world.clock.advance(ttl * 1.5 + 0.5)
    got = {cache_of(process).get(f"key-{number}", lambda: "new", ttl) for number in range(10)}
    assert got == {"new"}, f"ttl={ttl}, jitter=0.5: later than that, callers still got {got}."
