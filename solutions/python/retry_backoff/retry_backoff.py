"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

F = TypeVar("F", bound="Callable[..., Any]")


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
    The pause is drawn with `rng` from 0 to the window (jitter "full"), or is the window ("none"),
    and is never shorter than the error's `retry_after`. No pause may end more than `deadline`
    seconds, by `clock`, after the call began.

    What the last call raised is raised itself, with a note that says how many calls were made.
    Raises ValueError, naming the argument, for a bad attempts, base, cap, jitter or deadline.
    """
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


@dataclass(frozen=True)
class Policy:
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

    def __post_init__(self) -> None:
        for name, good in (
            ("attempts", self.attempts >= 1),
            ("base", self.base >= 0),
            ("cap", self.cap >= self.base),
            ("jitter", self.jitter in ("full", "none")),
            ("deadline", self.deadline is None or self.deadline >= 0),
        ):
            if not good:
                raise ValueError(f"{name} cannot be {getattr(self, name)!r}")


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
        pause = self.draw(error)
        if self.is_over(error, pause):
            error.add_note(f"gave up after {self.calls} calls")
            raise error
        if self.policy.on_retry is not None:
            self.policy.on_retry(self.calls, error, pause)
        return pause

    def draw(self, error: Exception) -> float:
        """Throw the dice for the next pause, and double the window for the one after."""
        full = self.policy.jitter == "full"
        drawn = self.policy.rng.uniform(0, self.window) if full else self.window
        self.window = min(self.policy.cap, self.window * 2)
        return max(drawn, getattr(error, "retry_after", None) or 0)

    def is_over(self, error: Exception, pause: float) -> bool:
        """Say whether another try is pointless, too many or too late."""
        policy = self.policy
        if self.calls == policy.attempts or (policy.give_up is not None and policy.give_up(error)):
            return True
        if policy.deadline is None:
            return False
        return policy.clock() + pause > self.started + policy.deadline
