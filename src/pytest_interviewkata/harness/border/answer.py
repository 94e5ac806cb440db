"""One answer as its tests meet it: modules made of proxies, and fresh processes for each test."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

from pytest_interviewkata.harness.border.border import Border
from pytest_interviewkata.harness.border.classes import Classes
from pytest_interviewkata.harness.border.poison import Poisoned
from pytest_interviewkata.harness.border.processes import (
    Place,
    Public,
    WorkerProcess,
    WorkerProcesses,
    connect,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_interviewkata.harness.border.launch import Launcher
    from pytest_interviewkata.harness.border.proxy import Asked

SHOWN = 5
"""How many of a file's own names a message lists."""
IMPATIENT = 1.0
"""How long to wait for an answer that has used up its time in a test before."""


class Answer:
    """Imported once to see what it makes public; never imported here."""

    def __init__(self, place: Place, launcher: Launcher) -> None:
        self._place = place
        self._launcher = launcher
        self._classes = Classes(place.shared)
        self._processes: WorkerProcesses | None = None
        self._seconds = place.seconds
        self.public = self._described()
        self.modules = {name: AnswerModule(name, self) for name in place.modules}

    @property
    def broken(self) -> str:
        """Why it cannot be imported, in one line."""
        return self.public.broken

    def lacks(self, module: str, wanted: Iterable[str]) -> str:
        """Say in one line which of the names that tests import are not there."""
        there = self.public.modules.get(module, {})
        absent = ", ".join(repr(name) for name in dict.fromkeys(wanted) if name not in there)
        own = [name for name, public in there.items() if public.own]
        own.sort(key=lambda name: there[name].kind == "value")
        more = ", …" if len(own) > SHOWN else ""
        defined = ", ".join(own[:SHOWN]) or "nothing"
        return f"the tests import {absent}, but the file defines {defined}{more}"

    def begin(self) -> WorkerProcesses:
        """Begin a test: nothing of the one before is left."""
        self.end()
        border = Border(self._classes, self._seconds)
        self._processes = WorkerProcesses(self._place, self._launcher, border, self.public)
        return self._processes

    def end(self) -> None:
        """End every process of the test."""
        if self._processes is not None:
            if self._processes.border.poison.timed_out:
                self._seconds = min(self._seconds, IMPATIENT)
            self._processes.close()
            self._processes = None

    @property
    def processes(self) -> WorkerProcesses:
        """The processes of the test that runs."""
        if self._processes is None:
            raise RuntimeError("An answer can be used within a test only.")
        return self._processes

    def take_poison(self) -> list[str]:
        """Return why the test fails whatever it catches, each reason once."""
        return self._processes.border.poison.take() if self._processes is not None else []

    def main(self) -> Asked:
        """Return the link to the main process of the test that runs."""
        main = self.processes.main
        assert isinstance(main, WorkerProcess)
        return main.link()

    def _described(self) -> Public:
        border = Border(self._classes, self._place.seconds)
        try:
            link, public = connect("import", self._place, self._launcher, border)
        except Poisoned as poisoned:
            return Public(broken=str(poisoned))
        link.kill()
        return public


class AnswerModule(ModuleType):
    """Stands for a module of the answer in the process of its tests."""

    def __init__(self, name: str, answer: Answer) -> None:
        super().__init__(name, "A module of the answer, behind the border.")
        names = answer.public.modules.get(name, {})
        vars(self).update({each: answer.public.value(name, each, answer.main) for each in names})
