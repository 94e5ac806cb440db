"""The protocol of Redis: commands out of bytes, replies into bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_CRLF = b"\r\n"
_MOST_FIELDS = 1024 * 1024
_LONGEST = 512 * 1024 * 1024


class ProtocolError(Exception):
    """These bytes are no command."""


def commands(buffer: bytearray) -> Iterator[list[bytes]]:
    """Take all whole commands off the front of the buffer."""
    while (taken := _command(buffer)) is not None:
        fields, end = taken
        del buffer[:end]
        if fields:
            yield fields


def pack(fields: list[bytes]) -> bytes:
    """Write a command as a client does."""
    parts = [b"*%d\r\n" % len(fields)]
    parts.extend(b"$%d\r\n%b\r\n" % (len(field), field) for field in fields)
    return b"".join(parts)


def encode(reply: Any, protocol: int) -> bytes:  # noqa: ANN401, PLR0911 - one line a type
    """Write a reply as a server does that speaks this version of the protocol."""
    if isinstance(reply, bytes):
        return b"$%d\r\n%b\r\n" % (len(reply), reply)
    if reply is None:
        return b"_\r\n" if protocol == 3 else b"$-1\r\n"  # noqa: PLR2004
    if isinstance(reply, int):
        return b":%d\r\n" % reply
    if isinstance(reply, str):
        return encode(reply.encode(), protocol)
    if isinstance(reply, float):
        text = double(reply)
        return b",%b\r\n" % text if protocol == 3 else encode(text, protocol)  # noqa: PLR2004
    if isinstance(reply, dict):
        flat = [part for pair in reply.items() for part in pair]
        return _many(b"%", len(reply), flat, protocol)
    if isinstance(reply, (list, tuple)):
        return _many(b"*", len(reply), list(reply), protocol)
    raise TypeError(f"No reply of Redis: {type(reply).__name__}")


def push(message: list[Any], protocol: int) -> bytes:
    """Write what nobody has asked for: a published message."""
    return _many(b">", len(message), message, protocol)


def line(mark: bytes, text: bytes) -> bytes:
    """Write a status (`+`) or an error (`-`)."""
    return mark + text.replace(b"\r", b" ").replace(b"\n", b" ") + _CRLF


def double(number: float) -> bytes:
    """Write a double as Redis does: the shortest of 17 digits."""
    if number != number or number in (float("inf"), float("-inf")):  # noqa: PLR0124
        return b"nan" if number != number else b"inf" if number > 0 else b"-inf"  # noqa: PLR0124
    return b"%d" % number if number.is_integer() and abs(number) < 1e17 else b"%.17g" % number  # noqa: PLR2004


def reply_end(buffer: bytearray, start: int = 0) -> int | None:
    """Return where the reply that starts here ends, if it is whole."""
    missing, end = 1, start
    while missing:
        eol = buffer.find(_CRLF, end)
        if eol < 0:
            return None
        mark, text, end = buffer[end], buffer[end + 1 : eol], eol + 2
        missing -= 1
        if mark in b"$=!" and int(text) >= 0:
            end += int(text) + 2
        elif mark in b"*~>%":
            missing += max(int(text), 0) * (2 if mark == ord("%") else 1)
    return end if end <= len(buffer) else None


def _many(mark: bytes, count: int, parts: list[Any], protocol: int) -> bytes:
    if protocol == 2:  # noqa: PLR2004
        mark, count = b"*", len(parts)
    return b"%b%d\r\n" % (mark, count) + b"".join(encode(part, protocol) for part in parts)


def _command(buffer: bytearray) -> tuple[list[bytes], int] | None:
    if not buffer:
        return None
    if buffer[0] != ord("*"):
        raise ProtocolError("unknown command, only arrays of bulk strings are read")
    header = _length(buffer, 0, _MOST_FIELDS)
    if header is None:
        return None
    count, at = header
    fields = []
    for _ in range(count):
        if at >= len(buffer):
            return None
        if buffer[at] != ord("$"):
            raise ProtocolError(f"expected '$', got {chr(buffer[at])!r}")
        header = _length(buffer, at, _LONGEST)
        if header is None or len(buffer) < header[1] + header[0] + 2:
            return None
        size, at = header
        fields.append(bytes(buffer[at : at + size]))
        at += size + 2
    return fields, at


def _length(buffer: bytearray, start: int, most: int) -> tuple[int, int] | None:
    eol = buffer.find(_CRLF, start, start + 32)
    if eol < 0:
        if len(buffer) > start + 32:
            raise ProtocolError("invalid length")
        return None
    digits = bytes(buffer[start + 1 : eol])
    if not digits.isdigit() or int(digits) > most:
        raise ProtocolError("invalid length")
    return int(digits), eol + 2
