"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    F = TypeVar("F", bound=Callable[..., Any])


def retry(
    *,
    on: type[Exception] | tuple[type[Exception], ...],
    attempts: int,
    base: float,
    cap: float,
    jitter: str = "full",
    deadline: float | None = None,
    sleep: Callable[[float], Any],
    rng: Random,
    clock: Callable[[], float],
    give_up: Callable[[Exception], bool] | None = None,
    on_retry: Callable[[int, Exception, float], object] | None = None,
) -> Callable[[F], F]:
    """Return a decorator for functions and `async def` functions that may fail for a while.

    The decorated function is called up to `attempts` times, the first call included, while it
    raises one of `on`. After the k-th failure the window is min(cap, base * 2**(k - 1)) seconds.
    The pause is rng.uniform(0, window) (jitter "full") or the window (jitter "none"), and is never
    shorter than the error's `retry_after`. No pause may end more than `deadline` seconds, by
    `clock`, after the call began; one that would is not begun.

    What the last call raised is raised itself, with a note that says how many calls were made.
    Raises ValueError, naming the argument, for a bad attempts, base, cap, jitter or deadline.
    """
    check(attempts, base, cap, jitter, deadline)
    policy = Policy(attempts, base, cap, jitter, deadline, rng, clock, give_up, on_retry)

    def decorate(function: F) -> F:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            tries = Tries(policy)
            while True:
                try:
                    return function(*args, **kwargs)
                except on as error:
                    pause = tries.pause_after(error)
                sleep(pause)

        @wraps(function)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            tries = Tries(policy)
            while True:
                try:
                    return await function(*args, **kwargs)
                except on as error:
                    pause = tries.pause_after(error)
                await sleep(pause)

        return call_async if inspect.iscoroutinefunction(function) else call  # type: ignore[return-value]

    return decorate


class Policy(NamedTuple):
    """What all calls of a decorated function have in common. It never changes."""

    attempts: int
    base: float
    cap: float
    jitter: str
    deadline: float | None
    rng: Random
    clock: Callable[[], float]
    give_up: Callable[[Exception], bool] | None
    on_retry: Callable[[int, Exception, float], object] | None


def check(attempts: int, base: float, cap: float, jitter: str, deadline: float | None) -> None:
    """Refuse what makes no sense, before the first outage shows it."""
    for name, value, good in (
        ("attempts", attempts, attempts >= 1),
        ("base", base, base >= 0),
        ("cap", cap, cap >= base),
        ("jitter", jitter, jitter in ("full", "none")),
        ("deadline", deadline, deadline is None or deadline >= 0),
    ):
        if not good:
            raise ValueError(f"{name} cannot be {value!r}")


class Tries:
    """The tries of one call: how many, since when, and how long to wait before the next."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.calls = 0
        self.window = policy.base
        self.started = policy.clock()

    def pause_after(self, error: Exception) -> float:
        """Return how long to wait before the next try; raise `error` when there is none."""
        self.calls += 1
        pause = None if self.hopeless(error) else self.draw(error)
        if pause is None or self.too_late(pause):
            error.add_note(f"calls made before giving up: {self.calls}")
            raise error
        if self.policy.on_retry is not None:
            self.policy.on_retry(self.calls, error, pause)
        return pause

    def hopeless(self, error: Exception) -> bool:
        """Say whether another try is one too many, or would fail again."""
        if self.calls == self.policy.attempts:
            return True
        return self.policy.give_up is not None and self.policy.give_up(error)

    def draw(self, error: Exception) -> float:
        """Draw the next pause from its window, and double the window for the one after."""
        full = self.policy.jitter == "full"
        drawn = self.policy.rng.uniform(0, self.window) if full else self.window
        # Doubled step by step: base * 2**1100 is no float any more.
        self.window = min(self.policy.cap, self.window * 2)
        wish = getattr(error, "retry_after", None)
        return drawn if wish is None else max(drawn, wish)

    def too_late(self, pause: float) -> bool:
        """Say whether a pause that begins now would end after the deadline."""
        deadline = self.policy.deadline
        return deadline is not None and self.policy.clock() + pause > self.started + deadline
