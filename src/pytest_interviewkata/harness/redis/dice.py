"""Redis's own random numbers: the same ones on each server that starts."""

from __future__ import annotations

import math

_A, _C, _M = 0x5DEECE66D, 0xB, 1 << 48
_MOST = (1 << 31) - 1


class Dice:
    """The generator of drand48, which scripts get from `math.random`."""

    def __init__(self) -> None:
        self._state = 0x1234ABCD330E

    def seed(self, number: float) -> None:
        """Start anew."""
        whole = int(number) if math.isfinite(number) else 0
        self._state = ((whole & 0xFFFFFFFF) << 16) | 0x330E

    def random(self) -> float:
        """Return the next number from 0 up to 1."""
        self._state = (self._state * _A + _C) % _M
        return (self._state >> 17) % _MOST / _MOST
