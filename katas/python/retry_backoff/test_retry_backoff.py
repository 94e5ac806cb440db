"""Every answer of the partner is scripted, and time moves only when somebody sleeps or is slow."""

import asyncio
import math
import re

from retry_backoff import retry
from retry_backoff_support import Dropped, Overloaded, Rejected, Unavailable


def test_attempts_counts_all_calls(rng):
    """attempts=3 means three calls in all, not three more."""
    for attempts in (1, 2, rng.randrange(3, 9)):
        scene = Scene(failures(20))
        ask(scene.protected(attempts=attempts))

        assert len(scene.calls) == attempts, (
            f"The partner failed each time, attempts={attempts}. It was called "
            f"{len(scene.calls)} times: {scene.story()}. It must be called {attempts} times: "
            "attempts counts calls, the first one included."
        )


def test_nobody_sleeps_after_the_last_failure(rng):
    """There is nothing to wait for once no call will follow."""
    for attempts in (1, 2, rng.randrange(3, 9)):
        scene = Scene(failures(20))
        ask(scene.protected(attempts=attempts))

        assert scene.events[-1][0] == "call", (
            f"The partner failed each time, attempts={attempts}: {scene.story()}. After the last "
            "failure somebody slept. No call follows, so the caller waits for nothing."
        )


def test_the_first_success_is_the_result(rng, held):
    """The result comes back as it is, whatever it is, and every call gets the arguments."""
    for value in (rng.randrange(2, 999), True, 1, None, 0, [], {"rate": 1.5}, "text"):
        article = rng.randrange(999)
        basket = held([article])
        scene = Scene([*failures(rng.randrange(1, 4)), value, "too far"])
        ending = ask(scene.protected(attempts=9), "EUR", basket=basket)

        assert (type(ending.value), ending.value) == (type(value), value), (
            f"The partner failed, then returned {value!r}: {scene.story()}. The caller got "
            f"{ending}. The first result, None and 0 included, is the result."
        )
        wanted = [("EUR", [article])] * len(scene.raised)
        assert scene.calls == wanted, (
            f"Called with ('EUR', basket=[{article}]), the partner was asked {scene.calls}. "
            "Each try gets the same arguments."
        )
        assert basket == [article], (
            f"Called with ('EUR', basket=[{article}]): the caller's list is {basket} now."
        )


def test_the_window_doubles_up_to_the_cap(rng):
    """Without jitter the pauses are base, twice that, twice that …, and never more than cap."""
    for _ in range(3):
        base, times = rng.randrange(1, 16) / 8, rng.randrange(5, 12)
        scene = Scene(failures(9))
        ask(scene.protected(attempts=7, base=base, cap=base * times))

        wanted = [base * min(factor, times) for factor in (1, 2, 4, 8, 16, 32)]
        assert scene.slept == wanted, (
            f"base={base}, cap={base * times}, jitter='none', seven failures. The pauses were "
            f"{scene.slept}, they must be {wanted}: min(cap, base * 2**(k - 1)) after failure k."
        )


def test_jitter_never_sleeps_longer_than_the_window(rng):
    """The highest number of the dice gives the window, not more."""
    for _ in range(3):
        base = rng.randrange(1, 16) / 8
        scene = Scene(failures(9), dice=(1.0,))
        ask(scene.protected(attempts=7, base=base, cap=base * 6, jitter="full"))

        windows = [base * min(factor, 6) for factor in (1, 2, 4, 8, 16, 32)]
        long = [(s, w) for s, w in zip(scene.slept, windows, strict=False) if s > w]
        assert not long, (
            f"base={base}, cap={base * 6}, and the dice threw their highest number each time. "
            f"These pauses were longer than their windows: {long} (pause, window). Jitter is drawn "
            "from the window; added on top of it, it breaks the cap."
        )


