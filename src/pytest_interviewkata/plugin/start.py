"""What a run sets up when it meets its first kata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.catalogue import read_kata
from pytest_interviewkata.plugin import services
from pytest_interviewkata.plugin.collect import KataModule
from pytest_interviewkata.plugin.facts import TAGGER, Tagger
from pytest_interviewkata.plugin.record import RECORDER, Recorder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pytest

    from pytest_interviewkata.model import Kata

CHANNEL = "interviewkata-channel"
"""The plugin of a child whose verdicts somebody else reads: nothing is kept or shown there."""


def kata_module(path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Return the collector of one test file of a kata; the stub itself is no test."""
    if not path.name.startswith("test_"):
        return None
    tag(parent.config)
    if not hasattr(parent.config, "workerinput"):
        record(parent.config)
    module: pytest.Module = KataModule.from_parent(parent, path=path)
    return module


def controller(config: pytest.Config, files: Mapping[str, Path]) -> None:
    """Start recording in a run whose tests xdist's workers execute."""
    first = RECORDER not in config.stash
    record(config)
    config.stash[RECORDER].expect(files)
    if first:
        from pytest_interviewkata.plugin.usage import usage_errors  # noqa: PLC0415  see record

        with usage_errors():
            announce(config, [read_kata(file.parent) for file in files.values()])


def announce(config: pytest.Config, katas: Sequence[Kata]) -> None:
    """Say what pytest's header would say if this process collected the tests itself."""
    services.demand(config, katas)
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and config.get_verbosity() >= 0:
        reporter.ensure_newline()
        reporter.write_line(services.header(config, katas))


def tag(config: pytest.Config) -> None:
    """Register what tags tests and their reports, once a process."""
    if TAGGER not in config.stash:
        tagger = config.stash[TAGGER] = Tagger()
        config.pluginmanager.register(tagger, "interviewkata-tagger")


def record(config: pytest.Config) -> None:
    """Register what turns reports into verdicts and shows them, once a run."""
    if RECORDER in config.stash or config.pluginmanager.has_plugin(CHANNEL):
        return
    # Workers of xdist and children of a runner do without all this.
    from pytest_interviewkata import reports  # noqa: PLC0415
    from pytest_interviewkata.plugin.learner import Between, Learner  # noqa: PLC0415

    recorder = config.stash[RECORDER] = Recorder()
    targets = [reports.parse(text) for text in config.option.kata_report]
    learner = Learner(config, recorder, targets)
    for plugin in (recorder, learner, Between(learner)):
        config.pluginmanager.register(plugin, f"interviewkata-{type(plugin).__name__.lower()}")
