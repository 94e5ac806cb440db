"""Twenty workers, a slow database, and processes that die: what do the callers get?"""

import pytest
from cache_aside import Cache

from pytest_interviewkata.harness import killed_after_each_command, rival_after_each_command

PRODUCT = {"id": 1, "name": "Kettle", "stock": 0, "tags": ["kitchen"]}
TIMES = {"lease": 3.0, "poll": 0.05, "wait": 5.0, "jitter": 0.25}


class Database:
    """Answers after `seconds`, and counts how often and by how many at once it is asked."""

    def __init__(self, clock, value=PRODUCT, seconds=0.0):
        self.clock, self.value, self.seconds = clock, value, seconds
        self.loads = 0
        self.running = self.most_at_once = 0

    def load(self):
        self.loads += 1
        self.running += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            if self.seconds:
                self.clock.sleep(self.seconds)
            return self.value
        finally:
            self.running -= 1


def cache_of(process, **options):
    return process.Cache(process.redis(), **{**TIMES, **options})


def getter(load, key="product:1", ttl=300, **options):
    """Return an actor that asks once."""
    return lambda process: cache_of(process, **options).get(key, load, ttl)


def test_a_stored_value_is_not_loaded_again(world):
    database = Database(world.clock)
    caches = [cache_of(world.process(name)) for name in ("worker-1", "worker-2")]

    values = [cache.get("product:1", database.load, 300) for cache in caches * 3]

    assert values == [PRODUCT] * 6, f"Six calls, one after the other, returned {values}."
    assert database.loads == 1, (
        f"Six calls within a second loaded {database.loads} times. Every process must find the "
        "value that another one stored."
    )


def test_waiters_get_the_value_when_the_loader_is_slow(world):
    database = Database(world.clock, seconds=0.8)
    for number in range(20):
        world.actor(f"worker-{number + 1}", getter(database.load), at=number * 0.01)

    endings = world.run().values()

    right = sum(ending.error is None and ending.value == PRODUCT for ending in endings)
    other = next((e for e in endings if e.error is not None or e.value != PRODUCT), None)
    assert right == 20, (
        f"The loader took 800 ms. {20 - right} of 20 callers did not get the product, although it "
        f"exists: one got {other}. A waiter may wait, load or raise LoadTimeout after `wait`, "
        "here 5 s; it must never invent 'missing', nor give up early."
    )


def test_twenty_misses_make_one_load(world):
    database = Database(world.clock, seconds=0.8)
    for number in range(20):
        world.actor(f"worker-{number + 1}", getter(database.load), at=number * 0.01)

    world.run()

    assert database.loads == 1, (
        f"20 processes missed within 200 ms and the database was asked {database.loads} times, "
        f"{database.most_at_once} at once. That is the stampede: one process loads, the others wait."
    )


def test_a_value_stored_meanwhile_is_not_loaded_again(lab):
    loads = []

    def load(process):
        loads.append(process.name)
        return PRODUCT

    def ask(process):
        return cache_of(process).get("product:1", lambda: load(process), 300)

    for attack in rival_after_each_command(lab, ask, ask):
        count, loads[:] = len(loads), []
        if attack.world.clock.slept:
            continue
        assert count == 1, (
            f"Right after command {attack.k} of worker-1 ({attack.command}) another process asked, "
            f"loaded and stored the value. worker-1 went on and loaded it again: {count} loads. "
            "Between your look into the cache and your lock the value may have come: "
            f"look again once you hold the lock.\n{attack.world.timeline()}"
        )


@pytest.mark.parametrize("value", [None, 0, "", [], False], ids=repr)
def test_an_empty_value_is_a_value(world, value):
    database = Database(world.clock, value)
    cache = cache_of(world.process("worker-1"))

    got = [cache.get("product:404", database.load, 300) for _ in range(4)]

    assert [(type(each), each) for each in got] == [(type(value), value)] * 4, (
        f"The loader returned {value!r}. Four calls returned {got}."
    )
    assert database.loads == 1, (
        f"The loader answered {value!r}, and 4 calls asked it {database.loads} times. Whoever asks "
        "for what does not exist now reaches the database every time. Store the answer so that "
        f"{value!r} differs from 'nothing stored'."
    )