def test_full_jitter_uses_the_whole_window(rng):
    """Pauses lie anywhere from 0 to the window: that is what pulls 300 workers apart."""
    scene = Scene(failures(401))
    ask(scene.protected(attempts=401, base=8.0, cap=8.0, rng=rng, jitter=None))

    shortest, longest = min(scene.slept, default=8.0), max(scene.slept, default=0.0)
    assert [shortest < 0.4, 7.6 < longest <= 8.0] == [True, True], (
        f"400 pauses with a window of 8 s: the shortest was {shortest:.2f} s, the longest "
        f"{longest:.2f} s. Full jitter covers the whole window, from 0 on; half a window plus "
        "half of it drawn is equal jitter, and leaves the first half of the window empty."
    )


def test_the_dice_that_were_given_decide(rng, run_async):
    """Two workers with different dice sleep differently; with the same dice, the same."""
    for asynchronous in (False, True, False):
        dice = [rng.randrange(1, 1024) / 1024 for _ in range(3)]
        base = rng.randrange(1, 16) / 8
        scene = Scene(failures(9), dice=dice)
        given = {"attempts": 4, "base": base, "cap": base * 4, "jitter": "full"}
        fetch = scene.protected(asynchronous=asynchronous, **given)
        ask(run_async, fetch) if asynchronous else ask(fetch)

        wanted = [base * dice[0], 2 * base * dice[1], 4 * base * dice[2]]
        assert scene.slept == wanted, (
            f"base={base}, and the dice threw {dice} of the way from 0 to the window. The pauses "
            f"were {scene.slept}, they must be {wanted}: one throw of `rng` for each pause. Dice "
            "of one's own, or seeded alike in every worker, keep the workers in step."
        )


def test_retry_after_is_the_least_pause(rng):
    """The partner's wish is a floor: no jitter goes below it, but it shortens nothing."""
    wish = rng.randrange(9, 16) / 8
    script = [
        Dropped("no wish"),
        Unavailable("later", retry_after=wish),
        Overloaded("later", retry_after=1),
        Unavailable("now", retry_after=0),
        Unavailable("no wish either"),
    ]
    scene = Scene(script)
    ask(scene.protected(on=(Unavailable, Dropped), attempts=6, base=0.5, cap=64.0))

    wanted = [0.5, wish, 2.0, 4.0, 8.0]
    assert scene.slept == wanted, (
        f"The partner wished for no pause, then {wish} s, 1 s, 0 s and none; jitter='none', "
        f"windows of 0.5, 1, 2, 4 and 8 s. The pauses were {scene.slept}, they must be {wanted}: "
        "the longer of retry_after and the pause of our own."
    )


def test_retry_after_may_be_longer_than_the_cap(rng):
    """The cap bounds our own guess, not what the partner says."""
    for jitter in ("full", "none"):
        wish = rng.randrange(10, 99) / 2
        scene = Scene([Unavailable("later", retry_after=wish), "done"], dice=(0.5,))
        ask(scene.protected(cap=4.0, jitter=jitter))

        assert scene.slept == [wish], (
            f"cap=4.0, jitter={jitter!r}; the partner asked to be left alone for {wish} s. The "
            f"pause was {scene.slept}. It must be {wish} s: asking earlier is a wasted call, and "
            "makes the outage worse. The cap is for our own guesses."
        )


def test_no_pause_ends_after_the_deadline(rng):
    """A pause that would end too late is not begun: the caller learns of the failure now."""
    for deadline, calls in ((6.5, 3), (7.0, 4), (7.5, 4)):
        scene = Scene(failures(9), start=rng.randrange(1000))
        ending = ask(scene.protected(attempts=9, base=1.0, cap=64.0, deadline=deadline))

        assert len(scene.calls) == calls, (
            f"Pauses of 1, 2, 4 and 8 s, deadline={deadline}: {scene.story()}. "
            f"There must be {calls} calls: the pauses end after 1, 3, 7 and 15 s, and one "
            "that ends after the deadline is neither begun nor shortened, while one that ends "
            "exactly at it is allowed."
        )
        assert ending.error is scene.raised[-1], (
            f"The deadline came first: {scene.story()}. The caller got {ending}; it must get "
            "what the last call raised."
        )
    wish = Unavailable("later", retry_after=30)
    scene = Scene([wish, "too late"])
    ending = ask(scene.protected(deadline=29.5))
    assert [ending.error is wish, scene.slept] == [True, []], (
        f"The partner asked for 30 s, deadline=29.5: {scene.story()}, and the caller got {ending}. "
        "There is no time left for that pause: the error must be raised at once."
    )


