"""Containers of the test that follow what the answer does to them."""

from __future__ import annotations

from typing import Any

HELD = (list, dict, set)


def renew(old: Any, new: Any) -> None:  # noqa: ANN401 - list, dict or set
    """Make `old` equal to `new` in place; containers in it that stay are renewed, too."""
    if type(old) is list:
        kept = old + [None] * (len(new) - len(old))
        old[:] = [_renewed(before, after) for before, after in zip(kept, new, strict=False)]
    elif type(old) is dict:
        items = {key: _renewed(old.get(key), value) for key, value in new.items()}
        old.clear()
        old.update(items)
    elif old != new:
        old.clear()
        old.update(new)


def _renewed(before: Any, after: Any) -> Any:  # noqa: ANN401 - any value
    if type(before) is not type(after) or type(before) not in HELD:
        return after
    renew(before, after)
    return before
