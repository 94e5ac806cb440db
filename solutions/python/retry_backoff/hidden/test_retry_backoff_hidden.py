"""Random policies against random partners, held to a story worked out step by step."""

from retry_backoff import retry
from retry_backoff_support import Dropped, Overloaded, Rejected, Unavailable

ON = (Unavailable, Dropped)


def test_any_policy_tells_its_whole_story(rng):
    """Calls, pauses, times, what is told and what is raised are as the contract says."""
    for _ in range(150):
        scene = Scene(rng)
        ending = scene.play(lambda fetch: fetch("EUR", 3))
        scene.judge(ending)


def test_any_policy_tells_the_same_story_async(rng, run_async):
    """An async function goes through the same calls and pauses."""
    for _ in range(100):
        scene = Scene(rng, asynchronous=True)
        ending = scene.play(lambda fetch: run_async(fetch, "EUR", 3))
        scene.judge(ending)


def test_many_calls_at_once_keep_their_own_counts(rng):
    """Callers that begin in one another's pauses, several deep, each have all their tries."""
    attempts, asked, now = rng.randrange(2, 6), [], [0.0]
    waiting = [f"caller {number}" for number in range(5)]

    def fetch_rate(name):
        asked.append(name)
        raise Unavailable(name)

    def sleep(seconds):
        now[0] += seconds
        if waiting:
            call(waiting.pop())

    def call(name):
        try:
            fetch(name)
        except Unavailable as error:
            ended.append(str(error))

    ended = []
    fetch = retry(
        on=ON,
        attempts=attempts,
        base=1,
        cap=2,
        sleep=sleep,
        rng=Dice([0.5]),
        clock=lambda: now[0],
    )(fetch_rate)
    call("first")

    counts = {name: asked.count(name) for name in ended}
    assert counts == dict.fromkeys(ended, attempts), (
        f"attempts={attempts}. Callers that began in one another's pauses had {counts} tries."
    )
    assert len(ended) == 6, f"Six callers called; these got their error: {ended}."


class Dice:
    """Throws what it was told, in turn."""

    __kata_methods__ = ("random", "uniform")

    def __init__(self, throws):
        self.throws = throws
        self.thrown = 0

    def random(self):
        self.thrown += 1
        return self.throws[(self.thrown - 1) % len(self.throws)]

    def uniform(self, low, high):
        return low + (high - low) * self.random()


class Scene:
    """A random policy, a random partner, and what must come of them."""

    def __init__(self, rng, *, asynchronous=False):
        self.asynchronous = asynchronous
        self.now = self.start = float(rng.randrange(10_000))
        self.throws = [rng.randrange(1, 64) / 64 for _ in range(12)]
        self.script = [self.answer(rng, number) for number in range(12)]
        self.slow = [rng.choice([0.0, 0.0, 0.25, 1.5]) for _ in self.script]
        base = rng.randrange(0, 24) / 8
        self.policy = {
            "on": ON,
            "attempts": rng.randrange(1, 11),
            "base": base,
            "cap": base + rng.randrange(0, 80) / 8,
            "jitter": rng.choice(["full", "none"]),
            "deadline": rng.choice([None, None, rng.randrange(0, 160) / 8]),
        }
        self.events = []

    @staticmethod
    def answer(rng, number):
        """Make up one answer of the partner."""
        return rng.choice(
            [
                Unavailable(f"call {number}"),
                Unavailable(f"call {number}", retry_after=rng.randrange(0, 40) / 8),
                Overloaded(f"call {number}", retry_after=rng.randrange(0, 3)),
                Dropped(f"call {number}"),
                Unavailable(f"call {number}: hopeless") if number > 3 else Dropped("again"),
                Rejected(f"call {number}") if number > 3 else Unavailable("again"),
                KeyboardInterrupt(f"call {number}") if number > 5 else Unavailable("again"),
                f"result {number}" if number > 2 else Overloaded("again"),
            ]
        )

    def play(self, call):
        """Let the answer work; return what came of it."""
        partner, rest = self.devices()
        fetch = retry(
            **self.policy,
            sleep=rest,
            rng=Dice(self.throws),
            clock=lambda: self.now,
            give_up=hopeless,
            on_retry=lambda number, error, pause: self.events.append(("told", number, pause)),
        )(partner)
        try:
            return call(fetch)
        except (Exception, KeyboardInterrupt) as error:
            return error

    def devices(self):
        """Make the partner's function and the sleep, plain or async."""

        def fetch_rate(currency, amount):
            number = sum(kind == "call" for kind, *_ in self.events)
            self.events.append(("call", self.now - self.start, (currency, amount)))
            self.now += self.slow[number]
            if isinstance(self.script[number], BaseException):
                raise self.script[number]
            return self.script[number]

        def rest(seconds):
            if seconds:
                self.events.append(("sleep", seconds))
            self.now += seconds

        async def fetch_rate_soon(currency, amount):
            return fetch_rate(currency, amount)

        async def rest_soon(seconds):
            rest(seconds)

        return (fetch_rate_soon, rest_soon) if self.asynchronous else (fetch_rate, rest)

    def judge(self, ending):
        """Compare with the story as it must be."""
        events, wanted, gave_up = self.story()
        facts = f"policy {self.policy}, dice {self.throws}, answers {self.script}"
        assert self.events == events, f"{facts}: {self.events}, must be {events}."
        same = ending is wanted if isinstance(wanted, BaseException) else ending == wanted
        assert same, f"{facts}: the caller got {ending!r}, must be {wanted!r}."
        if gave_up:
            notes = " ".join(str(note) for note in getattr(ending, "__notes__", []))
            number = str(sum(kind == "call" for kind, *_ in events))
            assert number in notes, f"{facts}: the notes {notes!r} must name {number} calls."

    def story(self):
        """Work out the events, what the caller gets, and whether it is a giving up."""
        events, time, dice, window = [], 0.0, iter(self.throws), self.policy["base"]
        for number, (answer, slow) in enumerate(zip(self.script, self.slow, strict=True), 1):
            events.append(("call", time, ("EUR", 3)))
            time += slow
            if not isinstance(answer, ON):
                return events, answer, False
            if number == self.policy["attempts"] or hopeless(answer):
                return events, answer, True
            pause = window * next(dice) if self.policy["jitter"] == "full" else window
            pause = max(pause, getattr(answer, "retry_after", None) or 0)
            deadline = self.policy["deadline"]
            if deadline is not None and time + pause > deadline:
                return events, answer, True
            events.append(("told", number, pause))
            if pause:
                events.append(("sleep", pause))
            time += pause
            window = min(self.policy["cap"], window * 2)
        raise AssertionError("the script is too short for the policy")


def hopeless(error):
    """Tell the errors that would come again."""
    return "hopeless" in str(error)