def test_slow_calls_use_up_the_deadline(rng):
    """The deadline counts from the call of the decorated function, with all that it does."""
    for slow in (rng.randrange(8, 16) / 4, rng.randrange(8, 16) / 4):
        scene = Scene(failures(9), slow=slow)
        ask(scene.protected(attempts=9, base=1.0, cap=1.0, deadline=3 * slow + 2))

        assert len(scene.calls) == 3, (
            f"Each call takes {slow} s, each pause 1 s, deadline={3 * slow + 2}: {scene.story()}. "
            "There must be 3 calls: the third pause would end too late by the clock. "
            "Time spent in the calls is time too."
        )


def test_each_call_has_a_deadline_of_its_own(rng):
    """The deadline counts from each call, not from decorating, nor from the call before."""
    scene = Scene(failures(20))
    fetch = scene.protected(attempts=9, base=1.0, cap=64.0, deadline=4.0)
    for _ in range(3):
        scene.now += rng.randrange(5, 500)
        scene.calls.clear()
        ask(fetch)

        assert len(scene.calls) == 3, (
            f"Pauses of 1, 2 and 4 s, deadline=4.0: a call of a function that was decorated long "
            f"ago made {len(scene.calls)} tries. It must make 3 each time: the deadline "
            "counts from the moment of the call."
        )


def test_giving_up_raises(rng):
    """A caller who gets a value believes it."""
    for reason in ({"attempts": rng.randrange(1, 5)}, {"deadline": 0.0625}):
        scene = Scene(failures(9))
        ending = ask(scene.protected(**reason))

        assert ending.error is not None, (
            f"The partner failed each time, {reason}: {scene.story()}. The caller got {ending} "
            "and goes on with it. When there is nothing left to try, the failure must be raised."
        )


def test_the_last_error_itself_is_raised(rng):
    """The caller's `except Unavailable` works, with or without the decorator."""
    scene = Scene([Dropped("first"), Overloaded("second"), Unavailable("third"), "too far"])
    fetch = scene.protected(on=(Unavailable, Dropped), attempts=3)
    ending = ask(fetch)

    assert ending.error is scene.raised[-1], (
        f"{scene.story()}, attempts=3. The caller got {ending}. It must get the very exception "
        "that the last call raised: whoever calls has an `except Unavailable` around it, and "
        "another class, or a wrapper, walks past that."
    )
    assert ask(fetch).value == "too far", "The next call succeeds, and returns what it gets."


def test_a_note_says_how_many_calls_were_made(rng):
    """What is raised in the end tells the reader of the log that it was tried more than once."""
    for reason in (
        {"attempts": rng.randrange(3, 9)},
        {"attempts": 77, "deadline": 5.5},
        {"attempts": 77, "give_up": lambda error: "4" in str(error)},
    ):
        scene = Scene(failures(99, text="no answer to call {}"))
        ending = ask(scene.protected(base=1.0, cap=64.0, **reason))

        made = len(scene.calls)
        notes = [str(note) for note in getattr(ending.error, "__notes__", [])]
        assert any(re.search(rf"\b{made}\b", note) for note in notes), (
            f"{scene.story()}. The caller got {ending} with the notes {notes}. One of them must "
            f"say that {made} calls were made: error.add_note(…)."
        )


def test_other_errors_are_raised_at_once(rng):
    """A bug does not go away by waiting; nor does a refusal."""
    for error in (TypeError("a bug"), Rejected("no such account"), KeyError("rate")):
        scene = Scene([Overloaded("busy"), error, "too far"])
        ending = ask(scene.protected(on=Unavailable))

        assert [len(scene.calls), ending.error is error] == [2, True], (
            f"on=Unavailable, the second call raised {type(error).__name__}: {scene.story()}, and "
            f"the caller got {ending}. It must get that error after 2 calls: only what is listed "
            "in `on` (and its subclasses) is worth another try."
        )


