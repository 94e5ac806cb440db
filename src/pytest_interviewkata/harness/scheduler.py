"""Runs actors one at a time, in virtual time, in an order that a schedule chooses.

Each actor has a thread, and exactly one thread holds the baton. It is handed on
at each effect and each sleep; time moves only when the one that gets it was asleep.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.dispatch import NS
from pytest_interviewkata.harness.ending import Ending, Unfinished
from pytest_interviewkata.harness.gate import Killed
from pytest_interviewkata.harness.stuck import Lookout, interrupt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.process import Process
    from pytest_interviewkata.harness.timeline import Timeline

SPIN = 1_000
"""So many effects without a sleep take no time; each further one takes a millisecond."""

PATIENCE = 60
"""So many virtual seconds an actor stands still for a rival that does not end."""

STEPS = 30_000
"""So many switch points in one run are a livelock."""


class Deadlock(AssertionError):
    """Every actor waits for another."""


class Livelock(AssertionError):
    """The actors are busy and get nowhere."""


class Stuck(AssertionError):
    """An actor waits for something that the simulation does not control."""


class Actor:
    """One thread that does something as one process."""

    def __init__(self, name: str, process: Process, body: Callable[[], object], due: int) -> None:
        self.name = name
        self.process = process
        self.due: int | None = due
        self.ready: Callable[[], bool] | None = None
        self.turn = 0
        self.streak = 0
        self.doomed = False
        self.ending: Ending | None = None
        self.baton = threading.Lock()
        self.baton.acquire()
        self.body = body
        self.thread: ActorThread | None = None

    def runnable(self, now: int) -> bool:
        """Say whether it could go on right now."""
        if self.due is not None and self.due <= now:
            return True
        return self.ready is not None and self.ready()


class ActorThread(threading.Thread):
    """The thread of one actor, and a way back from the thread to the actor."""

    def __init__(self, actor: Actor, live: Callable[[Actor], None]) -> None:
        super().__init__(target=live, args=(actor,), name=actor.name, daemon=True)
        self.actor = actor


class Scheduler:
    """Hands the baton from actor to actor."""

    def __init__(self, clock: Clock, timeline: Timeline) -> None:
        self._clock = clock
        self._timeline = timeline
        self._done = threading.Lock()
        self._done.acquire()
        self._actors: list[Actor] = []
        self._holder: Actor | None = None
        self._fault: BaseException | None = None
        self._schedule: Sequence[int] = ()
        self._limit = 0
        self.active = False
        self.steps = 0
        self.choices: list[int] = []
        self.widths: list[int] = []

    @property
    def current(self) -> Actor | None:
        """The actor whose thread this is."""
        actor = getattr(threading.current_thread(), "actor", None)
        return actor if actor in self._actors else None

    def add(self, actor: Actor) -> Actor:
        """Take one more on; it may also join a run that goes on."""
        if any(known.name == actor.name and not known.ending for known in self._actors):
            raise ValueError(f"There is an actor called {actor.name!r} already.")
        self._actors.append(actor)
        actor.turn = self._next_turn()
        return actor

    def run(self, schedule: Sequence[int], until: float) -> dict[str, Ending]:
        """Let all actors act until they have ended, or until so many seconds have passed."""
        self._schedule = schedule
        self._limit = self._clock.time_ns() + round(until * NS)
        self.steps, self.choices, self.widths, self._fault = 0, [], [], None
        mine = [actor for actor in self._actors if not actor.ending]
        self.active = True
        try:
            self._hand(None, self._choose(None))
            self._await()
        finally:
            self.active = False
        if self._fault is not None:
            raise self._fault
        added = [actor for actor in self._actors if actor not in mine and actor.thread]
        return self._endings([*mine, *added])

    def pause(self) -> None:
        """Let the schedule decide who goes on: called before each effect."""
        me = self._me()
        if me is None:
            return
        me.streak += 1
        me.due = self._clock.time_ns() + (NS // 1000 if me.streak > SPIN else 0)
        self._give_way(me)

    def sleep(self, seconds: float) -> bool:
        """Let the others go on until the time has come; False where no actor asks."""
        me = self._me()
        if me is None:
            return False
        me.streak = 0
        # At least a microsecond: who polls with sleep(0) must not hold up time for ever.
        me.due = self._clock.time_ns() + max(round(seconds * NS), 1000)
        self._give_way(me)
        return True

    def wait(self, ready: Callable[[], bool], due: int | None) -> bool:
        """Let the others go on until it is ready or due; say whether it is ready."""
        me = self._me()
        if ready():
            return True
        if me is None:
            return self._wait_alone(ready, due)
        me.streak = 0
        me.ready, me.due = ready, due
        self._give_way(me)
        return ready()

    def let_in(self, rival: Actor) -> None:
        """Stand still until the rival has ended, or has kept everybody waiting for too long."""
        self.add(rival)
        self.wait(lambda: rival.ending is not None, self._clock.time_ns() + PATIENCE * NS)

    def end(self, process: Process) -> None:
        """The process was killed: its actors never get the baton again."""
        for actor in self._actors:
            if actor.process is process and not actor.ending:
                actor.ending = Ending(actor.name, killed=True, at=self._clock.elapsed)
                if actor is self.current:
                    self._leave_for_good(actor)

    def close(self) -> None:
        """Unwind every thread that is still there. Nothing that it does has an effect."""
        for actor in self._actors:
            actor.doomed = True
            thread = actor.thread
            if thread is None or not thread.is_alive():
                continue
            if actor.baton.locked():
                actor.baton.release()
            thread.join(0.2)
        left = [actor.thread for actor in self._actors if actor.thread and actor.thread.is_alive()]
        for thread in left:
            interrupt(thread, Killed)
        for thread in left:
            thread.join(0.2)

    def _me(self) -> Actor | None:
        me: Actor | None = getattr(threading.current_thread(), "actor", None)
        if me is not None and me.doomed:
            raise Killed
        if me not in self._actors:
            me = None
        if me is None and self.active:
            self._stop(Stuck(f"{_names([self._holder])} acts from a thread of its own, "
                             f"{threading.current_thread().name!r}. Only actors may act."))  # fmt: skip
            raise Killed
        return me

    def _give_way(self, me: Actor) -> None:
        me.turn = self._next_turn()
        chosen = self._choose(me)
        if chosen is not me:
            self._hand(me, chosen)
            me.baton.acquire()
            if me.doomed:
                raise Killed
        me.ready = None

    def _leave_for_good(self, me: Actor) -> None:
        self._hand(me, self._choose(None))
        me.baton.acquire()
        raise Killed

    def _hand(self, me: Actor | None, other: Actor | None) -> None:
        if me is not None:
            me.process.leave()
        self._holder = other
        if other is None:
            self._done.release()
            return
        other.process.enter()
        if other.thread is None:
            other.thread = ActorThread(other, self._live)
            other.thread.start()
        else:
            other.baton.release()

    def _live(self, me: Actor) -> None:
        value: object = None
        error: BaseException | None = None
        try:
            value = me.body()
        except BaseException as raised:  # noqa: BLE001 - it is the ending
            error = raised
        if me.doomed or me.ending:
            return
        killed = isinstance(error, Killed)
        error = None if killed else error
        me.ending = Ending(me.name, value, error, killed=killed, at=self._clock.elapsed)
        self._timeline.add(me.name, _outcome(me.ending))
        if _is_verdict(error):
            self._fault = error
        self._hand(me, None if self._fault else self._choose(None))

    def _choose(self, me: Actor | None) -> Actor | None:
        """Pick who goes on, and move time to where it can."""
        if self._fault is not None:
            return None
        self.steps += 1
        if self.steps > STEPS:
            return self._stop_here(Livelock(self._busy()))
        now = self._clock.time_ns()
        candidates = self._candidates(me, now)
        if not candidates:
            return self._nobody()
        chosen = candidates[self._choice(len(candidates))]
        if chosen.due is not None and chosen.due > now and not chosen.runnable(now):
            if chosen.due > self._limit:
                return None
            self._clock.move(chosen.due - now)
        return chosen

    def _candidates(self, me: Actor | None, now: int) -> list[Actor]:
        """All who could go on: first `me`, then by turn; those asleep last, by the time due."""
        live = [actor for actor in self._actors if not actor.ending]
        ready = [actor for actor in live if actor.runnable(now)]
        ready.sort(key=lambda actor: (actor is not me, actor.turn))
        asleep = [actor for actor in live if actor.due is not None and actor not in ready]
        asleep.sort(key=lambda actor: (actor.due, actor.turn))
        return ready + asleep

    def _choice(self, width: int) -> int:
        if width == 1:
            return 0
        place = len(self.choices)
        choice = self._schedule[place] % width if place < len(self._schedule) else 0
        self.choices.append(choice)
        self.widths.append(width)
        return choice

    def _nobody(self) -> None:
        waiting = [actor for actor in self._actors if not actor.ending]
        if waiting:
            self._stop_here(Deadlock(f"{_names(waiting)} wait, and nobody is left to wake them."))

    def _stop_here(self, fault: BaseException) -> None:
        self._fault = fault

    def _stop(self, fault: BaseException) -> None:
        self._fault = self._fault or fault

    def _await(self) -> None:
        lookout = Lookout()
        while not self._done.acquire(timeout=lookout.PERIOD):
            holder = self._holder
            if holder is None or holder.thread is None:
                continue
            if complaint := lookout.look(holder.thread, self.steps, holder.process):
                holder.doomed = True
                raise Stuck(f"{holder.name} {complaint}")

    def _wait_alone(self, ready: Callable[[], bool], due: int | None) -> bool:
        """Outside a run nobody else acts; only time can pass."""
        if due is None:
            raise Deadlock("The test itself waits for something that nobody will send.")
        self._clock.move(max(due - self._clock.time_ns(), 0))
        return ready()

    def _endings(self, actors: Iterable[Actor]) -> dict[str, Ending]:
        return {actor.name: actor.ending or self._unfinished(actor) for actor in actors}

    def _unfinished(self, actor: Actor) -> Ending:
        at = self._clock.elapsed
        error = Unfinished(f"{actor.name} had not finished when the run ended, at {at:.2f} s.")
        return Ending(actor.name, error=error, at=at)

    def _busy(self) -> str:
        live = [actor for actor in self._actors if not actor.ending]
        return f"{_names(live)} took {STEPS} steps and did not come to an end."

    def _next_turn(self) -> int:
        self._turns = getattr(self, "_turns", 0) + 1
        return self._turns


def _names(actors: Iterable[Actor | None]) -> str:
    return ", ".join(actor.name for actor in actors if actor) or "The test"


def _is_verdict(error: BaseException | None) -> bool:
    """A failed assertion, a stub, or what no answer may raise, ends the run."""
    if error is None or isinstance(error, (SystemExit, GeneratorExit)):
        return False
    stops = (AssertionError, NotImplementedError)
    return isinstance(error, stops) or not isinstance(error, Exception)


def _outcome(ending: Ending) -> str:
    return f"raises {ending}" if ending.error else f"returns {ending}"
