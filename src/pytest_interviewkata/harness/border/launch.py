"""Starting processes for answers: forked by a zygote, or one by one where there is no fork."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pytest_interviewkata.harness.border.zygote import FORK, KILL, REPLY, REQUEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_interviewkata.harness.border.link import Child

HERE = __name__.rpartition(".")[0]
ROOT = str(Path(__file__).parents[HERE.count(".") + 1])
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT")
"""What of the environment an answer gets to see."""


class Launcher(Protocol):
    """Starts processes that serve an answer."""

    def start(self) -> tuple[socket.socket, Child]:
        """Start one; talk to it through the socket."""

    def close(self) -> None:
        """End whatever is left."""


def launcher(packages: Sequence[str] = ()) -> Launcher:
    """Return the fastest one that this system has."""
    return Zygote(packages) if hasattr(os, "fork") else Plain()


def command(module: str, *arguments: str) -> list[str]:
    """Return how a clean Python runs a module of the border."""
    # Not -m: an isolated Python finds this very package only where it is installed.
    run = (
        f"import sys; sys.path.append({ROOT!r}); from {HERE}.{module} import main; main(*sys.argv)"
    )
    return [sys.executable, "-I", "-B", "-c", run, *arguments]


def environment() -> dict[str, str]:
    """Return the little that a clean process gets."""
    return {name: os.environ[name] for name in KEPT if name in os.environ}


class Plain:
    """Starts a new Python for each process."""

    def start(self) -> tuple[socket.socket, Child]:
        """Start one."""
        near, far = socket.socketpair()
        with far:
            if sys.platform == "win32":
                return near, PlainChild(_started_on_windows(far))
            far.set_inheritable(True)
            process = _started(command("worker", str(far.fileno())), far.fileno())
        return near, PlainChild(process)

    def close(self) -> None:
        """Nothing is left: each process is ended by its link."""


class PlainChild:
    """One process that was started by itself."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def kill(self) -> None:
        """End it, and return when it has ended."""
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()


class Zygote:
    """Asks one clean process for forks of itself. Starts it when it is first needed."""

    def __init__(self, packages: Sequence[str] = ()) -> None:
        self._packages = packages
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._talk = threading.Lock()

    def start(self) -> tuple[socket.socket, Child]:
        """Start one. A zygote that an answer has killed is replaced, once."""
        near, far = socket.socketpair()
        with far:
            try:
                pid = self._ask(FORK, 0, far)
            except (OSError, EOFError):
                self.close()
                pid = self._ask(FORK, 0, far)
        return near, Fork(pid, self)

    def kill(self, pid: int) -> None:
        """End one, and return when it has ended."""
        if self._control is None or self._owner != os.getpid():
            return
        try:
            self._ask(KILL, pid)
        except (OSError, EOFError):  # an answer has ended the zygote
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)

    def close(self) -> None:
        """End the zygote, and with it all its workers."""
        process, control = self._process, self._control
        self._process = self._control = None
        if control is not None:
            control.close()
        if process is not None and self._owner == os.getpid():
            process.wait()

    def _ask(self, order: bytes, number: int, passed: socket.socket | None = None) -> int:
        fds = [] if passed is None else [passed.fileno()]
        with self._talk:
            control = self._reached()
            socket.send_fds(control, [REQUEST.pack(order, number)], fds)
            reply = control.recv(REPLY.size, socket.MSG_WAITALL)
        if len(reply) < REPLY.size:
            raise EOFError
        answer: int = REPLY.unpack(reply)[0]
        return answer

    def _reached(self) -> socket.socket:
        # A fork of this process must not share the conversation: it gets a zygote of its own.
        if self._control is None or self._owner != os.getpid():
            self._owner = os.getpid()
            self._control, far = socket.socketpair()
            with far:
                far.set_inheritable(True)
                arguments = command("zygote", str(far.fileno()), *self._packages)
                self._process = _started(arguments, far.fileno())
        return self._control


class Fork:
    """One process that a zygote has forked."""

    def __init__(self, pid: int, zygote: Zygote) -> None:
        self.pid = pid
        self._zygote = zygote

    def kill(self) -> None:
        """End it, and return when it has ended."""
        self._zygote.kill(self.pid)


def _started(arguments: list[str], fd: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        pass_fds=(fd,),
        start_new_session=True,
    )


def _started_on_windows(far: socket.socket) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command("worker", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
    )
    assert process.stdin is not None
    process.stdin.write(far.share(process.pid))  # type: ignore[attr-defined]
    process.stdin.close()
    return process
