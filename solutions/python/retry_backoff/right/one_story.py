"""Try again, but later each time, not for ever, and not all at once."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from random import Random

    F = TypeVar("F", bound=Callable[..., Any])

CALL = None
"""What the story yields when the function is to be called; a number is a pause."""


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

    def story() -> Generator[float | None, Any, Any]:
        """Tell one call, whether it blocks or not: what is yielded is for the driver to do."""
        started = clock()
        for number in range(attempts):
            try:
                return (yield CALL)
            except on as failed:
                error = failed
            if number + 1 == attempts or (give_up is not None and give_up(error)):
                break
            window = cap if number > 1000 else min(cap, base * 2.0**number)
            pause = rng.random() * window if jitter == "full" else window
            wish = getattr(error, "retry_after", None)
            pause = pause if wish is None or wish < pause else wish
            if deadline is not None and clock() - started + pause > deadline:
                break
            if on_retry is not None:
                on_retry(number + 1, error, pause)
            yield pause
        error.add_note(f"failed {number + 1} times")
        raise error

    def decorate(function: F) -> F:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            told = story()
            step = next(told)
            while True:
                try:
                    result = function(*args, **kwargs) if step is CALL else sleep(step)
                except BaseException as error:
                    step = told.throw(error)
                    continue
                try:
                    step = told.send(result)
                except StopIteration as end:
                    return end.value

        @wraps(function)
        async def call_async(*args: Any, **kwargs: Any) -> Any:
            told = story()
            step = next(told)
            while True:
                try:
                    result = await (function(*args, **kwargs) if step is CALL else sleep(step))
                except BaseException as error:
                    step = told.throw(error)
                    continue
                try:
                    step = told.send(result)
                except StopIteration as end:
                    return end.value

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
