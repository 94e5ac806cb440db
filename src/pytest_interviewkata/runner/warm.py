"""A child that has collected a kata and judges one answer after another, each in a fork."""

from __future__ import annotations

import json
import os
import random
import signal
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from pytest_interviewkata.model import Limits, Verdict
from pytest_interviewkata.runner import tree
from pytest_interviewkata.runner.compiled import lay
from pytest_interviewkata.runner.how import PACKAGE, How, argv, environment
from pytest_interviewkata.runner.rounds import run_rounds
from pytest_interviewkata.runner.verdicts import Events
from pytest_interviewkata.sandbox import Child

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import CodeType

    from pytest_interviewkata.model import Answer, Kata

    Event = dict[str, Any]

WARM: Final = f"{PACKAGE}.plugin.warm"
MEMORY: Final = "/dev/shm"  # noqa: S108  a folder of our own is made in it
PATIENCE: Final = 24 * 3600.0
"""The child itself is idle most of the time: its forks are what has limits."""


@dataclass(frozen=True)
class Ask:
    """One answer to judge, and how."""

    files: Mapping[str, str]
    seed: int = field(default_factory=lambda: random.SystemRandom().getrandbits(32))
    shuffle: int | None = None
    """Run the tests in the order that this number gives."""
    lead: tuple[str, ...] = ()
    """Tests to run before the others."""
    first: bool = False
    """Stop at the first failure."""
    trace: bool = False
    """Find out which lines of the answer each test touches."""
    cpu: float = 20.0
    cpus: Mapping[str, float] = field(default_factory=dict)
    """CPU seconds for single tests, where only the first failure counts."""
    wall: float = 60.0
    code: Mapping[str, CodeType] = field(default_factory=dict)
    """What of the files is compiled already."""

    @property
    def order(self) -> dict[str, object]:
        """What the child needs to know beside the files."""
        return {
            "seed": self.seed,
            "shuffle": self.shuffle,
            "lead": self.lead,
            "first": self.first,
            "trace": self.trace,
            "cpu": self.cpu,
            "cpus": dict(self.cpus),
            "wall": self.wall,
        }


@dataclass(frozen=True)
class Judged:
    """A verdict, the CPU seconds that it took, and what else was asked for."""

    verdict: Verdict
    cpu: float
    touched: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Test to the lines of the answer that it touched, where that was asked for."""


class WarmLost(Exception):
    """The child that should serve is gone."""


class Warm:
    """Judges answers in forks of one child. The exemplar is what the child collects."""

    def __init__(self, kata: Kata, exemplar: Answer, how: How | None = None) -> None:
        self._kata = kata
        self._exemplar = exemplar
        self._how = how or How()
        self._stack = ExitStack()
        self.collected: list[Event] = []

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._start(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def judge(self, ask: Ask) -> Judged:
        """Judge one answer in a fork."""
        lay(self._folder, {**self._exemplar.files, **ask.files}, ask.code)
        *events, ended = self._ask(json.dumps(ask.order))
        killed = ended["status"] in {-signal.SIGPROF, -signal.SIGALRM}
        verdict = Events([*self.collected, *events]).verdict(self._kata.slug, timed_out=killed)
        return Judged(verdict, ended["cpu"], _touched(events))

    def _ask(self, line: str) -> Iterator[Event]:
        try:
            os.write(self._asks, f"{line}\n".encode())
        except BrokenPipeError:
            raise self._lost() from None
        return self._until("ended")

    def _start(self, stack: ExitStack) -> None:
        folder = tempfile.TemporaryDirectory(prefix="interviewkata-", dir=_memory())
        root = Path(stack.enter_context(folder))
        targets = tree.stage(stack, root, [(self._kata, self._exemplar)], self._how)
        self._folder = targets[0].parent
        asks, self._asks = os.pipe()
        stack.callback(os.close, self._asks)
        answers, says = os.pipe()
        self._says = stack.enter_context(os.fdopen(answers, encoding="utf-8"))
        fds = {"asks": asks, "says": says, "modules": self._kata.modules}
        self._child = stack.enter_context(
            Child(
                argv(root, self._how, targets, WARM),
                limits=Limits(PATIENCE, self._kata.limits.memory_mb),
                cwd=root,
                env=environment(root, self._how, INTERVIEWKATA_WARM=json.dumps(fds)),
                pass_fds=(asks, says),
            )
        )
        os.close(asks)
        os.close(says)
        self.collected = list(self._until("ready"))[:-1]

    def _until(self, last: str) -> Iterator[Event]:
        for line in self._says:
            event = _event(line)
            if event:
                yield event
            if event.get("at") == last:
                return
        raise self._lost()

    def _lost(self) -> WarmLost:
        return WarmLost(f"{self._kata.slug}: the child ended:\n{self._child.output()[-2000:]}")


class Cold:
    """Judges answers like Warm where processes cannot fork: slowly, each in a child of its own."""

    def __init__(self, kata: Kata, exemplar: Answer, how: How | None = None) -> None:
        self._kata = kata
        self._exemplar = exemplar
        self._how = how or How()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def judge(self, ask: Ask) -> Judged:
        """Judge one answer in a child."""
        answer = replace(self._exemplar, files={**self._exemplar.files, **ask.files})
        [verdict] = run_rounds([(self._kata, answer)], replace(self._how, seed=ask.seed))
        return Judged(verdict, verdict.seconds)


def bench(kata: Kata, exemplar: Answer, how: How | None = None) -> Warm | Cold:
    """Return the quickest thing here that judges many answers of one kata."""
    return (Warm if hasattr(os, "fork") else Cold)(kata, exemplar, how)


def _memory() -> str | None:
    """Return a folder that is kept in memory, where there is one: each answer is a file."""
    return MEMORY if os.access(MEMORY, os.W_OK) else None


def _touched(events: Iterable[Event]) -> dict[str, frozenset[int]]:
    told = (event for event in events if event["at"] == "touched")
    return {event["node"].partition("::")[2]: frozenset(event["lines"]) for event in told}


def _event(line: str) -> Event:
    """Read one event; a line that a dying fork did not finish is none."""
    try:
        event: Event = json.loads(line)
    except ValueError:
        return {}
    return event
