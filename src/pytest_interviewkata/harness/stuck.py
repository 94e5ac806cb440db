"""Notices an actor that waits for something outside the simulation."""

from __future__ import annotations

import ctypes
import linecache
import os
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable
    from types import FrameType

    from pytest_interviewkata.harness.actor import Actor

_GRACE = 0.2
_OURS = str(Path(__file__).parent)


class Lookout:
    """Looks at the thread that holds the baton every now and then.

    A thread that computes is left alone for long; one that sleeps in the
    operating system and takes no step is blocked.
    """

    PERIOD = 0.25
    BLOCKED = 6
    BUSY = 120

    def __init__(self) -> None:
        self._steps = -1
        self._asleep = 0
        self._busy = 0

    def look(self, actor: Actor, steps: int) -> str | None:
        """Return what is wrong with who holds the baton, when it is sure."""
        thread = actor.thread
        if thread is None:
            return None
        if steps != self._steps or _debugged(thread):
            self._steps, self._asleep, self._busy = steps, 0, 0
            return None
        self._asleep = self._asleep + 1 if _asleep(thread, actor.process) else 0
        self._busy += 1
        if self._asleep >= self.BLOCKED:
            return f"{actor.name} is blocked outside the simulation{where(thread)}"
        if self._busy >= self.BUSY:
            return f"{actor.name} computes without an end{where(thread)}"
        return None


def where(thread: threading.Thread) -> str:
    """Say at which line of the answer a thread is."""
    frame = sys._current_frames().get(thread.ident or 0)  # noqa: SLF001 - the documented way
    frame = _answers(frame)
    if frame is None:
        return "."
    path, line = frame.f_code.co_filename, frame.f_lineno
    return f", at {Path(path).name}:{line}: {linecache.getline(path, line).strip()}"


def unwind(actors: Iterable[Actor]) -> None:
    """End the threads that are still there, one by one; none of them has an effect any more."""
    threads = []
    for actor in actors:
        actor.doom()
        if actor.thread is not None and actor.thread.is_alive():
            if actor.baton.locked():
                actor.baton.release()
            actor.thread.join(_GRACE)
            threads.append(actor.thread)
    # Those that sleep in C meet their end when they wake up. To interrupt them would leave the
    # request pending, and with it a traced CPython 3.11 never gets into another function.
    late = [thread for thread in threads if thread.is_alive() and not _asleep(thread)]
    for thread in late:
        _interrupt(thread)
    for thread in late:
        thread.join(_GRACE)


def _interrupt(thread: threading.Thread) -> None:
    """Let a thread raise Killed as soon as it runs Python again."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Killed)
    )


def _answers(frame: FrameType | None) -> FrameType | None:
    """Find the innermost frame that is neither Python's own, a package's nor ours."""
    libraries = (*(sysconfig.get_paths()[key] for key in ("stdlib", "purelib")), _OURS)
    while frame is not None and frame.f_code.co_filename.startswith(libraries):
        frame = frame.f_back
    return frame


def _debugged(thread: threading.Thread) -> bool:
    """Say whether somebody looks at this thread in a debugger."""
    frame = sys._current_frames().get(thread.ident or 0)  # noqa: SLF001 - the documented way
    while frame is not None:
        if Path(frame.f_code.co_filename).name in ("bdb.py", "pydevd.py"):
            return True
        frame = frame.f_back
    return False


def _asleep(thread: threading.Thread, process: object = None) -> bool:
    """Say whether nothing is computed, neither here nor in a process of the answer's own.

    Where the system does not tell, it is not said: then only BUSY ends a run.
    """
    pid = getattr(process, "pid", os.getpid())
    if pid is None:
        return False  # it is just being started
    tasks = [Path(f"/proc/self/task/{thread.native_id}")]
    if pid != os.getpid():
        tasks += Path(f"/proc/{pid}/task").glob("*")
    try:
        return all(_state(task / "stat") in "SDZ" for task in tasks)
    except OSError:
        return False


def _state(stat: Path) -> str:
    return stat.read_text().rpartition(")")[2].split()[0]
