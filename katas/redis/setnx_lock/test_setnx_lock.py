"""Every command of the lock is a moment to die, to be late, or to be overtaken."""

import pytest
from setnx_lock import Lock, NotAcquired

from pytest_interviewkata.harness import killed_after_each_command, rival_after_each_command

TTL = 5000


def lock_of(process, name="nightly", ttl_ms=TTL):
    return process.Lock(process.redis(decode_responses=True), name, ttl_ms)


def test_a_free_lock_is_taken_and_a_held_one_is_not(world):
    first, second = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))

    token = first.acquire()

    assert type(token) is str and token, (
        f"The lock was free, and acquire() returned {token!r}. It must return a token, a str."
    )
    again, rival = first.acquire(), second.acquire()
    assert again is None and rival is None, (
        f"worker-1 holds the lock. Asking again, it got {again!r} and worker-2 got {rival!r}. "
        "While the lease runs, acquire() returns None to everybody."
    )


def test_release_frees_the_lock_for_its_owner_only(world):
    owner, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    for round_ in (1, 2):
        token = owner.acquire()
        answers = [rival.release("guess"), rival.acquire(), owner.release(token)]
        assert answers == [False, None, True], (
            f"Round {round_}: worker-1 held the lock; worker-2 released it with a wrong token, tried "
            f"to take it, then worker-1 released it: {answers}. It must be [False, None, True]: "
            "only the token that holds the lock may free it."
        )
        assert owner.release(token) is False, (
            "worker-1 released the lock twice, and the second time too release() claimed to have "
            "done it. A token that holds nothing releases nothing."
        )


def test_a_token_can_be_handed_to_another_process(world):
    web, job, rival = (lock_of(world.process(name)) for name in ("web", "job", "rival"))
    for _ in range(2):
        token = web.acquire()
        answers = [job.extend(token, 4000), rival.acquire(), job.release(token)]
        assert answers == [True, None, True], (
            "The web process took the lock and handed the token to a job. There extend(token), a "
            f"rival's acquire() and release(token) gave {answers}; it must be [True, None, True]. "
            "What holds the lock is the token, not the object or the process that got it."
        )


def test_every_acquisition_has_a_token_of_its_own(world):
    """worker-1 and worker-2 are forks of one parent, which had imported the module."""
    lock = lock_of(world.process("worker-1"))
    other = lock_of(world.process("worker-2"))
    tokens = []
    for each in (lock, other) * 10:
        tokens.append(each.acquire())
        each.release(tokens[-1])

    assert len(set(tokens)) == 20, (
        f"20 acquisitions of two processes gave {len(set(tokens))} different tokens. With a token "
        "that comes back, a late owner can release the lease of the next one. (A random generator "
        "in the module gives forked processes the same numbers.)"
    )


def test_a_late_release_leaves_the_next_lease_of_the_same_process_alone(world):
    lock = lock_of(world.process("worker-1"))
    late = lock.acquire()
    world.clock.advance(6)
    current = lock.acquire()

    answer = lock.release(late)

    assert answer is False and lock.acquire() is None, (
        "worker-1's lease ended after 5 s; at 6 s it took the lock again. Then its first token was "
        f"released: {answer!r}, and the lock was free. A token is good for one lease: "
        "make each one unique."
    )
    assert lock.release(current) is True, "The current token must still be able to release."


def test_a_late_release_leaves_the_lock_of_another_process_alone(world):
    owner, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    token = owner.acquire()
    world.clock.advance(6)
    theirs = rival.acquire()
    assert theirs, "worker-1's lease of 5 s was over at 6 s, and worker-2 could not take the lock."

    answer = owner.release(token)

    assert answer is False, f"worker-1's lease was over, yet its release() returned {answer!r}."
    assert rival.release(theirs) is True, (
        "worker-1 was late: its lease of 5 s was over and worker-2 held the lock. worker-1's "
        "release() freed it all the same. A lock may be released by its owner only: "
        "compare the token before you delete."
    )