def test_values_come_back_as_they_were(world, rng):
    process = world.process("worker-1")
    for number in range(5):
        value = {
            "price": rng.randint(1, 10**6) / 100,
            "stock": rng.randint(-(10**15), 10**15),
            "tags": [rng.choice("äß€\n\"'\\{}") * 3, None, True],
            "nested": {str(rng.random()): [rng.random(), False]},
        }
        database = Database(world.clock, value)
        got = [cache_of(process).get(f"v{number}", database.load, 300) for _ in range(2)]
        assert repr(got) == repr([value] * 2), f"{value!r} came back as {got!r}."


def test_a_loaders_error_reaches_its_caller(world):
    cache = cache_of(world.process("worker-1"))
    for problem in (ConnectionError("database away"), KeyError("no such shard")):

        def load(problem=problem):
            raise problem

        with pytest.raises(type(problem)) as caught:
            cache.get("product:1", load, 300)
        assert caught.value.args == problem.args, (
            f"The loader raised {problem!r} and the caller got {caught.value!r}."
        )
    assert cache.get("product:1", lambda: PRODUCT, 300) == PRODUCT, (
        "Two loads failed, the third one worked, and its caller did not get the product. "
        "An error must not be stored."
    )


def test_after_an_error_the_next_caller_loads_at_once(world):
    calls = []

    def load():
        calls.append(world.clock.now)
        world.clock.sleep(0.1)
        if len(calls) == 1:
            raise ConnectionError("database away")
        return PRODUCT

    world.actor("unlucky", getter(load))
    world.actor("waiter", getter(load), at=0.05)
    world.actor("next", getter(load), at=0.5)

    endings = world.run()

    assert endings["unlucky"].raised(ConnectionError), (
        f"The first load failed with ConnectionError; its caller got {endings['unlucky']}."
    )
    late = {
        name: f"{endings[name]} at {endings[name].at:.2f} s"
        for name in ("waiter", "next")
        if endings[name].value != PRODUCT or endings[name].at > 2.0
    }
    assert not late, (
        "The first load failed after 100 ms. The database was back at once, and yet: "
        f"{late}. A loader that fails must free the lock (finally), or all others wait for the "
        "lease to end."
    )


def test_after_an_exit_the_next_caller_loads_at_once(world):
    """A worker that is asked to stop while it loads raises SystemExit, which is no Exception."""
    first, second = (cache_of(world.process(name)) for name in ("stops", "next"))
    for key in ("product:1", "product:2"):

        def stop():
            raise SystemExit("asked to stop")

        with pytest.raises(SystemExit):
            first.get(key, stop, 300)
        before = world.elapsed
        value = second.get(key, lambda: PRODUCT, 300)
        assert value == PRODUCT and world.elapsed - before < 0.5, (
            "A loader raised SystemExit: its worker was asked to stop. The next caller got "
            f"{value!r} after {world.elapsed - before:.1f} s; it must load at once. "
            "`except Exception` does not see every end: free the lock in a `finally`."
        )


def test_a_loader_that_reads_another_key_and_fails_frees_its_own(world):
    cache, other = (cache_of(world.process(name)) for name in ("worker-1", "worker-2"))
    for number in range(2):

        def load(number=number):
            cache.get(f"category:{number}", lambda: "kitchen", 300)
            raise ConnectionError("database away")

        with pytest.raises(ConnectionError):
            cache.get(f"product:{number}", load, 300)
        before = world.elapsed
        value = other.get(f"product:{number}", lambda: PRODUCT, 300)
        assert value == PRODUCT and world.elapsed - before < 0.5, (
            "While it loaded a product, a loader read a category through the same cache, then failed. "
            f"The next caller got {value!r} after {world.elapsed - before:.1f} s; it must load at "
            "once. A token belongs to one load, not to the Cache object."
        )


