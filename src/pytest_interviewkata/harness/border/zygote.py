"""One clean process that has imported what answers may use, and forks a worker on request.

`python -I -m pytest_interviewkata.harness.border.zygote FD PACKAGE…`. It never imports an
answer, and has never seen a test. A request is a letter and a number: `F` comes with one
end of a socket pair and is answered with the new worker's pid; `K` ends a worker, and is
answered when it is gone. When nobody is left to ask, it ends its workers and itself.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import os
import random
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from pytest_interviewkata.errors import MissingExtra
from pytest_interviewkata.harness.border.farclock import FarClock
from pytest_interviewkata.harness.border.worker import serve

if TYPE_CHECKING:
    from collections.abc import Iterable

FORK, KILL = b"F", b"K"
REQUEST = struct.Struct("<cq")
REPLY = struct.Struct("<q")
_PR_SET_PDEATHSIG = 1
PRCTL = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
"""Where the system can do it, a worker does not outlive a zygote that was killed."""


def main(_program: str, fd: str, *packages: str) -> None:
    """Import the packages, then serve until nobody asks any more."""
    control = socket.socket(fileno=int(fd))
    warm(packages)
    workers: set[int] = set()
    try:
        while request := _request(control):
            control.sendall(REPLY.pack(_serve(control, workers, *request)))
    except OSError:
        pass  # whoever asked is gone
    finally:
        for pid in workers:
            end(pid)


def warm(packages: Iterable[str]) -> None:
    """Import what answers may use, and virtual time; leave out what is not installed."""
    for package in packages:
        with suppress(ImportError):
            importlib.import_module(package)
    clock = FarClock(lambda _how, _seconds: None)
    with suppress(MissingExtra):
        clock.show((0, 0))
    clock.show(None)
    gc.collect()
    gc.freeze()


def end(pid: int) -> None:
    """Kill a worker with all that it started, and wait until it is gone."""
    for kill in (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


def _request(control: socket.socket) -> tuple[bytes, int, list[int]] | None:
    data, fds, _, _ = socket.recv_fds(control, REQUEST.size, 1)
    while data and len(data) < REQUEST.size:
        more = control.recv(REQUEST.size - len(data))
        data = data + more if more else b""
    return (*REQUEST.unpack(data), fds) if data else None


def _serve(
    control: socket.socket, workers: set[int], order: bytes, number: int, fds: list[int]
) -> int:
    if order == KILL:
        if number in workers:
            workers.remove(number)
            end(number)
        return number
    pid = os.fork()
    if pid == 0:
        control.close()
        _become_worker(fds[0])
    os.close(fds[0])
    workers.add(pid)
    return pid


def _become_worker(fd: int) -> NoReturn:
    try:
        os.setpgid(0, 0)  # so that whatever the answer starts can be ended with it
        if PRCTL is not None:
            PRCTL(_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.set_inheritable(fd, False)  # noqa: FBT003
        random.seed()
        serve(socket.socket(fileno=fd))
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(*sys.argv)