def test_release_is_one_step(lab):
    def release_late(process):
        lock = lock_of(process)
        token = lock.acquire()
        process.world.clock.advance(4)
        return token and lock.release(token)

    def take(process):
        process.world.clock.advance(6)
        return lock_of(process).acquire()

    for attack in rival_after_each_command(lab, release_late, take):
        theirs = attack.rival.value
        assert theirs, (
            f"worker-1's lease of 5 s was over after its command {attack.k} ({attack.command}), "
            "and worker-2 could not take the lock."
        )
        freed = lock_of(attack.world.process("witness")).release(theirs)
        assert freed is True, (
            f"worker-1's lease ended right after its command {attack.k} ({attack.command}), and "
            "worker-2 took the lock. Then worker-1 went on with release() and deleted worker-2's "
            "lock. Comparing and deleting must be one step on the server.\n"
            f"{attack.world.timeline()}"
        )


def test_a_heartbeat_does_not_make_its_owner_lose_the_lock(lab):
    tokens = []

    def work_and_release(process):
        lock = lock_of(process)
        tokens[:] = [lock.acquire()]
        return tokens[0] and lock.release(tokens[0])

    def beat(process):
        return bool(tokens) and lock_of(process).extend(tokens[0], 4000)

    for attack in rival_after_each_command(lab, work_and_release, beat):
        tokens_now, tokens[:] = list(tokens), []
        held = lock_of(attack.world.process("heir")).acquire() is None
        assert attack.ending.value is True and not held, (
            f"Right after command {attack.k} of worker-1 ({attack.command}) a heartbeat extended the "
            f"lease of the same token {tokens_now}. worker-1's release() then returned "
            f"{attack.ending.value!r}, and the lock is {'still held' if held else 'free'}. The token "
            "held the lock all the time: a change of the key alone does not mean that it was lost."
        )


def test_a_lease_lasts_as_long_as_asked_in_milliseconds(world):
    for ttl_ms in (5000, 90_000):
        owner = lock_of(world.process(f"owner of {ttl_ms}"), f"lease-{ttl_ms}", ttl_ms)
        rival = lock_of(world.process(f"rival of {ttl_ms}"), f"lease-{ttl_ms}", ttl_ms)
        owner.acquire()

        world.clock.advance(ttl_ms / 1000 - 1)
        early = rival.acquire()
        world.clock.advance(1.001)
        late = rival.acquire()

        assert early is None, (
            f"ttl_ms={ttl_ms}: one second before the lease ended, another process got the lock."
        )
        assert late is not None, (
            f"ttl_ms={ttl_ms}: the owner went away, and {ttl_ms + 1} ms later the lock was still "
            "held. A lease must end by itself, after milliseconds, not seconds, not never."
        )


def test_no_lock_outlives_its_owner_by_a_day(world):
    dead, heir = (lock_of(world.process(name)) for name in ("dead", "heir"))
    dead.acquire()

    world.clock.advance(24 * 3600)

    assert heir.acquire() is not None, (
        "A worker took the lock for 5 s and never came back. A day later it is still held, and so it "
        "will be until somebody deletes it by hand. A lock needs an expiry."
    )


def test_asking_for_a_held_lock_changes_nothing_for_its_owner(world):
    owner, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    owner.acquire()
    for _ in range(2):
        world.clock.advance(2)
        assert rival.acquire() is None, "worker-1 holds the lock for 5 s, and worker-2 got it."

    world.clock.advance(1.001)

    assert rival.acquire() is not None, (
        "worker-1 took the lock for 5 s and went away. worker-2 asked at 2 s, at 4 s and at 5.001 s "
        "and never got it: its asking prolonged the lease of worker-1. A failed acquire() "
        "must not touch the expiry."
    )


def test_a_killed_process_never_leaves_an_eternal_lock(lab):
    for attack in killed_after_each_command(lab, lambda process: lock_of(process).acquire()):
        attack.world.clock.advance(TTL / 1000 + 0.001)
        heir = lock_of(attack.world.process("heir")).acquire()
        assert heir is not None, (
            f"The process was killed right after {attack.command}, its command {attack.k} of "
            f"acquire(). {TTL} ms later the lock is still held, and so it will be for ever. "
            "Taking the lock and setting its expiry must be one step."
        )


def test_two_processes_never_take_the_lock_together(lab):
    def take(process):
        return lock_of(process).acquire()

    for attack in rival_after_each_command(lab, take, take):
        tokens = [attack.ending.value, attack.rival.value]
        assert None in tokens, (
            f"worker-2 asked for the lock right after command {attack.k} of worker-1 "
            f"({attack.command}), and both got it. Looking whether the lock is free and taking it "
            f"must be one step.\n{attack.world.timeline()}"
        )
        assert tokens != [None, None], (
            "Two processes asked for a free lock at the same time and neither got it. "
            "One of them must win."
        )


