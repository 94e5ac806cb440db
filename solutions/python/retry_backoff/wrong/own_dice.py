"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

import inspect
import random
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

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
    if attempts < 1:
        raise ValueError(f"attempts must be at least 1, not {attempts}")
    if base < 0:
        raise ValueError(f"base must not be negative, not {base}")
    if cap < base:
        raise ValueError(f"cap must not be below {base}, not {cap}")
    if jitter not in ("full", "none"):
        raise ValueError(f"jitter must be full or none, not {jitter}")
    if deadline is not None and deadline < 0:
        raise ValueError(f"deadline must not be negative, not {deadline}")
    dice = random.Random(42)

    def pause_after(error: Exception, tries: int, started: float) -> float | None:
        if tries >= attempts or (give_up is not None and give_up(error)):
            return None
        window = min(cap, base * 2 ** min(tries - 1, 500))
        pause = dice.uniform(0, window) if jitter == "full" else window
        wish = getattr(error, "retry_after", None)
        if wish is not None:
            pause = max(pause, wish)
        if deadline is not None and clock() + pause > started + deadline:
            return None
        if on_retry is not None:
            on_retry(tries, error, pause)
        return pause

    def decorate(function: F) -> F:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            started = clock()
            tries = 0
            while True:
                tries += 1
                try:
                    return function(*args, **kwargs)
                except on as error:
                    pause = pause_after(error, tries, started)
                    if pause is None:
                        error.add_note(f"gave up after {tries} calls")
                        raise
                sleep(pause)

        @wraps(function)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            started = clock()
            tries = 0
            while True:
                tries += 1
                try:
                    return await function(*args, **kwargs)
                except on as error:
                    pause = pause_after(error, tries, started)
                    if pause is None:
                        error.add_note(f"gave up after {tries} calls")
                        raise
                await sleep(pause)

        return call_async if inspect.iscoroutinefunction(function) else call  # type: ignore[return-value]

    return decorate
