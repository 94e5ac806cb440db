"""What a compiled file does, without where its lines are: two files with one skeleton are one."""

from __future__ import annotations

import warnings
from types import CodeType


def compiled(text: str, name: str = "answer.py") -> CodeType | None:
    """Compile a file, or return None if it does not compile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return compile(text, name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return None


def skeleton(code: CodeType) -> object:
    """Return what can be compared of compiled code."""
    return (
        code.co_code,
        code.co_exceptiontable,
        tuple(_bone(constant) for constant in code.co_consts),
        (code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars),
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags),
    )


def _bone(constant: object) -> object:
    """Tell 1 from True and from 1.0."""
    if isinstance(constant, CodeType):
        return skeleton(constant)
    if isinstance(constant, tuple):
        return tuple(_bone(each) for each in constant)
    if isinstance(constant, frozenset):
        return frozenset(_bone(each) for each in constant)
    return type(constant).__name__, repr(constant)
