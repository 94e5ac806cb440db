"""What one check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a thing is, and whether that matters."""

    OK = "ok"
    MISSING = "missing"
    """Optional, and not here."""
    BROKEN = "broken"
    """Something will not work until it is mended."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    group: str
    name: str
    state: State
    says: str
    advice: str = ""
    """What the missing piece would give, and how to get it."""