def test_the_death_of_the_loading_process_is_survived(world):
    database = Database(world.clock)

    def dies(process):
        def load():
            world.clock.sleep(0.1)
            process.kill()
            return PRODUCT

        return cache_of(process).get("product:1", load, 300)

    world.actor("dies", dies)
    world.actor("waiter", getter(database.load), at=0.05)
    world.actor("later", getter(database.load), at=0.5)

    endings = world.run()

    for name in ("waiter", "later"):
        ending = endings[name]
        assert ending.value == PRODUCT and ending.at < 0.5 + 3.0 + 5.0 + 0.2, (
            f"The process that held the lock was killed after 100 ms. {name} got {ending} at "
            f"{ending.at:.1f} s. With lease 3 s and wait 5 s everybody must have the product by "
            "8 s: a lock needs an expiry, because nobody runs a `finally` for a dead process."
        )


def test_death_after_any_command_is_survived(lab):
    def ask(process):
        return cache_of(process).get("product:1", lambda: PRODUCT, 300)

    for attack in killed_after_each_command(lab, ask):
        world = attack.world
        before = world.clock.now
        value = cache_of(world.process("heir")).get("product:1", lambda: PRODUCT, 300)
        assert value == PRODUCT and world.clock.now - before <= 8.1, (
            f"The process was killed right after {attack.command}, its command {attack.k}. "
            f"The next caller got {value!r} after {world.clock.now - before:.1f} s. It must have the "
            "product within lease + wait, 8 s."
        )


def test_death_after_any_command_leaves_nothing_stale(lab):
    def ask(process):
        return cache_of(process).get("product:1", lambda: "old", 300)

    for attack in killed_after_each_command(lab, ask):
        attack.world.clock.advance(376)
        heir = cache_of(attack.world.process("heir"))
        value = heir.get("product:1", lambda: "new", 300)
        assert value == "new", (
            f"The process was killed right after {attack.command}, its command {attack.k}. With "
            f"ttl=300 and jitter=0.25 its value must be gone 376 s later; the caller got {value!r}. "
            "Storing a value and its expiry must be one step, or a dead process leaves a value "
            "that is never loaded anew."
        )


def test_a_late_failure_leaves_the_next_loader_alone(world):
    running = []
    most = []

    def loader(seconds, fails):
        def load():
            running.append(seconds)
            most.append(len(running))
            try:
                world.clock.sleep(seconds)
                if fails:
                    raise ConnectionError("late")
                return PRODUCT
            finally:
                running.remove(seconds)

        return load

    world.actor("late", getter(loader(4.0, fails=True)))
    world.actor("second", getter(loader(2.5, fails=False)), at=3.2)
    world.actor("third", getter(loader(1.0, fails=False)), at=4.3)

    endings = world.run()

    assert endings["late"].raised(ConnectionError), f"late got {endings['late']}."
    assert [endings["second"].value, endings["third"].value] == [PRODUCT] * 2, (
        f"second got {endings['second']}, third got {endings['third']}; both must get the product."
    )
    assert len(most) == 2, (
        f"late took 4 s with a lease of 3 s, so second began to load at 3.2 s. late failed at 4 s "
        f"and released the lock, which was second's by then: {len(most)} loads in all, third "
        "beside second. Release a lock only if your token is still in it."
    )


def test_a_late_success_leaves_the_next_loader_alone(world):
    """What the late loader stores may be used; what it must not do is free the lock."""
    loads = []

    def loader(name, seconds, key):
        def load():
            loads.append(name)
            world.clock.sleep(seconds)
            return name

        return getter(load, key=key)

    world.actor("late", loader("late", 4.0, "product:2"))
    world.actor("second", loader("second", 2.5, "product:2"), at=3.2)
    world.actor("third", loader("third", 1.0, "product:2"), at=4.3)

    endings = world.run()

    got = [endings[name].value for name in ("late", "second", "third")]
    assert set(got) <= {"late", "second"} and len(loads) == 2, (
        f"late loaded for 4 s with a lease of 3 s, second from 3.2 s on. They loaded {loads}, and "
        f"the callers got {got}. third asked at 4.3 s: it may use late's value or wait for second's, "
        "but must not load beside second."
    )


