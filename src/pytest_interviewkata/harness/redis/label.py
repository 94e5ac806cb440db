"""How a command is shown in a time line."""

from __future__ import annotations

_FIELDS = 6
_WIDTH = 28


def label(fields: list[bytes]) -> str:
    """Show a command in a few words."""
    name = fields[0].decode("latin-1").upper()
    shown = [_shown(field) for field in fields[1:_FIELDS]]
    more = ["..."] if len(fields) > _FIELDS else []
    return " ".join([name, *shown, *more])


def transaction(queue: list[list[bytes]]) -> str:
    """Show a whole transaction."""
    return f"MULTI {'; '.join(label(fields) for fields in queue)} EXEC"


def _shown(field: bytes) -> str:
    text = field.decode("latin-1")
    if not (text.isascii() and text.replace("\n", " ").isprintable()):
        return f"<{len(field)} bytes>"
    text = " ".join(text.split())
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}..."
