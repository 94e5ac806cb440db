"""What a run sets up when it meets its first kata."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.plugin.collect import KataModule
from pytest_interviewkata.plugin.facts import Tagger
from pytest_interviewkata.plugin.learner import Learner
from pytest_interviewkata.plugin.record import RECORDER, Recorder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

TAGGER = "interviewkata-tagger"


def kata_module(path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Return the collector of one test file of a kata; the stub itself is no test."""
    if not path.name.startswith("test_"):
        return None
    config = parent.config
    if not config.pluginmanager.has_plugin(TAGGER):
        config.pluginmanager.register(Tagger(), TAGGER)
    if not hasattr(config, "workerinput"):
        record(config)
    module: pytest.Module = KataModule.from_parent(parent, path=path)
    return module


def controller(config: pytest.Config, files: Sequence[Path]) -> None:
    """Start recording in a run whose tests xdist's workers execute."""
    record(config)
    config.stash[RECORDER].expect(files)


def record(config: pytest.Config) -> None:
    """Register what turns the reports of tests into verdicts, once a run."""
    if RECORDER in config.stash:
        return
    recorder = config.stash[RECORDER] = Recorder()
    config.pluginmanager.register(recorder, "interviewkata-recorder")
    config.pluginmanager.register(Learner(config, recorder), "interviewkata-learner")
