"""What a compiled file does, without where its lines are: two files with one skeleton are one."""

from __future__ import annotations

import marshal
import warnings
from types import CodeType
from typing import Final

WITHOUT_REFERENCES: Final = 2
"""The version of the format in which equal code has equal bytes."""


def compiled(text: str, name: str = "answer.py") -> CodeType | None:
    """Compile a file, or return None if it does not compile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return compile(text, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None


def skeleton(code: CodeType) -> bytes:
    """Return what can be compared of compiled code."""
    return marshal.dumps(_bare(code), WITHOUT_REFERENCES)


def _bare(code: CodeType) -> CodeType:
    inner = tuple(_bare(one) if isinstance(one, CodeType) else one for one in code.co_consts)
    return code.replace(co_consts=inner, co_linetable=b"", co_firstlineno=1, co_filename="")
