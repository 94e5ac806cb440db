"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from tenacity import AsyncRetrying, RetryCallState, Retrying

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

    def error_of(state: RetryCallState) -> Any:
        return state.outcome.exception() if state.outcome is not None else None

    def again(state: RetryCallState) -> bool:
        return isinstance(error_of(state), on)

    def wait(state: RetryCallState) -> float:
        window = min(cap, base * 2.0 ** min(state.attempt_number - 1, 1000))
        pause = rng.uniform(0, window) if jitter == "full" else window
        return max(pause, getattr(error_of(state), "retry_after", None) or 0)

    def tell(state: RetryCallState) -> None:
        if on_retry is not None:
            on_retry(state.attempt_number, error_of(state), state.upcoming_sleep)

    def policy() -> dict[str, Any]:
        """Make the policy of one call: tenacity's own deadline goes by time.monotonic."""
        end = None if deadline is None else clock() + deadline

        def stop(state: RetryCallState) -> bool:
            error = error_of(state)
            over = (
                state.attempt_number >= attempts
                or (give_up is not None and give_up(error))
                or (end is not None and clock() + state.upcoming_sleep > end)
            )
            if over:
                error.add_note(f"tried {state.attempt_number} times")
            return over

        rules = {"retry": again, "wait": wait, "stop": stop, "before_sleep": tell}
        return {**rules, "sleep": lambda seconds: sleep(float(seconds)), "reraise": True}

    def decorate(function: F) -> F:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            return Retrying(**policy())(function, *args, **kwargs)

        @wraps(function)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            return await AsyncRetrying(**policy())(function, *args, **kwargs)

        return call_async if inspect.iscoroutinefunction(function) else call  # type: ignore[return-value]

    return decorate


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
