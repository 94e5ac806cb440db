"""Runs actors one at a time, in virtual time, in an order that a schedule chooses.

Each actor has a thread, and exactly one thread holds the baton. It is handed on
at each effect and each sleep; time moves only when the one that gets it was asleep.
"""

from __future__ import annotations

import threading
from itertools import count
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.actor import Actor, ActorThread, here, in_turn, names
from pytest_interviewkata.harness.choices import Choices
from pytest_interviewkata.harness.dispatch import NS
from pytest_interviewkata.harness.ending import Ending
from pytest_interviewkata.harness.faults import Deadlock, Livelock, Stuck
from pytest_interviewkata.harness.gate import Killed
from pytest_interviewkata.harness.stuck import Lookout, unwind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.process import Process
    from pytest_interviewkata.harness.timeline import Timeline

SPIN = 1_000
"""So many effects without a sleep take no time; each further one takes a millisecond."""

PATIENCE = 60
"""So many virtual seconds an actor stands still for a rival that does not end."""

STEPS = 30_000
"""So many switch points in one run are a livelock."""


class Scheduler:
    """Hands the baton from actor to actor."""

    def __init__(self, clock: Clock, timeline: Timeline) -> None:
        self._clock = clock
        self._timeline = timeline
        self._actors: list[Actor] = []
        self._turns = count()
        self._done = threading.Lock()
        self._done.acquire()
        self._holder: Actor | None = None
        self._fault: BaseException | None = None
        self._limit = 0
        self._active = False
        self._steps = 0
        self.choices = Choices()

    def add(self, actor: Actor) -> None:
        """Take one more on; it may also join a run that goes on."""
        if any(known.name == actor.name and not known.ending for known in self._actors):
            raise ValueError(f"There is an actor called {actor.name!r} already.")
        self._actors.append(actor)
        actor.turn = next(self._turns)

    def run(self, schedule: Sequence[int], until: float) -> dict[str, Ending]:
        """Let all actors act until they have ended, or until so many seconds have passed."""
        if self._active:
            raise RuntimeError("This world runs already. An actor cannot run it.")
        self._limit = self._clock.time_ns() + round(until * NS)
        self._steps, self._fault, self.choices = 0, None, Choices(schedule)
        ended = [actor for actor in self._actors if actor.ending]
        self._active = True
        try:
            self._hand(None, self._choose(None))
            self._watch()
        finally:
            self._active = False
        if self._fault is not None:
            raise self._fault
        acted = [actor for actor in self._actors if actor not in ended]
        return {actor.name: actor.outcome(self._clock.elapsed) for actor in acted}

    def pause(self) -> None:
        """Let the schedule decide who goes on: called before each effect."""
        me = self._me()
        if me is None:
            return
        if not me.begun:
            me.begun = True  # it was chosen just now, to begin
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
        """Never give the baton to an actor of this process again: it was killed."""
        me = here()
        for actor in self._actors:
            if actor.process is process and not actor.ending:
                actor.ending = Ending(actor.name, killed=True, at=self._clock.elapsed)
                if actor is me:
                    # Its thread is unwound when the world ends: no `finally` runs before that.
                    self._hand(me, self._choose(None))
                    me.rest()

    def close(self) -> None:
        """Unwind every thread that is still there. Nothing that it does has an effect."""
        unwind(self._actors)

    def _me(self) -> Actor | None:
        """Return the actor that acts; None where the test itself does."""
        me = here()
        if me is not None:
            me.check()
        if me in self._actors:
            return me
        if self._active:
            thread = threading.current_thread().name
            self._fault = self._fault or Stuck(
                f"{names([self._holder])} acts from a thread of its own, {thread!r}. "
                "In a world each process has one thread."
            )
            raise Killed
        return None

    def _give_way(self, me: Actor) -> None:
        me.turn = next(self._turns)
        chosen = self._choose(me)
        if chosen is not me:
            self._hand(me, chosen)
            me.rest()
        me.ready = None

    def _hand(self, me: Actor | None, other: Actor | None) -> None:
        """Give the baton to another, or back to the test."""
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
        """Be the thread of an actor."""
        value: object = None
        error: BaseException | None = None
        try:
            value = me.body()
        except BaseException as raised:  # noqa: BLE001 - it is the ending
            error = raised
        if me.over:
            return
        killed = isinstance(error, Killed)
        me.ending = Ending(
            me.name, value, None if killed else error, killed=killed, at=self._clock.elapsed
        )
        self._timeline.add(me.name, me.ending.said())
        if error is not None and _is_verdict(error):
            self._fault = self._fault or error
        self._hand(me, self._chosen())

    def _chosen(self) -> Actor | None:
        try:
            return self._choose(None)
        except Exception as problem:  # noqa: BLE001 - nobody is left to raise it to
            self._fault = self._fault or problem
            return None

    def _choose(self, me: Actor | None) -> Actor | None:
        """Pick who goes on, and move time to where it can; None ends the run."""
        self._steps += 1
        now = self._clock.time_ns()
        candidates = in_turn(self._actors, me, now)
        self._fault = self._fault or self._trouble(candidates)
        if self._fault is not None or not candidates:
            return None
        chosen = candidates[self.choices.choose(len(candidates))]
        if chosen.due is None or chosen.due <= now or chosen.runnable(now):
            return chosen
        if chosen.due > self._limit:
            return None
        self._clock.move(chosen.due - now)
        return chosen

    def _trouble(self, candidates: list[Actor]) -> AssertionError | None:
        live = [actor for actor in self._actors if not actor.ending]
        if live and not candidates:
            return Deadlock(f"Nobody is left to wake up {names(live)}: they wait for one another.")
        if self._steps > STEPS:
            return Livelock(f"After {STEPS} steps there is no end in sight for {names(live)}.")
        return None

    def _watch(self) -> None:
        """Wait for the end of the run, with an eye on who holds the baton."""
        lookout = Lookout()
        while not self._done.acquire(timeout=lookout.PERIOD):
            holder = self._holder
            complaint = lookout.look(holder, self._steps) if holder is not None else None
            if holder is not None and complaint is not None:
                holder.doom()
                raise Stuck(complaint)

    def _wait_alone(self, ready: Callable[[], bool], due: int | None) -> bool:
        """Wait outside a run: nobody else acts, only time can pass."""
        if due is None:
            raise Deadlock("The test itself waits for something that nobody will send.")
        self._clock.move(max(due - self._clock.time_ns(), 0))
        return ready()


def _is_verdict(error: BaseException) -> bool:
    """Say whether it ends the run: a failed assertion, a stub, or what no answer may raise."""
    if isinstance(error, (AssertionError, NotImplementedError)):
        return True
    return not isinstance(error, (Exception, SystemExit, GeneratorExit, Killed))
