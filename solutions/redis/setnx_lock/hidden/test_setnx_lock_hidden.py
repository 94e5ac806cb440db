"""The same contract, with other numbers, more processes and every order of commands."""

import pytest
from setnx_lock import Lock

from pytest_interviewkata.harness import explore, killed_after_each_command


def test_two_workers_are_never_inside_together_in_any_order(lab):
    inside = []

    def work(process):
        lock = process.Lock(process.redis(), "report", 10_000)
        for _ in range(3):
            token = lock.acquire()
            if token is not None:
                break
            process.world.clock.sleep(0.2)
        else:
            return "gave up"
        inside.append(process.name)
        assert len(inside) == 1, f"{inside} are inside together."
        process.world.clock.sleep(0.3)
        inside.remove(process.name)
        return lock.release(token)

    def build(world):
        inside.clear()
        for name in ("worker-1", "worker-2"):
            world.actor(name, work)

    def check(world, endings):
        for name, ending in endings.items():
            assert ending.error is None, f"{name} ended with {ending.error!r}."
            assert ending.value in (True, "gave up"), f"{name}: release() said {ending.value!r}."

    explore(lab, build, check, preemptions=2, max_runs=60)


def test_a_process_killed_while_it_releases_frees_the_lock_in_time(lab):
    def take_and_release(process):
        lock = process.Lock(process.redis(), "report", 800)
        token = lock.acquire()
        return lock.extend(token, 1500) and lock.release(token)

    for attack in killed_after_each_command(lab, take_and_release):
        attack.world.clock.advance(1.501)
        heir = attack.world.process("heir")
        assert heir.Lock(heir.redis(), "report", 800).acquire() is not None, (
            f"Killed right after {attack.command}, its command {attack.k}: 1501 ms later the lock "
            "is still held, although extend() had set the end to 1500 ms."
        )


def test_leases_of_random_length_end_when_they_should(world, rng):
    process = world.process("worker-1")
    for number in range(5):
        ttl_ms = rng.randint(2_000, 500_000)
        lock = process.Lock(process.redis(), f"random-{number}", ttl_ms)
        lock.acquire()
        world.clock.advance((ttl_ms - 900) / 1000)
        assert lock.acquire() is None, f"ttl_ms={ttl_ms}: free 900 ms too early."
        world.clock.advance(0.901)
        assert lock.acquire() is not None, f"ttl_ms={ttl_ms}: still held 1 ms after its end."


@pytest.mark.parametrize("name", ["", "a b", "lock:lock", "ä\n", "{x}"])
def test_any_text_is_a_name(world, name):
    process = world.process("worker-1")
    lock, other = (process.Lock(process.redis(), each, 5000) for each in (name, name + "x"))
    token = lock.acquire()
    assert token and other.acquire(), f"The locks {name!r} and {name + 'x'!r} are not independent."
    assert lock.acquire() is None and lock.release(token) is True, (
        f"The lock {name!r} does not hold."
    )


def test_a_block_names_its_lock_when_it_is_refused(world):
    first, second = (Lock(world.redis(), "invoices-2026", 5000) for _ in range(2))
    first.acquire()
    for _ in range(2):
        try:
            with second:
                pytest.fail("The lock is held, yet the block was entered.")
        except Exception as error:
            assert type(error).__name__ == "NotAcquired" and "invoices-2026" in str(error)