def test_a_shutdown_is_not_an_error_to_retry(rng):
    """KeyboardInterrupt and SystemExit go through at once."""
    for stop in (KeyboardInterrupt("Ctrl-C"), SystemExit("SIGTERM")):
        n = rng.randrange(1, 4)
        scene = Scene([*failures(n), stop, "too far"])
        try:
            ending = ask(scene.protected(on=(Exception,), attempts=9))
        except (KeyboardInterrupt, SystemExit) as error:
            ending = Ending(error=error)

        assert [ending.error is stop, len(scene.calls)] == [True, n + 1], (
            f"on=Exception; call {n + 1} raised {type(stop).__name__}: {scene.story()}, and the "
            f"caller got {ending}. It must get {type(stop).__name__} at once: a process that is "
            "told to stop must stop, not try again. A bare `except:` catches it, `except "
            "Exception` does not."
        )


def test_give_up_decides_about_listed_errors(rng):
    """Among listed errors, give_up tells those that would fail again."""
    bad = f"quota {rng.randrange(10**6)}"
    asked = []

    def give_up(error):
        asked.append(str(error))
        return str(error) == bad

    scene = Scene([Unavailable("busy"), Overloaded("busy"), Unavailable(bad), "too far"])
    fetch = scene.protected(give_up=give_up, attempts=9)
    ending = ask(fetch)

    assert [len(scene.calls), ending.error is scene.raised[-1]] == [3, True], (
        f"give_up says True for {bad!r} only: {scene.story()}. give_up was asked about {asked}, "
        f"and the caller got {ending}. The third error must be raised at once, the others retried."
    )
    assert [scene.events[-1][0], ask(fetch).value] == ["call", "too far"], (
        f"{scene.story()}: nobody may sleep before an error that give_up said True for."
    )


def test_on_retry_is_told_before_each_pause(rng):
    """on_retry gets the number of the failed call, its error and the pause to come."""
    told = []
    for given, pauses in (
        ({"attempts": 1}, []),
        ({"attempts": 4}, [2.0, 4.0, 5.0]),
        ({"attempts": 9, "deadline": 7.0}, [2.0, 4.0]),
        ({"attempts": 9, "give_up": lambda error: "call 2" in str(error)}, [2.0]),
    ):
        scene = Scene(failures(9))

        def on_retry(number, error, delay, scene=scene):
            scene.events.append(("told", number))
            told.append((number, error is scene.raised[-1], plain(delay)))

        told.clear()
        ask(scene.protected(base=2.0, cap=5.0, on_retry=on_retry, **given))

        wanted = [(number, True, pause) for number, pause in enumerate(pauses, 1)]
        assert told == wanted, (
            f"Windows of 2, 4 and 5 s, limited by {[*given]}: {scene.story()}. on_retry was told "
            f"{told} (number of the call, whether it was that call's error, pause), it must be "
            f"{wanted}: once before each pause, not for the last failure."
        )
        order = [kind for kind, _ in scene.events]
        assert order == ["call", "told", "sleep"] * len(pauses) + ["call"], (
            f"The order was {order}. on_retry is told before the pause, not after it."
        )


def test_every_call_starts_afresh(rng):
    """A call that failed leaves nothing behind for the next; nor does another function's."""
    attempts = rng.randrange(3, 6)
    scene, other = Scene(failures(99)), Scene(failures(99))
    policy = scene.policy(attempts=attempts, base=1.0, cap=8.0)
    fetch, store = policy(scene.fetch), policy(other.fetch)
    for function, asked in ((fetch, scene), (fetch, scene), (store, other), (fetch, scene)):
        asked.calls.clear()
        scene.events.clear()
        ask(function)

        assert len(asked.calls) == attempts, (
            f"One policy with attempts={attempts} protects two functions. A call after others had "
            f"failed made {len(asked.calls)} tries, it must make {attempts}: the count belongs to "
            "the call, not to the decorator."
        )
        wanted = [min(8.0, 2.0**k) for k in range(attempts - 1)]
        assert scene.slept == wanted, (
            f"After other calls the pauses were {scene.slept}, they must be {wanted}: each call "
            "begins with the first window."
        )


