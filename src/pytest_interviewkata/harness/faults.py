"""What can be wrong with a whole run, rather than with one actor."""

from __future__ import annotations


class Deadlock(AssertionError):
    """Every actor waits for another."""


class Livelock(AssertionError):
    """The actors are busy and get nowhere."""


class Stuck(AssertionError):
    """An actor waits for something that the simulation does not control."""
