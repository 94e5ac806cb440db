"""The trusted side of a grade, as a pytest plugin: to be loaded after `plugin`.

A kata's tests run here and its answer does not: that is imported by processes of its own,
behind the border, fresh ones for each test. A skipped test counts as failed here.
"""

from __future__ import annotations

import ast
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from pytest_interviewkata.harness.border import packages
from pytest_interviewkata.harness.border.answer import Answer
from pytest_interviewkata.harness.border.forks import launcher
from pytest_interviewkata.harness.border.joint import run_async as device
from pytest_interviewkata.harness.border.poison import Poisoned
from pytest_interviewkata.harness.border.processes import Place, WorkerProcesses
from pytest_interviewkata.model import Outcome
from pytest_interviewkata.plugin import answer as importing
from pytest_interviewkata.plugin import start
from pytest_interviewkata.plugin.blame import unreadable
from pytest_interviewkata.plugin.collect import KataModule, Nodes, prepending
from pytest_interviewkata.plugin.fixtures import LENT
from pytest_interviewkata.plugin.standin import Reason, StandIns

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pytest_interviewkata.harness.border.launch import Launcher
    from pytest_interviewkata.model import Kata

SIDE: Final = pytest.StashKey["TrustedSide"]()
NO_SKIP: Final = "a skipped test counts as failed here"
NO_XFAIL: Final = "a test that is expected to fail counts as failed here"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add where the answers are."""
    parser.getgroup("katas").addoption(
        "--kata-answers",
        type=lambda text: Path(text).resolve(),
        metavar="DIR",
        help="the folder of the answer, or of all answers as DIR/<topic>/<kata>/ (default: "
        "each lies beside its tests)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Take over the collection of katas."""
    if not hasattr(config.option, "kata_seed"):
        raise pytest.UsageError(f"{__name__} needs -p pytest_interviewkata.plugin before it.")
    side = config.stash[SIDE] = TrustedSide(config.option.kata_answers)
    config.pluginmanager.register(side, "interviewkata-trusted-side")
    config.add_cleanup(side.close)


class TrustedSide:
    """Keeps the answers of one run behind the border."""

    def __init__(self, answers: Path | None) -> None:
        self._folder = answers
        self._answers: dict[Path, Answer] = {}
        self._launchers: dict[tuple[str, ...], Launcher] = {}
        self._stack = ExitStack()

    def folder(self, kata: Kata) -> Path:
        """Return where the answer to a kata lies."""
        if self._folder is None:
            return kata.folder
        of_many = self._folder / kata.topic / kata.name
        return of_many if of_many.is_dir() else self._folder

    def answer(self, kata: Kata) -> Answer:
        """Return the answer to a kata."""
        if kata.folder not in self._answers:
            place = Place(
                folder=self._apart(kata),
                modules=kata.modules,
                support=tuple(support(kata)),
                packages=packages.shared(kata.requires),
                seconds=kata.limits.seconds,
            )
            self._answers[kata.folder] = Answer(place, self._launcher(kata))
        return self._answers[kata.folder]

    def close(self) -> None:
        """Leave nothing running and nothing lying about."""
        for each in self._launchers.values():
            each.close()
        self._stack.close()

    @pytest.hookimpl(tryfirst=True)
    def pytest_pycollect_makemodule(
        self, module_path: Path, parent: pytest.Collector
    ) -> pytest.Module | None:
        """Collect a test file with a kata.toml beside it as one of the trusted side."""
        beside = module_path.with_name("kata.toml").is_file()
        if not beside or not module_path.name.startswith("test_"):
            return None
        start.tag(parent.config)
        module: pytest.Module = TrustedModule.from_parent(parent, path=module_path)
        return module

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Give each test processes of its own."""
        module = item.getparent(TrustedModule)
        if module is None or module.answer is None:
            return (yield)
        module.answer.begin()
        try:
            return (yield)
        finally:
            module.answer.end()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Fail a test that its answer has poisoned, whatever the test caught; and skips."""
        module = item.getparent(TrustedModule)
        if module is None:
            return (yield)
        if reason := module.failing(call):
            call.excinfo = failure(reason, call.excinfo)
        report = yield
        if vars(report).pop("wasxfail", None) is not None:
            report.outcome, report.longrepr = "failed", NO_XFAIL
        return report

    def _apart(self, kata: Kata) -> Path:
        """Return a folder with the answer and what it may see, and without any tests."""
        if self._folder is not None:
            return self.folder(kata)
        apart = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="kata-answer-")))
        for name in (*kata.files, *kata.support):
            shutil.copy(kata.folder / name, apart / name)
        return apart

    def _launcher(self, kata: Kata) -> Launcher:
        wanted = packages.modules(kata.requires)
        if wanted not in self._launchers:
            self._launchers[wanted] = launcher(wanted)
        return self._launchers[wanted]


