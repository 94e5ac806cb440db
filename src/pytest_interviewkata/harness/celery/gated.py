"""A spy of the test as one process reaches it: each call is an effect of that process."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.words import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.celery.watch import Watch

LONGEST = 60


def gated(spy: object, gate: Watch) -> object:
    """Return an object with the spy's declared methods, each of which passes the gate."""
    kind = type(spy)
    names: tuple[str, ...] = kind.__kata_methods__  # type: ignore[attr-defined]
    methods = {name: staticmethod(_gated(getattr(spy, name), gate)) for name in names}
    return type(kind.__name__, (), {"__kata_methods__": names, "__doc__": kind.__doc__} | methods)()


def _gated(method: Callable[..., Any], gate: Watch) -> Callable[..., Any]:
    @wraps(method)
    def call(*args: object, **kwargs: object) -> Any:  # noqa: ANN401
        said = [_short(arg) for arg in args]
        said += [f"{name}={_short(value)}" for name, value in kwargs.items()]
        label = f"{method.__name__}({', '.join(said)})"
        gate.before(label)
        try:
            result = gate.heed(method, *args, **kwargs)
        except Exception as error:
            # A reply that was lost: what was asked for may well have been done.
            gate.after(f"{label} raised {type(error).__name__}")
            raise
        gate.after(f"{label} -> {_short(result)}")
        return result

    return call


def _short(value: object) -> str:
    return shown(repr(value), LONGEST)
