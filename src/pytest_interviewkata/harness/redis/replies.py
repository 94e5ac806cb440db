"""Replies of fakeredis as the bytes that Redis 7.0 sends."""

from __future__ import annotations

import re
from typing import Any

from fakeredis._helpers import SimpleError, SimpleString

from pytest_interviewkata.harness.redis import resp

_EXPIRE = re.compile(r"invalid expire time in (\w+)$")
_NO_ARRAY = frozenset(
    {b"exec", b"blpop", b"brpop", b"bzpopmin", b"bzpopmax", b"blmpop", b"bzmpop", b"lmpop"}
    | {b"zmpop", b"xread", b"xreadgroup"}
)
"""Where there is no reply, these send no array instead of no string."""
_NO_ARRAY_OF = frozenset({b"lpop", b"rpop"})
"""Likewise, when asked for several."""
_SETS = frozenset({b"smembers", b"sinter", b"sunion", b"sdiff"})
_XPENDING_SUMMARY = 3


def write(fields: list[bytes], reply: Any, protocol: int) -> bytes:  # noqa: ANN401 - of fakeredis
    """Write the reply to a command."""
    name = fields[0].lower()
    several = len(fields) > 2  # noqa: PLR2004 - a count behind the key
    if reply is None and protocol == 2:  # noqa: PLR2004
        is_array = name in _NO_ARRAY or (several and name in _NO_ARRAY_OF)
        return b"*-1\r\n" if is_array else b"$-1\r\n"
    if isinstance(reply, list):
        if protocol == 3 and (name in _SETS or (several and name == b"spop")):  # noqa: PLR2004
            return b"~" + _plain(reply, protocol)[1:]
        if name == b"xpending" and len(fields) == _XPENDING_SUMMARY and reply[-1]:
            consumers = [[consumer, b"%d" % count] for consumer, count in reply[-1]]
            reply = [*reply[:-1], consumers]
    return _plain(reply, protocol)


def _plain(value: Any, protocol: int) -> bytes:  # noqa: ANN401 - of fakeredis
    if isinstance(value, SimpleString):
        return resp.line(b"+", value.value)
    if isinstance(value, SimpleError):
        text = _EXPIRE.sub(r"invalid expire time in '\1' command", value.value)
        return resp.line(b"-", text.encode("utf-8", "replace"))
    if isinstance(value, list):
        return b"*%d\r\n" % len(value) + b"".join(_plain(item, protocol) for item in value)
    return resp.encode(value, protocol)
