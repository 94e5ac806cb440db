"""The processes of one answer, each a worker of its own behind the border."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.codec import Codec
from pytest_interviewkata.harness.border.frames import Line
from pytest_interviewkata.harness.border.link import Link
from pytest_interviewkata.harness.border.poison import harmless, type_name
from pytest_interviewkata.harness.border.proxy import Handle
from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pytest_interviewkata.harness.border.border import Border
    from pytest_interviewkata.harness.border.launch import Launcher
    from pytest_interviewkata.harness.border.proxy import Asked
    from pytest_interviewkata.harness.process import Process


@dataclass(frozen=True)
class Name:
    """One name of a module: `class`, `value` or `handle`, and which."""

    kind: str
    value: Any
    own: bool
    """The module defines it, and does not just import it."""


Names = dict[str, Name]
_PLAIN = Codec()


@dataclass(frozen=True)
class Place:
    """Where an answer lies, and what it may have."""

    folder: Path
    modules: tuple[str, ...]
    support: tuple[tuple[str, str, str], ...] = ()
    """Name, path and text of each module that both sides have."""
    packages: tuple[str, ...] = ()
    """What is installed on both sides: its exception classes are the same here and there."""
    seconds: float = 10.0

    @property
    def shared(self) -> tuple[str, ...]:
        """All that is the same on both sides."""
        return (*self.packages, *(name for name, _, _ in self.support))


@dataclass(frozen=True)
class Public:
    """What an answer's modules make public."""

    modules: Mapping[str, Names] = field(default_factory=dict)
    broken: str = ""
    """Why they cannot be imported, in one line."""

    def find(self, name: str, asked: Callable[[], Asked]) -> Any:  # noqa: ANN401
        """Return what the answer calls `name`, as the process sees it that is asked."""
        for module, names in self.modules.items():
            if name in names:
                return self.value(module, name, asked)
        raise AttributeError(f"{', '.join(self.modules)} defines no {name!r}.")

    def value(self, module: str, name: str, asked: Callable[[], Asked]) -> Any:  # noqa: ANN401
        """Return what a module calls `name`."""
        public = self.modules[module][name]
        if public.kind != "handle":
            return public.value
        return Handle(asked, type_name(public.value), [module, name])


def connect(name: str, place: Place, launcher: Launcher, border: Border) -> tuple[Link, Public]:
    """Start a process, have it import the answer, and return what that makes public."""
    sock, child = launcher.start()
    link = Link(name, Line(sock), child, border)
    found = link.ask(
        "import",
        folder=str(place.folder),
        modules=list(place.modules),
        support=list(place.support),
        shared=list(place.shared),
    )
    try:
        return link, _public(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        link.kill()
        raise link.poison("the answer's process does not say what it makes public") from None


def _public(found: Any) -> Public:  # noqa: ANN401 - a stranger's words
    if "broken" in found:
        return Public(broken=harmless(found["broken"]))
    modules: dict[str, Names] = {}
    for module, names in found["modules"].items():
        modules[str(module)] = {harmless(name): _name(*facts) for name, facts in names.items()}
    return Public(modules)


def _name(kind: str, value: Any, own: bool) -> Name:  # noqa: ANN401 - likewise
    if kind == "value":
        _PLAIN.encode(value)
    elif kind == "class" and not issubclass(value, BaseException):
        raise TypeError("no exception class")
    return Name(kind, value, own)


class WorkerProcess:
    """One process. It starts when it is first needed."""

    def __init__(self, name: str, start: Callable[[], tuple[Link, Public]], public: Public) -> None:
        self.name = name
        self.alive = True
        self._start = start
        self._public = public
        self._link: Link | None = None

    @property
    def pid(self) -> int | None:
        """The number of the operating system's process, once it has started."""
        return None if self._link is None else self._link.child.pid

    def link(self) -> Link:
        """Return the way to talk to it."""
        if self._link is None:
            if not self.alive:
                raise Killed
            self._link, public = self._start()
            if public.broken:
                raise self._link.poison(f"the answer cannot be imported: {public.broken}")
        return self._link

    def public(self, name: str) -> object:
        """Return what the answer calls `name`, as this process sees it."""
        found: object = self._public.find(name, self.link)
        return found

    def enter(self) -> None:
        """Nothing to take over: it has an interpreter of its own."""

    def leave(self) -> None:
        """Nothing to hand over."""

    def kill(self) -> None:
        """End it at once; none of its later effects happen."""
        self.alive = False
        if self._link is not None:
            self._link.kill()


class WorkerProcesses:
    """All processes of one test."""

    def __init__(self, place: Place, launcher: Launcher, border: Border, public: Public) -> None:
        self.border = border
        self._place = place
        self._launcher = launcher
        self._public = public
        self._all: list[WorkerProcess] = []
        self.main: Process = self.start("main")

    def start(self, name: str) -> WorkerProcess:
        """Start one more."""

        def begin() -> tuple[Link, Public]:
            return connect(name, self._place, self._launcher, self.border)

        self._all.append(WorkerProcess(name, begin, self._public))
        return self._all[-1]

    def close(self) -> None:
        """End all of them."""
        for process in self._all:
            process.kill()
