"""The `bit` library of scripts: 32 bits, signed results."""

from __future__ import annotations

import math
from functools import reduce
from operator import and_, or_, xor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MASK = 0xFFFFFFFF
_SIGN = 0x80000000


def operate(name: bytes, *numbers: float) -> int | bytes:
    """Do one operation of Lua's BitOp."""
    operation = name.decode()
    words = [_word(number) for number in numbers] or [0]
    if operation == "tohex":
        return _hex(words[0], _signed(words[1]) if len(words) > 1 else 8)
    if operation in _FOLDS:
        return _signed(reduce(_FOLDS[operation], words))
    if operation in _SHIFTS:
        return _signed(_SHIFTS[operation](words[0], words[-1] & 31))
    if operation == "bnot":
        return _signed(~words[0])
    if operation == "bswap":
        return _signed(int.from_bytes(words[0].to_bytes(4, "little"), "big"))
    return _signed(words[0])


def _word(number: float) -> int:
    return int(number) & _MASK if math.isfinite(number) else 0


def _signed(word: int) -> int:
    word &= _MASK
    return word - (_MASK + 1) if word & _SIGN else word


def _hex(word: int, digits: int) -> bytes:
    text = f"{word:08x}"[-min(abs(digits), 8) :] if digits else ""
    return (text.upper() if digits < 0 else text).encode()


def _rotated(word: int, by: int) -> int:
    return word << by | word >> (32 - by)


_FOLDS: dict[str, Callable[[int, int], int]] = {"band": and_, "bor": or_, "bxor": xor}
_SHIFTS: dict[str, Callable[[int, int], int]] = {
    "lshift": lambda word, by: word << by,
    "rshift": lambda word, by: word >> by,
    "arshift": lambda word, by: _signed(word) >> by,
    "rol": _rotated,
    "ror": lambda word, by: _rotated(word, 32 - by),
}
