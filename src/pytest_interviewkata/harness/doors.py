"""How a device crosses the border: by kind and plain parameters, built anew on the answer's side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True)
class Door:
    """What the answer's side needs to build a device: `params` hold plain data and spies."""

    kind: str
    params: Mapping[str, object]


@runtime_checkable
class Device(Protocol):
    """Something of the harness that an answer may be handed."""

    __kata_door__: Door
