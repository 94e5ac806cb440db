"""How memory fades and how repetition slows that: the one place that knows.

The curve is that of FSRS-4.5, the spaced repetition scheduler, a power law fitted to
the review histories of many learners. Stability is the number of days after which
nine in ten such things are still remembered:
https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm, after J. Ye,
J. Su, Y. Cao, "A Stochastic Shortest Path Algorithm for Optimizing Spaced Repetition
Scheduling", KDD 2022.
"""

from __future__ import annotations

from math import pow as power
from typing import Final

KEPT: Final = 0.9
"""What counts as still known. By the curve's definition it lasts for `stability` days."""
FIRST: Final = 3.0
"""Stability in days after a first pass."""
LONGEST: Final = 365.0
"""No pass lasts longer than a year without another."""
GAIN: Final = 20.0
"""How much a repetition lengthens stability: on the day that it is due, threefold."""
DECAY: Final = -0.5
FACTOR: Final = power(KEPT, 1 / DECAY) - 1


def retrievability(days: int, stability: float) -> float:
    """Say how likely something is still known so many days after it was last shown."""
    return round(power(1 + FACTOR * max(days, 0) / stability, DECAY), 12)


def lengthened(stability: float, days: int) -> float:
    """Give the stability after a repetition so many days after the last one.

    The more had faded, the more it gains; on the same day it gains nothing.
    """
    faded = 1 - retrievability(days, stability)
    return min(LONGEST, round(stability * (1 + GAIN * faded), 6))