def test_calls_at_the_same_time_do_not_share_a_count(rng, run_async):
    """While one caller sleeps another may call: each has its own tries."""
    for asynchronous in (False, True):
        attempts = rng.randrange(3, 6)
        scene = Scene(failures(99))
        if asynchronous:
            policy = scene.policy(attempts=attempts, sleep=give_way)
            run_async(side_by_side, policy(scene.fetch_async))
        else:
            interrupted_by_a_second_caller(scene, attempts)

        names = [name for name, _ in scene.calls]
        counts = [names.count("first"), names.count("second")]
        assert counts == [attempts, attempts], (
            f"attempts={attempts}. While the first caller slept, a second one called: {names}. The "
            f"first had {counts[0]} tries, the second {counts[1]}; each must have {attempts}. What "
            "is counted in the closure of the decorator is shared by all who call at the same time."
        )


def test_an_async_function_is_retried(rng, run_async):
    """`async def` is retried like any other: calling it raises nothing yet, awaiting it does."""
    for n in (2, rng.randrange(3, 6)):
        scene = Scene([*failures(n), "done", *failures(99)])
        fetch = scene.protected(asynchronous=True, attempts=n + 1)
        endings = [ask(run_async, fetch, "EUR", basket=[n]), ask(run_async, fetch, "EUR")]

        assert [endings[0].value, len(scene.calls)] == ["done", 2 * n + 2], (
            f"An async function failed {n} times, succeeded, then failed for ever, attempts="
            f"{n + 1}. The callers got {endings[0]} and {endings[1]} after {len(scene.calls)} "
            f"tries, it must be 'done' and an error after {2 * n + 2}. A coroutine fails "
            "when it is awaited: the `await` belongs into the `try`."
        )
        wanted = [("EUR", [n])] * (n + 1) + [("EUR", None)] * (n + 1)
        assert scene.calls == wanted, (
            f"Called with ('EUR', basket=[{n}]), then with ('EUR'), the partner was asked "
            f"{scene.calls}. Each try gets the same arguments."
        )
        assert endings[1].error is scene.raised[-1], (
            f"The second caller got {endings[1]}, it must get what the last try raised."
        )


def test_async_pauses_are_awaited(rng, run_async):
    """The given `sleep` is a coroutine function then: it sleeps when it is awaited."""
    for base in (1.0, rng.randrange(8, 32) / 8):
        scene = Scene(failures(9))
        fetch = scene.protected(asynchronous=True, attempts=3, base=base)
        ask(run_async, fetch, "EUR")

        assert scene.slept == [base, 2 * base], (
            f"An async function failed three times, sleep is `async def`: {scene.story()}. The "
            f"pauses were {scene.slept}, they must be {[base, 2 * base]}. Calling `sleep` only "
            "makes a coroutine, `await` sleeps; a sleep that blocks stops all tasks of the loop."
        )


def test_the_same_rules_hold_for_async(rng, run_async):
    """Deadline, give_up, retry_after, on_retry, other errors: nothing is different."""
    wish, told = rng.randrange(33, 64) / 8, []
    late = Unavailable("later", retry_after=wish)
    for script, given, slept in (
        ([late, *failures(9)], {"deadline": wish + 0.5}, [wish, 0.25]),
        ([*failures(2), Rejected("no such account"), "too far"], {}, [0.125, 0.25]),
        ([*failures(1), Dropped("for good"), "too far"], {"give_up": is_for_good}, [0.125]),
    ):
        scene = Scene(script)
        ask(run_async, scene.protected(asynchronous=True, on=(Unavailable, Dropped), **given))

        assert scene.slept == slept, (
            f"async, windows of 1/8, 1/4 and 1/2 s, {given}: {scene.story()}. The pauses were "
            f"{scene.slept}, they must be {slept}, as without async."
        )
    scene = Scene(failures(9))
    fetch = scene.protected(asynchronous=True, attempts=3, on_retry=lambda *seen: told.append(seen))
    ending = ask(run_async, fetch)
    assert [(number, pause) for number, _, pause in told] == [(1, 0.125), (2, 0.25)], (
        f"async, three failures, pauses of 1/8 and 1/4 s: on_retry was told {told}."
    )
    notes = [str(note) for note in getattr(ending.error, "__notes__", [])]
    assert any(re.search(r"\b3\b", note) for note in notes), (
        f"async, three failures: the caller got {ending} with the notes {notes}. One of them must "
        "say that 3 calls were made."
    )


