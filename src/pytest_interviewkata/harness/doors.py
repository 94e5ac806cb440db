"""How a device crosses the border: by kind and parameters, built anew on the answer's side."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping

BUILDERS: Mapping[str, str] = MappingProxyType(
    {
        "redis": "pytest_interviewkata.harness.redis.client:build",
        "random": "pytest_interviewkata.harness.doors:dice",
        "sqlite": "pytest_interviewkata.harness.database:connects",
        "celery": "pytest_interviewkata.harness.celery:build",
    }
)
"""Which function builds each kind, named and not imported: a kata needs few of them."""


@dataclass(frozen=True)
class Door:
    """What the answer's side needs to build a device: `params` hold plain data and spies."""

    kind: str
    params: Mapping[str, Any]


@runtime_checkable
class Device(Protocol):
    """Something of the harness that an answer may be handed."""

    __kata_door__: Door


def door(thing: object) -> Door | None:
    """Return how this thing crosses the border as a device, if it is one."""
    if type(thing) is Random:
        return Door("random", {"state": thing.getstate()})
    found = getattr(thing, "__kata_door__", None)
    return found if isinstance(found, Door) else None


def build(kind: str, params: Mapping[str, Any]) -> object:
    """Build a device on this side; in process, too, so that there is one way."""
    module, _, function = BUILDERS[kind].partition(":")
    return getattr(import_module(module), function)(**params)


def dice(state: tuple[Any, ...]) -> Random:
    """Build a random.Random that goes on where the test's own stands."""
    version, internal, gauss = state
    random = Random()  # noqa: S311 - a test's input, not a secret
    random.setstate((version, tuple(internal), gauss))
    return random
