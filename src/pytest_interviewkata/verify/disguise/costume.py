"""Puts an act before everything public that a module defines.

Only calls from outside are touched: what the exemplar calls of itself stays
right.
"""

# ruff: noqa: ANN401  an answer takes and returns anything

import functools
import inspect
import sys
import types
from contextvars import ContextVar
from typing import Any

from pytest_interviewkata.verify.disguise.acts import ACTS, RUN, Act, Call

SPECIAL = ("__init__", "__call__", "__enter__", "__exit__", "__aenter__", "__aexit__")
NEUTRAL = Act()
INSIDE: ContextVar[bool] = sys.__dict__.setdefault("_kata_inside", ContextVar("inside"))


def disguise(module: dict[str, Any], act: str, target: str, *more: Any) -> None:
    """Put an act before everything public that a module defines."""
    acting = ACTS[act](target, *more)
    for name, value in list(module.items()):
        if name[0] == "_" or getattr(value, "__module__", None) != module["__name__"]:
            continue
        if isinstance(value, type):
            dress(value, acting)
        elif callable(value):
            module[name] = worn(value, name, acting)


def dress(cls: type, act: Act) -> None:
    """Put an act before the public methods of a class."""
    if issubclass(cls, BaseException):
        return
    for name, value in list(vars(cls).items()):
        if name[0] == "_" and name not in SPECIAL:
            continue
        full = f"{cls.__name__}.{name}"
        if isinstance(value, staticmethod | classmethod):
            setattr(cls, name, type(value)(worn(value.__func__, full, act)))
        elif isinstance(value, property) and value.fget:
            setattr(cls, name, value.getter(worn(value.fget, full, act, method=True)))
        elif isinstance(value, types.FunctionType):
            setattr(cls, name, worn(value, full, act, method=True))


def worn(function: Any, name: str, act: Act, *, method: bool = False) -> Any:
    """Return a callable that looks like this one and acts when it is called from outside."""
    acting = act if act.concerns(name) else NEUTRAL

    def call(args: tuple[Any, ...], named: dict[str, Any]) -> Call:
        me, given = (args[0], args[1:]) if method else (None, args)
        return Call(name, given, named, me, functools.partial(function, *args, **named))

    def wrapper(*args: Any, **named: Any) -> Any:
        if INSIDE.get(False):
            return function(*args, **named)
        return deeper(play(acting, said := call(args, named)), said, act)

    async def waiting(*args: Any, **named: Any) -> Any:
        if INSIDE.get(False):
            return await function(*args, **named)
        return await play_later(acting, call(args, named))

    return looking_like(function, waiting if inspect.iscoroutinefunction(function) else wrapper)


def play(act: Act, call: Call) -> Any:
    """Run one call the way an act wants it."""
    if (said := act.before(call)) is not RUN:
        return said
    token = INSIDE.set(True)
    try:
        result = call.run()
    except Exception as error:  # noqa: BLE001  an act may swallow it
        return act.failed(call, error)
    finally:
        INSIDE.reset(token)
    return act.after(call, result)


async def play_later(act: Act, call: Call) -> Any:
    """Run one call of a coroutine function the way an act wants it."""
    if (said := act.before(call)) is not RUN:
        return said
    token = INSIDE.set(True)
    try:
        result = await call.run()
    except Exception as error:  # noqa: BLE001  an act may swallow it
        return act.failed(call, error)
    finally:
        INSIDE.reset(token)
    return act.after(call, result)


def deeper(result: Any, call: Call, act: Act) -> Any:
    """Let the act go on in what a call made: a decorated function, a task."""
    if any(result is value for value in call.given()):
        return result
    name = f"{call.name}()"
    if isinstance(result, types.FunctionType):
        return worn(result, name, act)
    task = any(base.__module__.startswith("celery.") for base in type(result).__mro__)
    if task and not hasattr(result.run, "_kata_worn"):
        result.run = worn(result.run, name, act)
    return result


def looking_like(function: Any, wrapper: Any) -> Any:
    """Give a wrapper the name, the text and the signature of a function."""
    functools.update_wrapper(wrapper, function)
    del wrapper.__wrapped__
    vars(wrapper).update(getattr(function, "__dict__", {}))
    wrapper._kata_worn = True  # noqa: SLF001  a mark of our own
    try:
        wrapper.__signature__ = inspect.signature(function)
    except (TypeError, ValueError):
        return wrapper
    return wrapper