def test_it_is_still_the_same_function(rng, run_async):
    """Name and docstring stay: logs, docs and task queues go by them."""
    for asynchronous in (False, True):
        scene = Scene(["done", "done"])
        plain = scene.fetch_async if asynchronous else scene.fetch
        fetch = scene.protected(asynchronous=asynchronous)

        seen = [fetch.__name__, fetch.__doc__]
        assert seen == [plain.__name__, plain.__doc__], (
            f"{plain.__name__}() with the docstring {plain.__doc__!r} was decorated; now name and "
            f"docstring are {seen}. They must stay: functools.wraps."
        )
        got = ask(run_async, fetch, "EUR") if asynchronous else ask(fetch, "EUR")
        assert got.value == "done", f"Decorated, {plain.__name__}() gave {got}."


def test_bad_arguments_are_refused_when_decorating(rng):
    """A policy that makes no sense is an error at import time, not in the first outage."""
    for name, bad in (
        ("attempts", {"attempts": 0}),
        ("attempts", {"attempts": -rng.randrange(1, 9)}),
        ("base", {"base": -0.5}),
        ("cap", {"cap": 1.5, "base": 2.0}),
        ("jitter", {"jitter": "Full"}),
        ("jitter", {"jitter": "equal"}),
        ("deadline", {"deadline": -1}),
    ):
        scene = Scene(["done"])
        ending = ask(scene.protected, **bad)
        assert type(ending.error) is ValueError, (
            f"retry(…, {bad}) gave {ending}. It must raise ValueError when decorating."
        )
        said = str(ending.error)
        named = re.search(rf"\b{name}\b", said) is not None
        assert [named, str(bad[name]) in said] == [True, True], (
            f"retry(…, {bad}) raised ValueError({said!r}). It must name {name!r} and {bad[name]!r}."
        )
    for edge in ({"attempts": 1}, {"base": 0}, {"base": 2, "cap": 2}, {"deadline": 0}):
        ending = ask(Scene(["done"]).protected(**edge))
        assert ending.value == "done", f"retry(…, {edge}) makes sense, yet the call gave {ending}."


def test_a_long_outage_does_not_use_up_the_stack(rng):
    """A consumer may try a thousand times: waiting must not nest."""
    for tries in (3, 1015):
        scene = Scene([*failures(tries - 1), "done"])
        ending = ask(scene.protected(attempts=5000, base=0.25, cap=0.5))

        assert [ending.value, len(scene.calls)] == ["done", tries], (
            f"The partner answered at call {tries} of at most 5000; the caller got {ending} after "
            f"{len(scene.calls)} calls. It must get 'done'. A function that calls "
            "itself for every try hits the recursion limit."
        )


def test_the_window_of_a_late_try_is_still_the_cap(rng):
    """2**1100 does not fit into a float; the cap applies all the same."""
    for tries in (3, 1100):
        scene = Scene([*failures(tries - 1), "done"])
        ending = ask(scene.protected(attempts=5000, base=0.25, cap=0.5))

        assert [ending.value, scene.slept[1:]] == ["done", [0.5] * (tries - 2)], (
            f"The partner answered at call {tries} of at most 5000, cap=0.5; the caller got "
            f"{ending} after {len(scene.calls)} calls. It must get 'done', with "
            "pauses of 0.5 s. base * 2**(k - 1) overflows at k = 1025, however small the cap."
        )


class Dice:
    """A source of chance that throws what it was told: 0 is the lowest number, 1 the highest."""

    __kata_methods__ = ("random", "uniform")

    def __init__(self, throws):
        self.throws = throws
        self.thrown = 0

    def random(self):
        self.thrown += 1
        return self.throws[(self.thrown - 1) % len(self.throws)]

    def uniform(self, low, high):
        return low + (high - low) * self.random()


