"""Serves forks: a pytest that has collected a kata runs it again and again, each time in a fork.

Loaded in children only (`-p pytest_interviewkata.plugin.warm`). A request is
one JSON line; what the fork's tests do comes back as the channel's events, and
how the fork ended as one event more.
"""

from __future__ import annotations

import gc
import json
import os
import random
import signal
import traceback
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

import pytest

from pytest_interviewkata.plugin.bindings import Bindings, install
from pytest_interviewkata.plugin.channel import Channel
from pytest_interviewkata.plugin.scout import import_all, imported_by
from pytest_interviewkata.plugin.touched import Touched
from pytest_interviewkata.plugin.warmup import warm_up

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

VARIABLE: Final = "INTERVIEWKATA_WARM"
SHORT: Final = 200
"""How much is said of the first failure."""


@dataclass(frozen=True)
class Order:
    """One request: which random inputs, which order, and how much time it may take."""

    seed: int
    shuffle: int | None
    lead: list[str]
    """Tests to run before the others."""
    first: bool
    """Stop at the first failure."""
    trace: bool
    """Tell which lines of the answer each test touches."""
    cpu: float
    """Seconds for the whole run, or for one test that `cpus` does not mention."""
    cpus: dict[str, float]
    """Seconds for single tests, where only the first failure counts."""
    wall: float


def pytest_configure(config: pytest.Config) -> None:
    """Start serving where a runner has asked for it."""
    asked = os.environ.pop(VARIABLE, None)
    if asked:
        server = Server(config, **json.loads(asked))
        config.pluginmanager.register(server, "interviewkata-warm")
        config.pluginmanager.register(Channel(server.send), "interviewkata-channel")


class Server:
    """Takes requests from one pipe, forks, and lets the forks answer into another."""

    def __init__(self, config: pytest.Config, asks: int, says: int, modules: list[str]) -> None:
        os.set_inheritable(asks, False)  # noqa: FBT003  what the answers start must not hold them
        os.set_inheritable(says, False)  # noqa: FBT003
        self.config = config
        self.asks: IO[str] = os.fdopen(asks, encoding="utf-8")
        self.says = says
        self.modules = modules
        self.bindings = Bindings(modules)
        self.mute = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool | None:
        """Where the tests cannot be given another answer afterwards, each fork collects anew."""
        if self.bindings.read(self._targets()):
            return None
        self.serve(session, collected=False)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve instead of running the tests."""
        if session.items:
            self.serve(session, collected=True)
        return True

    def serve(self, session: pytest.Session, *, collected: bool) -> None:
        """Answer requests until nobody asks any more."""
        warm_up(session)
        self._scout(session, collected=collected)
        gc.collect()
        gc.freeze()
        self.send({"at": "ready", "collected": collected})
        for order in self._orders():
            pid = os.fork()
            if pid == 0:
                self._fork(session, order, collected=collected)
            _, status, used = os.wait4(pid, 0)
            code = os.waitstatus_to_exitcode(status)
            self.send({"at": "ended", "status": code, "cpu": used.ru_utime + used.ru_stime}, "\n")

    def send(self, event: dict[str, Any], before: str = "") -> None:
        """Send one event; the line before it may have been left unfinished by a fork that died."""
        data = b"" if self.mute else f"{before}{json.dumps(event)}\n".encode()
        while data:
            data = data[os.write(self.says, data) :]

    def _orders(self) -> Iterator[Order]:
        for line in self.asks:
            yield Order(**json.loads(line))

    def _targets(self) -> list[Path]:
        root = self.config.invocation_params.dir
        return [root / argument for argument in self.config.args]

    def _fork(self, session: pytest.Session, order: Order, *, collected: bool) -> None:
        try:
            limit(order)
            self.config.option.kata_seed = order.seed
            if order.trace:
                self._trace(session)
            self._prepare(session, collected=collected)
            self._run(session.items, order)
        except BaseException:  # noqa: BLE001  whatever it was, this process ends here
            self.send({"at": "broken", "node": "", "why": traceback.format_exc()})
        finally:
            os._exit(0)

    def _prepare(self, session: pytest.Session, *, collected: bool) -> None:
        if collected:
            files = {item.getparent(pytest.Module) for item in session.items}
            namespaces = {file.path: vars(file.obj) for file in files if file}
            install(self.modules, next(iter(namespaces)).parent)
            self.bindings.renew(namespaces)
        else:
            session.perform_collect()

    def _scout(self, session: pytest.Session, *, collected: bool) -> None:
        def run() -> None:
            self.mute = True
            self._prepare(session, collected=collected)
            for item in session.items:
                self._run_quickly(item, None)

        import_all(imported_by(run, self._targets()[0].parent))

    def _trace(self, session: pytest.Session) -> None:
        folder = self._targets()[0].parent
        files = [str(folder / f"{name}.py") for name in self.modules]
        session.config.pluginmanager.register(Touched(files, self.send))

    def _run(self, items: Sequence[pytest.Item], order: Order) -> None:
        turns = in_order(items, order)
        for item, following in zip(turns, [*turns[1:], None], strict=True):
            if order.first:
                signal.setitimer(signal.ITIMER_PROF, order.cpus.get(name_of(item), order.cpu))
                self._run_quickly(item, following)
            else:
                self.config.hook.pytest_runtest_protocol(item=item, nextitem=following)

    def _run_quickly(self, item: pytest.Item, following: pytest.Item | None) -> None:
        """Run one test without the reports that nobody reads; the first failure is the end."""
        event = {"at": "phase", "node": item.nodeid, "when": "call", "seconds": 0.0}
        try:
            item.ihook.pytest_runtest_setup(item=item)
            item.ihook.pytest_runtest_call(item=item)
            item.ihook.pytest_runtest_teardown(item=item, nextitem=following)
        except BaseException as error:  # noqa: BLE001  as pytest does
            skipped = isinstance(error, pytest.skip.Exception)
            said = {"outcome": "skipped" if skipped else "failed", "message": repr(error)[:SHORT]}
            self.send(event | said)
            if not skipped and not self.mute:
                os._exit(0)
        else:
            self.send(event | {"outcome": "passed", "when": "teardown"})


def in_order(items: Sequence[pytest.Item], order: Order) -> list[pytest.Item]:
    """Return the tests in the order that was asked for."""
    rank = {name: place for place, name in enumerate(order.lead)}
    turns = sorted(items, key=lambda item: rank.get(name_of(item), len(rank)))
    if order.shuffle is not None:
        random.Random(order.shuffle).shuffle(turns)  # noqa: S311  an order, not a secret
    return turns


def name_of(item: pytest.Item) -> str:
    """Return a test's name within its file."""
    return item.nodeid.partition("::")[2]


def limit(order: Order) -> None:
    """End this process when its CPU or its time is used up."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, order.cpu)
    signal.setitimer(signal.ITIMER_REAL, order.wall)
