"""The commands about scripts, as Redis 7.0 answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakeredis import _msgs as msgs
from fakeredis._command_args_parsing import Int
from fakeredis._commands import Signature
from fakeredis._helpers import SimpleError
from fakeredis._socket import FakeSocket
from fakeredis._socket._resp import extract_command
from fakeredis.model import is_write_command

from pytest_interviewkata.harness.redis.lua import Lua, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_NOSCRIPT = "NOSCRIPT No matching script. Please use EVAL."
_ARGUMENTS: Any = (bytes, Int)
_ALSO = {
    name: Signature(name, name, _ARGUMENTS, (bytes,), flags=msgs.FLAG_NO_SCRIPT)
    for name in ("eval_ro", "evalsha_ro")
}


class Scripts(FakeSocket):
    """A connection that runs scripts in an interpreter of ours."""

    lua: Callable[[], Lua]

    def eval(self, script: bytes, numkeys: int, *rest: bytes) -> Any:  # noqa: ANN401 - a reply
        """EVAL."""
        return self._run_script(script, numkeys, rest)

    def eval_ro(self, script: bytes, numkeys: int, *rest: bytes) -> Any:  # noqa: ANN401 - a reply
        """EVAL_RO."""
        return self._run_script(script, numkeys, rest, writes=False)

    def evalsha(self, sha1: bytes, numkeys: int, *rest: bytes) -> Any:  # noqa: ANN401 - a reply
        """EVALSHA."""
        return self._run_script(self._script_of(sha1), numkeys, rest)

    def evalsha_ro(self, sha1: bytes, numkeys: int, *rest: bytes) -> Any:  # noqa: ANN401 - a reply
        """EVALSHA_RO."""
        return self._run_script(self._script_of(sha1), numkeys, rest, writes=False)

    def script_load(self, *args: bytes) -> bytes:
        """SCRIPT LOAD."""
        if len(args) != 1:
            raise SimpleError(msgs.WRONG_ARGS_MSG6.format("script|load"))
        sha: str = self._compiled(args[0]).sha
        return sha.encode()

    def script_exists(self, *args: bytes) -> list[int]:
        """SCRIPT EXISTS."""
        return [int(sha.lower() in self._server.script_cache) for sha in args]

    def _name_to_func(self, cmd_name: str) -> Any:  # noqa: ANN401 - fakeredis
        if cmd_name in _ALSO:
            return getattr(self, cmd_name), _ALSO[cmd_name]
        return super()._name_to_func(cmd_name)

    def _script_of(self, sha: bytes) -> bytes:
        try:
            return self._server.script_cache[sha.lower()]
        except KeyError:
            raise SimpleError(_NOSCRIPT) from None

    def _compiled(self, text: bytes) -> Any:  # noqa: ANN401 - a script
        try:
            script = self.lua().compile(text)
        except Problem as problem:
            raise SimpleError(str(problem)) from None
        self._server.script_cache[script.sha.encode()] = text
        return script

    def _run_script(
        self, text: bytes, numkeys: int, rest: tuple[bytes, ...], *, writes: bool = True
    ) -> Any:  # noqa: ANN401 - a reply
        if numkeys > len(rest):
            raise SimpleError("ERR Number of keys can't be greater than number of args")
        if numkeys < 0:
            raise SimpleError("ERR Number of keys can't be negative")
        script = self._compiled(text)
        writes = writes and b"no-writes" not in text.partition(b"\n")[0]

        def call(fields: list[bytes]) -> Any:  # noqa: ANN401 - a reply
            return self._from_script(fields, writes=writes)

        try:
            return self.lua().run(script, list(rest[:numkeys]), list(rest[numkeys:]), call)
        except Problem as problem:
            raise SimpleError(str(problem)) from None
        finally:
            self._script_resp = None

    def _from_script(self, fields: list[bytes], *, writes: bool) -> Any:  # noqa: ANN401 - a reply
        name, arguments = extract_command(fields)
        if name.partition(" ")[0] in _OUTSIDE:
            raise Problem("ERR This Redis command is not allowed from script")
        try:
            function, signature = self._name_to_func(name)
        except SimpleError:
            raise Problem("ERR Unknown Redis command called from script") from None
        try:
            signature.check_arity(arguments, self.version)
        except SimpleError:
            text = "ERR Wrong number of args calling Redis command from script"
            raise Problem(text) from None
        if msgs.FLAG_NO_SCRIPT in signature.flags:
            raise Problem("ERR This Redis command is not allowed from script")
        if not writes and is_write_command(name.encode()):
            raise Problem("ERR Write commands are not allowed from read-only scripts.")
        self._script_resp = self.lua().protocol
        return self._run_command(function, signature, arguments, True)  # noqa: FBT003 - fakeredis


_OUTSIDE = frozenset(
    {"acl", "auth", "bgsave", "blmove", "blmpop", "blpop", "brpop", "brpoplpush", "bzmpop"}
    | {"bzpopmax", "bzpopmin", "client", "config", "debug", "hello", "monitor", "reset", "save"}
    | {"shutdown", "slowlog"}
)