class Ending:
    """How a call ended for its caller."""

    def __init__(self, value=None, error=None):
        self.value = value
        self.error = error

    def __repr__(self):
        return repr(self.value) if self.error is None else f"{self.error!r} (raised)"


class Scene:
    """A partner that gives scripted answers in turn, and a clock. It writes down what happens."""

    def __init__(self, script, *, dice=(0.5,), slow=0.0, start=4096):
        self.script = script
        self.dice = Dice(dice)
        self.slow = slow
        self.start = self.now = float(start)
        self.calls, self.events, self.raised = [], [], []

        def fetch_rate(currency="EUR", basket=None):
            """Ask the partner for today's rate."""
            return self.answer(currency, basket)

        async def fetch_rate_soon(currency="EUR", basket=None):
            """Ask the partner for today's rate, without blocking."""
            return self.answer(currency, basket)

        self.fetch, self.fetch_async = fetch_rate, fetch_rate_soon

    def answer(self, currency, basket):
        """Give the next answer of the script; after the last one, give that one again."""
        answer = self.script[min(len(self.raised), len(self.script) - 1)]
        self.calls.append((currency, None if basket is None else [*basket]))
        self.events.append(("call", self.now - self.start))
        self.now += self.slow
        self.raised.append(answer)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def policy(self, *, asynchronous=False, **given):
        """Make a policy; what the test does not care about is as here, and None leaves it out."""

        def rest(seconds):
            pause = plain(seconds)
            self.events.append(("sleep", pause))
            self.now += 0 if math.isinf(pause) else pause

        async def rest_soon(seconds):
            rest(seconds)

        usual = {"on": Unavailable, "attempts": 5, "base": 0.125, "cap": 64.0, "jitter": "none"}
        usual |= {"rng": self.dice, "clock": lambda: self.now}
        usual |= {"sleep": rest_soon if asynchronous else rest}
        wanted = {**usual, **given}
        return retry(**{name: value for name, value in wanted.items() if value is not None})

    def protected(self, *, asynchronous=False, **given):
        """Decorate the partner's function."""
        function = self.fetch_async if asynchronous else self.fetch
        return self.policy(asynchronous=asynchronous, **given)(function)

    @property
    def slept(self):
        """List the pauses."""
        return [seconds for kind, seconds in self.events if kind == "sleep"]

    def story(self):
        """Tell what happened, in order."""
        answers = iter(self.raised)
        told = []
        for kind, number in self.events[:12]:
            if kind == "call":
                told.append(f"call at {number:g} s: {next(answers)!r}")
            else:
                odd = kind == "sleep" and math.isinf(number)
                told.append(
                    "sleep with something that is no plain number" if odd else f"{kind} {number:g}"
                )
        return ", ".join(told) + (", …" if len(self.events) > 12 else "")


def failures(n, text="busy at call {}"):
    """Make n errors of which every one would be worth another try."""
    return [Unavailable(text.format(number)) for number in range(1, n + 1)]


def plain(seconds):
    """Take a number as it is; what is no plain number becomes one that no test wants."""
    return seconds if type(seconds) in (int, float) else math.inf


def interrupted_by_a_second_caller(scene, attempts):
    """Call, and call again from within the first pause."""
    second = []

    def rest(seconds):
        if not second:
            second.append("started")
            ask(fetch, "second")

    fetch = scene.policy(attempts=attempts, sleep=rest)(scene.fetch)
    ask(fetch, "first")


async def side_by_side(fetch):
    """Let two callers take turns."""
    await asyncio.gather(fetch("first"), fetch("second"), return_exceptions=True)


async def give_way(seconds):
    """Sleep just long enough to let the other caller go on."""
    await asyncio.sleep(0)


def is_for_good(error):
    """Tell the errors that would come again."""
    return "for good" in str(error)


def ask(function, *args, **kwargs):
    """Call, and say how it ended."""
    try:
        return Ending(value=function(*args, **kwargs))
    except NotImplementedError:
        raise
    except Exception as error:
        return Ending(error=error)