class TrustedModule(KataModule):
    """A kata's test file, for which the answer's modules are made of proxies."""

    answer: Answer | None = None

    def setup(self) -> None:
        """Let imports within tests find the proxies."""
        super().setup()
        if self.answer is not None:
            sys.modules.update(self.answer.modules)

    def failing(self, call: pytest.CallInfo[None]) -> str:
        """Say why a phase of a test has failed that seems to be over well, or skipped."""
        error = call.excinfo.value if call.excinfo else None
        reasons = self.answer.take_poison() if self.answer is not None else []
        if error is not None and not isinstance(error, Poisoned | pytest.skip.Exception):
            return ""
        if isinstance(error, pytest.skip.Exception):
            reasons.append(f"{NO_SKIP}: {error}")
        return reasons[0] if reasons else ""

    def _nodes(self) -> Nodes:
        side = self.config.stash[SIDE]
        kata = replace(self.kata, folder=side.folder(self.kata))
        if reason := unreadable(kata):
            return StandIns(self, Reason(Outcome.BROKEN, reason)).nodes()
        self.answer = side.answer(self.kata)
        return self._imported(self.kata)

    def _imported(self, kata: Kata) -> Nodes:
        assert self.answer is not None
        reason = self.answer.broken
        try:
            if not reason:
                return self._behind_the_border(kata, self.answer)
        except self.CollectError as error:
            reason = self._lacking(error.__cause__)
            if not reason:
                raise
        return StandIns(self, Reason(Outcome.BROKEN, reason)).nodes()

    def _behind_the_border(self, kata: Kata, answer: Answer) -> Nodes:
        sys.modules.update(answer.modules)
        with importing.importing(kata.folder), prepending(self.config.option):
            for name, fixture in (LENT | BORDER).items():
                vars(self.obj).setdefault(name, fixture)
            return list(pytest.Module.collect(self))

    def _lacking(self, error: BaseException | None) -> str:
        """Say which names the tests import in vain from the answer, if that is the error."""
        name = getattr(error, "name", None) if isinstance(error, ImportError) else None
        if self.answer is None or name not in self.answer.modules:
            return ""
        tree = ast.parse(self.path.read_bytes())
        froms = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
        wanted = [alias.name for node in froms if node.module == name for alias in node.names]
        return self.answer.lacks(name, wanted)


def failure(
    reason: str, before: pytest.ExceptionInfo[BaseException] | None
) -> pytest.ExceptionInfo[BaseException]:
    """Return a failed test's exception in place of what it has caught or raised."""
    error = pytest.fail.Exception(reason, pytrace=False)
    try:
        raise error.with_traceback(before and before.tb)
    except pytest.fail.Exception:
        return pytest.ExceptionInfo.from_current()


def support(kata: Kata) -> list[tuple[str, str, str]]:
    """Return the modules that both sides have: name, path and text of each."""
    paths = [kata.folder / name for name in kata.support if name.endswith(".py")]
    return [(path.stem, str(path), path.read_text("utf-8")) for path in paths]


@pytest.fixture
def kata_processes(request: pytest.FixtureRequest) -> WorkerProcesses:
    """Run the answer: `world` and `lab` start its processes here."""
    module: TrustedModule = request.node.getparent(TrustedModule)
    assert module.answer is not None
    return module.answer.processes


@pytest.fixture
def held(kata_processes: WorkerProcesses) -> Callable[[Any], Any]:
    """`held(x)` is x, which follows what the answer does to it."""
    return kata_processes.border.hold


@pytest.fixture
def run_async() -> Callable[..., Any]:
    """`run_async(function, *args)` awaits it in fresh event loops and returns its result."""
    return device


BORDER: Final = {"kata_processes": kata_processes, "held": held, "run_async": run_async}
"""The fixtures that are not the same on this side."""
