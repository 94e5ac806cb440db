"""Answers behind the border, written by each test, in real processes or in a thread."""

import builtins
import socket
import sys
import textwrap
import threading
from contextlib import suppress
from itertools import count

import pytest

from pytest_interviewkata.harness.border.answer import Answer
from pytest_interviewkata.harness.border.forks import launcher
from pytest_interviewkata.harness.border.frames import Gone, Line
from pytest_interviewkata.harness.border.launch import Plain
from pytest_interviewkata.harness.border.poison import Poisoned
from pytest_interviewkata.harness.border.processes import Place
from pytest_interviewkata.harness.border.worker import Worker

NAMES = count(1)


class Threads:
    """Serves answers in threads of this process: the same code, and a debugger sees it."""

    def start(self):
        near, far = socket.socketpair()
        thread = threading.Thread(target=self.serve, args=(far,), daemon=True)
        thread.start()
        return near, ThreadChild(far, thread)

    def serve(self, far):
        with far, suppress(Gone):
            Worker(Line(far)).serve()

    def close(self):
        pass


class ThreadChild:
    pid = 0

    def __init__(self, far, thread):
        self.far, self.thread = far, thread

    def kill(self):
        with suppress(OSError):
            self.far.shutdown(socket.SHUT_RDWR)
        self.thread.join(5)


@pytest.fixture(scope="session")
def forks():
    """One zygote for all tests."""
    started = launcher(("redis", "pytest_interviewkata.harness.redis.client"))
    yield started
    started.close()


class Met:
    """An answer, met by a test."""

    def __init__(self, place, starter):
        self.answer = Answer(place, starter)
        self.processes = self.answer.begin()
        self.border = self.processes.border
        self.link = self.processes.main.link
        self.expected = False

    def __getattr__(self, name):
        (module,) = self.answer.modules.values()
        return getattr(module, name)

    @property
    def reasons(self):
        return self.border.poison.reasons

    def poisoned(self, match):
        """Expect what fails a test whatever it catches, and that it is remembered."""
        self.expected = True
        return pytest.raises(Poisoned, match=match)


class Meeting:
    """Writes answers and lets a test meet them."""

    def __init__(self, folder, starter):
        self.folder, self.starter = folder, starter
        self.all = []

    def __call__(self, text, *, name=None, support=(), seconds=10.0, packages=()):
        name = name or f"answer_{next(NAMES)}"
        (self.folder / f"{name}.py").write_text(textwrap.dedent(text), "utf-8")
        place = Place(self.folder, (name,), tuple(support), tuple(packages), seconds)
        self.all.append(Met(place, self.starter))
        return self.all[-1]

    def end(self):
        for met in self.all:
            reasons = met.reasons
            met.answer.end()
            assert met.expected == bool(reasons), reasons


@pytest.fixture
def meet(tmp_path, forks):
    """Meet an answer in a process of its own."""
    meeting = Meeting(tmp_path, forks)
    yield meeting
    meeting.end()


@pytest.fixture(params=["process", "plain", "thread"])
def meet_anywhere(request, tmp_path, monkeypatch):
    """Meet an answer in a fork, in a new Python and in a thread: it makes no difference."""
    starters = {"plain": Plain, "thread": Threads}
    known, path = set(sys.modules), list(sys.path)
    if request.param == "process":
        starter = request.getfixturevalue("forks")
    else:
        starter = starters[request.param]()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(builtins, "hash", hash)
    meeting = Meeting(tmp_path, starter)
    yield meeting
    meeting.end()
    sys.path[:] = path
    for name in set(sys.modules) - known:
        if name.startswith("answer_"):
            del sys.modules[name]
