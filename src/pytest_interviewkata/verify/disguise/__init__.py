"""What an impostor wears: text that goes behind the text of an exemplar.

So it works wherever an answer works: in a staged copy, in a fork, behind the
border. The files of this folder use the standard library only; they are joined
into one text and run in a namespace of their own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

PARTS: Final = ("values.py", "acts.py", "costume.py")
TEMPLATE: Final = """

_costume = {{"__name__": "costume"}}
exec(compile({text!r}, "costume.py", "exec"), _costume)
_costume["disguise"](globals(), {arguments})
"""


def disguised(text: str, act: str, target: str, *more: object) -> str:
    """Return the text of an exemplar that acts as an impostor."""
    arguments = ", ".join(repr(each) for each in (act, target, *more))
    return text + TEMPLATE.format(text=costume(), arguments=arguments)


@cache
def costume() -> str:
    """Join the parts; what they import from one another is there already."""
    folder = Path(__file__).parent
    return "\n".join(_standing_alone((folder / part).read_text("utf-8")) for part in PARTS)


def _standing_alone(text: str) -> str:
    lines: list[str] = []
    ours = False
    for line in text.splitlines():
        ours = ours or line.startswith(f"from {__name__}")
        if not ours:
            lines.append(line)
        ours = ours and line.endswith(("(", ","))
    return "\n".join(lines)
