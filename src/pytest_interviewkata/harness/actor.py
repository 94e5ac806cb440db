"""One actor: a thread that does something as one process of the answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.ending import Ending, Unfinished
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pytest_interviewkata.harness.process import Process

_TRIES = 20
"""So often a thread that is being unwound may try to have an effect. Then it stands still."""


class Actor:
    """What it does, when it can go on, and how it ended."""

    def __init__(self, name: str, process: Process, body: Callable[[], object], due: int) -> None:
        self.name = name
        self.process = process
        self.body = body
        self.due: int | None = due
        """When it can go on; None where only `ready` can tell."""
        self.ready: Callable[[], bool] | None = None
        self.turn = 0
        """When it last gave way: who has waited longest comes first."""
        self.begun = False
        """It has come to its first effect."""
        self.streak = 0
        """How many effects it has had since it last slept."""
        self.ending: Ending | None = None
        self.baton = threading.Lock()
        self.baton.acquire()
        self.thread: ActorThread | None = None
        self._doomed = False
        self._tries = 0

    def runnable(self, now: int) -> bool:
        """Say whether it could go on right now."""
        if self.due is not None and self.due <= now:
            return True
        return self.ready is not None and self.ready()

    def rest(self) -> None:
        """Stand still until the baton comes."""
        self.baton.acquire()
        self.check()

    def check(self) -> None:
        """Raise Killed where the actor is only being unwound."""
        if not self._doomed:
            return
        self._tries += 1
        if self._tries > _TRIES:
            threading.Event().wait()  # it catches even Killed, again and again
        raise Killed

    def doom(self) -> None:
        """Let nothing that it still does have an effect."""
        self._doomed = True

    @property
    def over(self) -> bool:
        """It has ended, or nothing it does counts any more."""
        return self._doomed or self.ending is not None

    def outcome(self, at: float) -> Ending:
        """Return how it ended, or that it has not."""
        problem = Unfinished(f"{self.name} had not finished when the run ended, at {at:.2f} s.")
        return self.ending or Ending(self.name, error=problem, at=at)


class ActorThread(threading.Thread):
    """The thread of one actor, and a way back from the thread to the actor."""

    def __init__(self, actor: Actor, live: Callable[[Actor], None]) -> None:
        super().__init__(target=live, args=(actor,), name=actor.name, daemon=True)
        self.actor = actor


def here() -> Actor | None:
    """Return the actor whose thread this is."""
    thread = threading.current_thread()
    return thread.actor if isinstance(thread, ActorThread) else None


def in_turn(actors: Iterable[Actor], me: Actor | None, now: int) -> list[Actor]:
    """Return all who could go on: first `me`, then by turn; those asleep last, by the time due.

    To choose one who is asleep means that everybody else was paused until it woke up.
    """
    live = [actor for actor in actors if not actor.ending]
    ready = [actor for actor in live if actor.runnable(now)]
    ready.sort(key=lambda actor: (actor is not me, actor.turn))
    asleep = [actor for actor in live if actor.due is not None and actor not in ready]
    asleep.sort(key=lambda actor: (actor.due, actor.turn))
    return ready + asleep


def names(actors: Iterable[Actor | None]) -> str:
    """Name them."""
    return ", ".join(actor.name for actor in actors if actor) or "the test"
