"""Virtual time within scripts, on a server that knows only its own.

Scripts that speak of times of day get a first statement that puts another `redis`
before them. It stands on their first line, so that line numbers stay what they are.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.dispatch import NS

if TYPE_CHECKING:
    from pytest_interviewkata.harness.redis.shift import Shift

_SPEAKS = re.compile(rb"\b(TIME|EXPIREAT|PEXPIREAT|EXAT|PXAT)\b", re.IGNORECASE)
_PRELUDE = """
local redis = (function(r, seconds, micros, ahead)
  local units = {EXPIREAT = 1, PEXPIREAT = 1000, EXAT = 1, PXAT = 1000}
  local function moved(time, unit)
    return string.format('%.0f', (tonumber(time) or 0) - ahead * unit)
  end
  local function through(way)
    return function(name, ...)
      local command, given = tostring(name):upper(), {...}
      if command == 'TIME' then return {seconds, micros} end
      if units[command] and given[2] then given[2] = moved(given[2], units[command])
      elseif command == 'SET' or command == 'GETEX' then
        for i = 2, #given - 1 do
          local unit = units[tostring(given[i]):upper()]
          if unit then given[i + 1] = moved(given[i + 1], unit) end
        end
      else return way(name, ...) end
      return way(name, unpack(given))
    end
  end
  return setmetatable({call = through(r.call), pcall = through(r.pcall)}, {__index = r})
end)(redis, '%SECONDS%', '%MICROS%', %AHEAD%);
"""
_ONE_LINE = " ".join(_PRELUDE.split()) + " "


class Preludes:
    """The scripts that one server has been told, and what stands before them."""

    def __init__(self) -> None:
        self._texts: dict[bytes, bytes] = {}

    def outward(self, fields: list[bytes], shift: Shift) -> list[bytes]:
        """Turn a command about a script into one whose script knows the time."""
        name = fields[0].upper()
        if name == b"SCRIPT" and len(fields) > 1:
            self._script(fields)
        elif name in (b"EVAL", b"EVAL_RO") and len(fields) > 1:
            self._remember(fields[1])
            return [fields[0], _with_prelude(fields[1], shift), *fields[2:]]
        elif name in (b"EVALSHA", b"EVALSHA_RO") and len(fields) > 1:
            text = self._texts.get(fields[1].lower())
            if text is not None and _SPEAKS.search(text):
                command = name.replace(b"SHA", b"")
                return [command, _with_prelude(text, shift), *fields[2:]]
        return fields

    def _script(self, fields: list[bytes]) -> None:
        if fields[1].upper() == b"FLUSH":
            self._texts.clear()
        elif fields[1].upper() == b"LOAD":
            for text in fields[2:]:
                self._remember(text)

    def _remember(self, text: bytes) -> None:
        sha = hashlib.sha1(text).hexdigest()  # noqa: S324 - as Redis names scripts
        self._texts[sha.encode()] = text


def _with_prelude(text: bytes, shift: Shift) -> bytes:
    if not _SPEAKS.search(text):
        return text
    seconds, rest = divmod(shift.now, NS)
    prelude = (
        _ONE_LINE.replace("%SECONDS%", str(seconds))
        .replace("%MICROS%", str(rest // 1000))
        .replace("%AHEAD%", repr(shift.ahead / NS))
    ).encode()
    first, newline, others = text.partition(b"\n")
    if first.startswith(b"#!"):
        return first + newline + prelude + others
    return prelude + text
