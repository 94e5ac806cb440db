"""Text from the answer's side, fit to be shown: one line, printable, not too long."""

from __future__ import annotations

MOST = 120


def shown(text: str, most: int = MOST) -> str:
    """Return the text on one line, with what cannot be printed escaped."""
    line = " ".join(text.split()) if len(text) < MOST * MOST else text[: most + 1]
    plain = "".join(one if one.isprintable() else ascii(one)[1:-1] for one in line[: most + 1])
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
