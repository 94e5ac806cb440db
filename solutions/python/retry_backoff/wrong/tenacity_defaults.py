"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import tenacity

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
    wait = tenacity.wait_exponential(multiplier=base, max=cap)
    if jitter == "full":
        wait = tenacity.wait_random_exponential(multiplier=base, max=cap)
    stop = tenacity.stop_after_attempt(attempts)
    if deadline is not None:
        stop |= tenacity.stop_after_delay(deadline)
    again = tenacity.retry_if_exception_type(on)
    if give_up is not None:
        again &= tenacity.retry_if_exception(lambda error: not give_up(error))
    return tenacity.retry(wait=wait, stop=stop, retry=again, sleep=sleep)