def test_extend_moves_the_end_of_the_owners_lease(world):
    owner, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    token = owner.acquire()
    foreign = rival.extend("guess", 60_000)
    assert foreign is False, f"extend() with a wrong token returned {foreign!r}; it must be False."
    for at in (4, 6):
        world.clock.advance(4 if at == 4 else 2)
        held = rival.acquire()
        mine = owner.extend(token, 3000)
        assert held is None and mine is True, (
            f"At {at} s the owner still holds the lock, and a rival got {held!r} (must be None). Then "
            f"the owner extended its lease: {mine!r} (must be True)."
        )
    world.clock.advance(2)
    held = rival.acquire()
    world.clock.advance(1.001)
    free = rival.acquire()
    assert held is None and free is not None, (
        "At 6 s the owner extended its lease to 3000 ms from now. "
        f"At 8 s a rival got {held!r} (must be None), at 9.001 s it got {free!r} (must be a token). "
        "extend() sets the end, counted from now, in milliseconds."
    )


def test_extend_never_brings_a_lost_lease_back(world):
    owner, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    lost = owner.acquire()
    world.clock.advance(6)
    answers = [owner.extend(lost, 60_000)]
    theirs = rival.acquire()
    answers.append(owner.extend(lost, 60_000))
    world.clock.advance(5.001)
    heir = owner.acquire()

    assert answers == [False, False] and theirs is not None, (
        "worker-1's lease had ended. Before and after worker-2 took the lock, worker-1 called "
        f"extend(): {answers}, and worker-2 got {theirs!r}. A lease that is over cannot be extended."
    )
    assert heir is not None, (
        "worker-1 extended a lease that was over, and so prolonged worker-2's. Only the owner may."
    )


def test_extend_is_one_step(lab):
    def extend_late(process):
        lock = lock_of(process)
        token = lock.acquire()
        process.world.clock.advance(4)
        return token and lock.extend(token, 60_000)

    def take(process):
        process.world.clock.advance(66)
        return lock_of(process).acquire()

    for attack in rival_after_each_command(lab, extend_late, take):
        assert attack.rival.value, (
            f"worker-1's lease was over after its command {attack.k} ({attack.command}), "
            "and worker-2 could not take the lock."
        )
        attack.world.clock.advance(TTL / 1000 + 0.001)
        heir = lock_of(attack.world.process("heir")).acquire()
        assert heir is not None, (
            f"worker-1's lease ended right after its command {attack.k} ({attack.command}), and "
            "worker-2 took the lock for 5 s. worker-1 went on with extend() and prolonged worker-2's "
            "lease to 60 s. Comparing and prolonging must be one step on the server."
        )


def test_the_block_holds_the_lock_and_gives_it_back(world):
    lock, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    for _ in range(2):
        with lock as token:
            inside = rival.acquire()
            extended = lock.extend(token, 4000)
        after = rival.acquire()
        assert [inside, extended] == [None, True] and after is not None, (
            f"Inside the block a rival got {inside!r} (must be None) and the block's token "
            f"extended the lease: {extended!r} (must be True). After it the rival got {after!r} "
            "(must be a token)."
        )
        rival.release(after)


def test_the_block_gives_the_lock_back_when_it_raises(world):
    lock, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    problem = RuntimeError("the job failed")

    with pytest.raises(RuntimeError) as caught, lock:
        raise problem

    assert caught.value.args == problem.args, "The block's exception must pass through unchanged."
    assert rival.acquire() is not None, (
        "The block raised, and the lock stayed held. Every other worker now waits for the lease to "
        "end. Release it whatever happens in the block."
    )


def test_a_block_that_did_not_get_the_lock_releases_nothing(world):
    owner = lock_of(world.process("worker-1"))
    token = owner.acquire()
    for _ in range(2):
        lock = Lock(world.redis(decode_responses=True), "nightly", TTL)
        with pytest.raises(NotAcquired) as refused, lock:
            pytest.fail("worker-1 holds the lock, yet the block was entered.")
        assert "nightly" in str(refused.value), (
            f"NotAcquired says {str(refused.value)!r}. It must name the lock, nightly: whoever reads "
            "the log at night wants to know which one."
        )

    assert owner.release(token) is True, (
        "Somebody failed to enter the block, and on the way out released worker-1's lock. "
        "Release only what was acquired."
    )


