"""Lua scripts on the embedded server: what Redis 7.0 offers, and no way out of it."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import lupa.lua51 as lupa  # type: ignore[import-untyped]
from fakeredis._helpers import SimpleError, SimpleString

from pytest_interviewkata.harness.redis import resp
from pytest_interviewkata.harness.redis.bits import operate
from pytest_interviewkata.harness.redis.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY = 64 * 1024 * 1024
INSTRUCTIONS = 1_000_000
"""How often the watch looks; a script may go on for twenty looks, some tenths of a second."""
_DEEPEST = 100
_INT64 = range(-(2**63), 2**63)


class Problem(Exception):
    """What a script gets for a command, or the client for a script."""


class Script(NamedTuple):
    """A script that compiles."""

    sha: str
    chunk: Any


class Lua:
    """One server's interpreter."""

    def __init__(self) -> None:
        self._call: Callable[[list[bytes]], Any] | None = None
        self._protocol = 2
        self._dice = Dice()
        self._scripts: dict[str, Script] = {}
        self._runtime = lupa.LuaRuntime(
            encoding=None,
            unpack_returned_tuples=True,
            register_eval=False,
            register_builtins=False,
            attribute_filter=_no_attributes,
            max_memory=MEMORY,
        )
        start = self._runtime.eval(
            b"function(text, ...) return loadstring(text, '=sandbox')(...) end"
        )
        self._compile, self._run, self._get, self._next, self._type = start(
            _source(), self._host(), INSTRUCTIONS
        )

    def compile(self, text: bytes) -> Script:
        """Return the script of this text; Problem says what is wrong with it."""
        sha = hashlib.sha1(text).hexdigest()  # noqa: S324 - as Redis names scripts
        if sha not in self._scripts:
            found = self._compile(_without_shebang(text))
            if isinstance(found, tuple):
                raise Problem(f"ERR Error compiling script (new function): {_text(found[1])}")
            self._scripts[sha] = Script(sha, found)
        return self._scripts[sha]

    def run(
        self,
        script: Script,
        keys: list[bytes],
        arguments: list[bytes],
        call: Callable[[list[bytes]], Any],
    ) -> Any:  # noqa: ANN401 - a reply
        """Run it; `call` executes one command, and `self.protocol` says how it replies."""
        self._call, self._protocol = call, 2
        table = self._runtime.table_from
        try:
            outcome = self._run(script.chunk, table(keys), table(arguments))
            ok, *rest = outcome if isinstance(outcome, tuple) else (outcome, None)
            if ok:
                return self._reply(rest[0])
        except lupa.LuaMemoryError:
            raise Problem("ERR not enough memory") from None
        except lupa.LuaError as error:
            raise Problem(f"ERR {error}") from None
        finally:
            self._call = None
        text, source, line = rest
        raise Problem(f"{_text(text)} script: {script.sha}, on {_text(source)}:{line or 1}.")

    @property
    def protocol(self) -> int:
        """Which protocol the script has asked its commands to reply in."""
        return self._protocol

    def _host(self) -> Any:  # noqa: ANN401 - a table of Lua
        functions = {
            b"call": self._do,
            b"sha1hex": _sha1hex,
            b"setresp": self._setresp,
            b"decode": self._decode,
            b"bit": operate,
            b"seed": self._dice.seed,
            b"random": self._dice.random,
        }
        return self._runtime.table_from(functions)

    def _do(self, *arguments: object) -> tuple[bytes | None, Any]:
        """Execute a command. Returns its error or its reply; raises nothing."""
        try:
            assert self._call is not None
            reply = self._call([_argument(argument) for argument in arguments])
        except Problem as problem:
            return str(problem).encode(), None
        except Exception as error:  # noqa: BLE001 - whatever fails, a script gets a string
            return f"ERR {type(error).__name__}: {error}".encode(), None
        if isinstance(reply, SimpleError):
            return reply.value.encode(), None
        return None, self._value(reply)

    def _setresp(self, version: float) -> None:
        self._protocol = int(version)

    def _decode(self, text: bytes, null: object) -> tuple[bool, Any]:
        try:
            return True, self._decoded(json.loads(text, parse_int=float), null)
        except json.JSONDecodeError as error:
            where = f"at character {error.pos + 1}"
            return False, f"Expected value but found invalid token {where}".encode()
        except (ValueError, RecursionError) as error:
            return False, str(error).encode()

    def _decoded(self, value: Any, null: object) -> Any:  # noqa: ANN401 - any JSON
        if value is None:
            return null
        if isinstance(value, str):
            return value.encode("utf-8", "surrogatepass")
        if isinstance(value, list):
            return self._runtime.table_from([self._decoded(item, null) for item in value])
        if isinstance(value, dict):
            pairs = {
                key.encode("utf-8", "surrogatepass"): self._decoded(item, null)
                for key, item in value.items()
            }
            return self._runtime.table_from(pairs)
        return value

    def _value(self, reply: Any) -> Any:  # noqa: ANN401, PLR0911 - one line a type
        """Turn a reply into what a script sees."""
        table = self._runtime.table_from
        if reply is None:
            return False if self._protocol == 2 else None  # noqa: PLR2004
        if isinstance(reply, (bytes, int)):
            return reply
        if isinstance(reply, str):
            return reply.encode()
        if isinstance(reply, SimpleString):
            return table({b"ok": reply.value})
        if isinstance(reply, SimpleError):
            return table({b"err": reply.value.encode()})
        if isinstance(reply, float):
            return resp.double(reply) if self._protocol == 2 else table({b"double": reply})  # noqa: PLR2004
        if isinstance(reply, dict):
            return self._map(reply)
        return table([self._value(item) for item in reply])

    def _map(self, reply: dict[Any, Any]) -> Any:  # noqa: ANN401 - a table of Lua
        table = self._runtime.table_from
        pairs = {self._value(key): self._value(value) for key, value in reply.items()}
        if self._protocol == 2:  # noqa: PLR2004
            return table([part for pair in pairs.items() for part in pair])
        return table({b"map": table(pairs)})

    def _reply(self, value: Any, depth: int = 0) -> Any:  # noqa: ANN401 - one line a type
        """Turn what a script returns into a reply. Reads tables raw: no code of theirs runs."""
        if isinstance(value, bool):
            return 1 if value else None
        if isinstance(value, (int, float)):
            number = int(value) if value == value and abs(value) != float("inf") else _INT64[0]  # noqa: PLR0124
            return number if number in _INT64 else _INT64[0]
        if isinstance(value, bytes) or value is None:
            return value
        if self._type(value) != b"table":
            return None
        if depth >= _DEEPEST:
            raise Problem("ERR reached lua stack limit")
        return self._table(value, depth + 1)

    def _table(self, table: Any, depth: int) -> Any:  # noqa: ANN401 - likewise
        for key, kind in ((b"err", SimpleError), (b"ok", SimpleString)):
            text = self._get(table, key)
            if isinstance(text, bytes):
                return SimpleError(_text(text)) if kind is SimpleError else SimpleString(text)
        double = self._get(table, b"double")
        if isinstance(double, (int, float)) and not isinstance(double, bool):
            return float(double)
        for key in (b"map", b"set"):
            inner = self._get(table, key)
            if inner is not None and self._type(inner) == b"table":
                pairs = self._pairs(inner, depth)
                return dict(pairs) if key == b"map" else [name for name, _ in pairs]
        items: list[Any] = []
        while (item := self._get(table, len(items) + 1)) is not None:
            items.append(self._reply(item, depth))
        return items

    def _pairs(self, table: Any, depth: int) -> list[tuple[Any, Any]]:  # noqa: ANN401 - likewise
        pairs = []
        pair = self._next(table, None)
        while isinstance(pair, tuple):
            pairs.append((self._reply(pair[0], depth), self._reply(pair[1], depth)))
            pair = self._next(table, pair[0])
        return pairs


@cache
def _source() -> bytes:
    return files(__package__).joinpath("sandbox.lua").read_bytes()


def _no_attributes(_thing: object, _name: object, _setting: object) -> None:
    raise AttributeError("nothing of the host is for scripts")


def _without_shebang(text: bytes) -> bytes:
    """Leave out a first line `#!lua flags=...`, but count it."""
    if not text.startswith(b"#!"):
        return text
    first, _, rest = text.partition(b"\n")
    if first.split()[0] != b"#!lua":
        raise Problem(f"ERR Unexpected engine in script shebang: {_text(first.split()[0])}")
    return b"\n" + rest


def _argument(value: object) -> bytes:
    if isinstance(value, bytes):
        return value
    if isinstance(value, int):
        return b"%d" % value
    assert isinstance(value, float)
    return b"%.17g" % value


def _sha1hex(text: bytes) -> bytes:
    return hashlib.sha1(text).hexdigest().encode()  # noqa: S324 - as Redis does


def _text(text: bytes | None) -> str:
    return (text or b"").decode("utf-8", "replace")
