"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
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

    def windows() -> Generator[float]:
        window = base
        while True:
            yield window
            window = min(cap, 2 * window)

    def delays() -> Generator[float | None, Exception]:
        """Take the error of each failed call, give the pause before the next, or None."""
        end = None if deadline is None else clock() + deadline
        error = yield None
        for number, window in zip(range(1, attempts), windows(), strict=False):
            if give_up is not None and give_up(error):
                break
            pause = window * rng.random() if jitter == "full" else window
            pause = max(pause, getattr(error, "retry_after", None) or 0)
            if end is not None and clock() + pause > end:
                break
            if on_retry is not None:
                on_retry(number, error, pause)
            error = yield pause
        yield None

    def decorate(function: F) -> F:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            calls, plan = 1, delays()
            next(plan)
            while True:
                try:
                    return function(*args, **kwargs)
                except on as error:
                    pause = plan.send(error)
                    if pause is None:
                        error.add_note(f"{calls} calls were made")
                        raise
                calls += 1
                sleep(pause)

        @wraps(function)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            calls, plan = 1, delays()
            next(plan)
            while True:
                try:
                    return await function(*args, **kwargs)
                except on as error:
                    pause = plan.send(error)
                    if pause is None:
                        error.add_note(f"{calls} calls were made")
                        raise
                calls += 1
                await sleep(pause)

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