def test_a_block_within_a_block_leaves_the_outer_one_in_charge(world):
    lock, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    main = Lock(world.redis(decode_responses=True), "nightly", TTL)
    for each in (lock, main):
        with each:
            try:
                with each:
                    pytest.fail("The lock is held, yet a second block was entered.")
            except Exception as error:
                assert type(error).__name__ == "NotAcquired", (
                    f"The inner block raised {type(error).__name__}, not NotAcquired."
                )
            assert rival.acquire() is None, "The inner block gave the outer block's lock away."
        freed = rival.acquire()
        assert freed is not None, (
            "After a refused block inside it, the outer block did not release the lock. The inner "
            "block must not overwrite the token that the outer one keeps."
        )
        rival.release(freed)


def test_a_block_whose_lease_ended_leaves_the_new_owner_alone(world):
    lock, rival = (lock_of(world.process(name)) for name in ("worker-1", "worker-2"))
    with lock:
        world.clock.advance(6)
        theirs = rival.acquire()

    assert rival.release(theirs) is True, (
        "The block took 6 s with a lease of 5 s, and worker-2 took the lock. At its end the block "
        "released worker-2's lock."
    )


def test_a_block_whose_lease_ended_still_passes_its_exception_on(world):
    lock = lock_of(world.process("worker-1"))
    for problem in (RuntimeError("the job failed"), KeyError("no such customer")):
        with pytest.raises(type(problem)), lock:
            world.clock.advance(6)
            raise problem


@pytest.mark.parametrize("decode", [True, False], ids=["str client", "bytes client"])
def test_clients_that_decode_and_clients_that_do_not_both_work(world, decode):
    for name in ("worker-1", "worker-2"):
        process = world.process(name)
        lock = process.Lock(process.redis(decode_responses=decode), "nightly", TTL)
        token = lock.acquire()
        answers = [lock.extend(token, 4000), lock.release(token), type(lock.acquire()) is str]
        assert answers == [True, True, True], (
            f"With decode_responses={decode}, extend(), release() and a new acquire() gave "
            f"{answers}. redis-py returns bytes or str as the client was made; "
            "b'token' == 'token' is False."
        )
        world.clock.advance(6)


def test_locks_of_different_names_are_independent(world):
    process = world.process("worker-1")
    nightly, hourly = lock_of(process, "nightly"), lock_of(process, "hourly")
    elsewhere = lock_of(world.process("worker-2"), "nightly")
    first, second = nightly.acquire(), hourly.acquire()
    assert elsewhere.acquire() is None, (
        "worker-1 took 'nightly', and worker-2, another process, got 'nightly' too. A name must "
        "mean the same lock everywhere (hash() of a text differs from process to process)."
    )
    assert first and second, (
        f"nightly was taken ({first!r}), then hourly: {second!r}. Each name is a lock of its own."
    )
    wrong, right = hourly.release(first), hourly.release(second)
    assert (wrong, right) == (False, True), "A token of another lock released this one."
    assert nightly.acquire() is None, "Releasing hourly freed nightly."


def test_a_lease_of_one_millisecond_is_a_lease(world):
    lock = lock_of(world.process("worker-1"), ttl_ms=1)
    token = lock.acquire()
    world.clock.advance(0.002)
    again = lock.acquire()
    assert token and again, (
        f"ttl_ms=1 gave {token!r}, and 2 ms later {again!r}; both must be tokens. "
        "Only zero and less are refused."
    )
    lock = lock_of(world.process("worker-1"), "long")
    extended = lock.extend(lock.acquire(), 1)
    world.clock.advance(0.002)
    assert extended is True and lock.acquire(), (
        f"extend(token, 1) said {extended!r}; 2 ms later the lock must be free."
    )


@pytest.mark.parametrize("ms", [0, -1, -5000])
def test_a_lease_of_no_length_is_refused_before_anything_is_sent(world, ms):
    process = world.process("worker-1")
    with pytest.raises(ValueError, match="ttl_ms"):
        Lock(world.redis(decode_responses=True), "nightly", ms)
    lock = lock_of(process)
    token = lock.acquire()
    before = world.commands
    with pytest.raises(ValueError, match="ms"):
        lock.extend(token, ms)
    assert world.commands == before, (
        f"extend(token, {ms}) sent something to Redis before it refused. Check the argument first: "
        "a PEXPIRE with a negative time deletes the key."
    )