def test_nobody_waits_for_ever(world):
    """The load takes 60 s; whoever waits has an answer or LoadTimeout after wait, 5 s, and a lease."""
    slow = Database(world.clock, seconds=60.0)
    quick = Database(world.clock)
    world.actor("slow", getter(slow.load, lease=100.0))
    world.actor("waiter", getter(quick.load), at=0.1)
    world.actor("other", getter(quick.load), at=0.2)

    endings = world.run()

    for name in ("waiter", "other"):
        ending = endings[name]
        honest = ending.raised("LoadTimeout") or (ending.error is None and ending.value == PRODUCT)
        assert honest and 4.9 <= ending.at <= 8.5, (
            f"Somebody loads for 60 s. {name}, with wait=5, got {ending} at {ending.at:.1f} s. After "
            "5 s, and at most a lease of 3 s more, it must load the product itself or raise "
            "LoadTimeout; not earlier, and not never."
        )


def test_a_load_that_ends_just_in_time_is_waited_for(world):
    database = Database(world.clock, seconds=0.95)
    for number in range(5):
        world.actor(f"worker-{number + 1}", getter(database.load, poll=0.4, wait=1.0))

    endings = world.run()

    got = [str(ending) for ending in endings.values() if ending.value != PRODUCT]
    assert database.loads == 1 and not got, (
        "wait=1 s, poll=0.4 s, and the load took 950 ms, less than `wait`. Five callers loaded "
        f"{database.loads} times, and these did not get the product: {got}. Whoever gives up must "
        "have looked after its last sleep."
    )


def test_nothing_is_returned_after_its_time(world):
    """At 376 s everything that was stored for 300 s, and a quarter of it more, is over."""
    process = world.process("worker-0")
    cache_of(process).get("product:1", lambda: "old", 300)
    world.clock.advance(376)
    database = Database(world.clock, "new", seconds=0.8)
    for number in range(5):
        world.actor(f"worker-{number + 1}", getter(database.load), at=world.elapsed + number * 0.1)

    endings = world.run()

    got = [ending.value for ending in endings.values()]
    assert got == ["new"] * 5, (
        "A value was stored with ttl=300 and jitter=0.25. 376 s later five callers asked, and the "
        f"load took 800 ms: they got {got}. After ttl * (1 + jitter) the old value must not be "
        "returned any more, not even while somebody loads the new one."
    )


def test_another_process_sees_the_lock(world):
    """Two machines share nothing but Redis: a lock within one process protects nobody."""
    database = Database(world.clock, seconds=1.0)
    for name in ("machine-1", "machine-2", "machine-3"):
        world.actor(name, getter(database.load))

    world.run()

    assert database.most_at_once == 1, (
        f"Three machines missed together and {database.most_at_once} loaded at the same time."
    )


def test_keys_stored_together_do_not_expire_together(world):
    process = world.process("worker-1")
    cache = cache_of(process)
    loads = []

    def ask():
        for number in range(40):
            cache.get(
                f"product:{number}", lambda number=number: loads.append(number) or number, 300
            )

    ask()
    loads.clear()
    per_step = []
    world.clock.advance(299)
    ask()
    assert not loads, (
        f"299 s after they were stored for ttl=300, {len(loads)} of 40 values were loaded again."
    )
    for _ in range(11):
        world.clock.advance(7)
        ask()
        per_step.append(len(loads))
        loads.clear()

    assert sum(per_step) == 40, (
        f"ttl=300, jitter=0.25: after 375 s every value must have been loaded anew, once. "
        f"40 keys made {sum(per_step)} loads by 376 s."
    )
    assert max(per_step) <= 20, (
        f"40 keys were stored together, and {max(per_step)} of them expired within the same 7 s: "
        f"{per_step} loads in each step of 7 s from second 299 on. Keys of one deploy then expire "
        "together, and the database meets them all at once. Spread the expiry over jitter."
    )


