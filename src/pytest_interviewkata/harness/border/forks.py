"""Starting processes the fast way: forked by a zygote that has imported everything already."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.border.launch import Launcher, Plain, command, started
from pytest_interviewkata.harness.border.zygote import FORK, KILL, REPLY, REQUEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_interviewkata.harness.border.conversation import Child

PATIENCE = 5.0
"""Seconds that a zygote gets to end its workers and itself."""


def launcher(packages: Sequence[str] = ()) -> Launcher:
    """Return the fastest way to start processes that this system has."""
    return Zygote(packages) if hasattr(os, "fork") else Plain()


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
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
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
                self._process = started(arguments, far.fileno())
        return self._control


class Fork:
    """One process that a zygote has forked."""

    def __init__(self, pid: int, zygote: Zygote) -> None:
        self.pid = pid
        self._zygote = zygote

    def kill(self) -> None:
        """End it, and return when it has ended."""
        self._zygote.kill(self.pid)
