"""Starting clean Pythons, for answers to run in."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pytest_interviewkata.harness.border.conversation import Child

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
            process = started(command("worker", str(far.fileno())), far.fileno())
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


def started(arguments: list[str], fd: int) -> subprocess.Popen[bytes]:
    """Start a process that inherits nothing but one end of a line."""
    return subprocess.Popen(  # noqa: S603 - our own Python, our own code
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
        pass_fds=(fd,),
        start_new_session=True,
    )


def _started_on_windows(far: socket.socket) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - likewise
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