def test_keys_are_independent(world):
    keys = ["a", "a:lock", "lock:a", "a:value", "cache:a", "b{a}", " ", "ä"]
    for key in keys:
        world.actor(key, getter(lambda key=key: (world.clock.sleep(1.0), key)[1], key=key))

    endings = world.run()

    wrong = {key: str(endings[key]) for key in keys if endings[key].value != key}
    slow = {key: endings[key].at for key in keys if endings[key].at > 1.5}
    assert not wrong and not slow, (
        f"Eight keys were asked for at once, each loads its own name in 1 s. Wrong: {wrong}; "
        f"late: {slow}. No key, nor its lock, may stand in the way of another key: 'a:lock' "
        "is a key like any other."
    )


def test_no_key_can_be_chosen_that_is_another_keys_lock(world):
    """The names that the answer gives to its Redis keys are used to attack it, never to judge it."""
    process = world.process("worker-1")
    seen = set()

    def load():
        seen.update(key.decode() for key in world.inspect.scan_iter())
        return "x"

    cache_of(process).get("x", load, 300)
    seen.update(key.decode() for key in world.inspect.scan_iter())
    around = [key.split("x", 1) for key in seen if key.count("x") == 1]
    chosen = {
        front[len(before) :] + "x" + back[: len(back) - len(after)]
        for before, after in around
        for front, back in around
        if front.startswith(before) and back.endswith(after)
    } - {"x"}
    for number, key in enumerate(sorted(chosen)):
        for name, wanted in (("holds", "x"), ("asks", key)):
            world.actor(
                f"{name}-{number}",
                getter(lambda wanted=wanted: (world.clock.sleep(1.0), wanted)[1], key=wanted),
                at=world.elapsed + 400 * (number + 1),
            )
    endings = world.run(until=10_000)
    got = {name: str(ending) for name, ending in endings.items() if ending.value is None}
    wrong = [
        key
        for number, key in enumerate(sorted(chosen))
        if endings[f"asks-{number}"].value != key or endings[f"holds-{number}"].value != "x"
    ]
    assert not wrong, (
        f"While one process loaded 'x', another one asked for the key {wrong[0]!r}, which is a key "
        f"like any other: {got or endings}. The lock of one key must never be the value of another: "
        "give each kind a prefix that none of the others begins with."
    )


@pytest.mark.parametrize("decode", [True, False], ids=["str client", "bytes client"])
def test_clients_that_decode_and_clients_that_do_not_both_work(world, decode):
    database = Database(world.clock, seconds=0.5)

    def ask(process):
        cache = process.Cache(process.redis(decode_responses=decode), **TIMES)
        return [cache.get("product:1", database.load, 300) for _ in range(2)]

    for name in ("worker-1", "worker-2"):
        world.actor(name, ask)
    endings = world.run()
    world.actor("worker-3", ask, at=world.elapsed + 400)
    endings = {**endings, **world.run()}

    got = [ending.value for ending in endings.values()]
    assert got == [[PRODUCT] * 2] * 3 and database.loads == 2, (
        f"decode_responses={decode}: the callers got {[str(e) for e in endings.values()]} and the "
        f"database was asked {database.loads} times; it must be 2, 400 s apart."
    )


@pytest.mark.parametrize("name", ["lease", "poll", "wait", "jitter"])
def test_times_that_make_no_sense_are_refused(world, name):
    for value in (-1.0, -0.001) if name == "jitter" else (0, -1.0):
        with pytest.raises(ValueError, match=name):
            Cache(world.redis(), **{**TIMES, name: value})
    assert world.commands == 0, "A Cache that was refused had sent something to Redis before."


def test_a_ttl_that_makes_no_sense_is_refused(world):
    database = Database(world.clock)
    cache = cache_of(world.process("worker-1"))
    before = world.commands
    for ttl in (0, -1, -300):
        with pytest.raises(ValueError, match="ttl"):
            cache.get("product:1", database.load, ttl)
    assert (world.commands, database.loads) == (before, 0), (
        "A ttl that is not positive must be refused before anything is loaded or sent."
    )
