"""Collecting a kata: what is wrong with the learner's file is said once, and stays in its kata."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.errors import KataError, MissingExtra
from pytest_interviewkata.model import Outcome
from pytest_interviewkata.plugin import answer, fixtures
from pytest_interviewkata.plugin.blame import blame, unreadable
from pytest_interviewkata.plugin.facts import TAGGER
from pytest_interviewkata.plugin.standin import Reason, StandIns

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from pytest_interviewkata.model import Kata

Nodes = list[pytest.Item | pytest.Collector]


class KataModule(pytest.Module):
    """A test file that lies beside a kata.toml."""

    _modules: Mapping[str, ModuleType] = MappingProxyType({})

    @cached_property
    def kata(self) -> Kata:
        """The kata, as its kata.toml says it."""
        try:
            return catalogue.read_kata(self.path.parent)
        except KataError as error:
            raise self.CollectError(str(error)) from None

    def collect(self) -> Nodes:
        """Return the file's tests, or one stand-in for each if they cannot be imported."""
        nodes = self._nodes()
        self.config.stash[TAGGER].met(self.path, self.kata, count(nodes))
        return nodes

    def setup(self) -> None:
        """Let this kata's modules be the ones that an import finds, whoever was here before."""
        answer.reclaim(self.path.parent, self._modules)
        super().setup()

    def _nodes(self) -> Nodes:
        kata = self.kata
        if kata.requires and is_missing(kata.requires):
            reason = str(MissingExtra(kata.slug, ",".join(kata.requires)))
            return StandIns(self, Reason(Outcome.NOT_ASSESSED, reason)).nodes()
        if unread := unreadable(kata):
            return StandIns(self, Reason(Outcome.BROKEN, unread)).nodes()
        return self._imported(kata)

    def _imported(self, kata: Kata) -> Nodes:
        try:
            with answer.importing(kata.folder), prepending(self.config.option):
                fixtures.lend(self.obj)
                nodes = list(super().collect())
        except (Exception, SystemExit, pytest.skip.Exception) as error:
            cause = error.__cause__ if isinstance(error, self.CollectError) else error
            reason = cause and blame(cause, kata, self.path)
            if not cause or not reason:
                raise
            return StandIns(self, Reason(Outcome.BROKEN, reason, cause.__traceback__)).nodes()
        self._modules = {
            name: sys.modules[name] for name in answer.names(kata.folder) if name in sys.modules
        }
        return nodes


def is_missing(extras: Sequence[str]) -> bool:
    """Say whether an extra that a kata requires is not installed."""
    from pytest_interviewkata.extras import missing  # noqa: PLC0415  takes its time to import

    return bool(missing(*extras))


@contextmanager
def prepending(option: argparse.Namespace) -> Iterator[None]:
    """Import a test file by its own name, whatever import mode the project around it has.

    By a name made from its folders, `katas/redis` would come in the way of `import redis`.
    """
    chosen, option.importmode = option.importmode, "prepend"
    try:
        yield
    finally:
        option.importmode = chosen


def count(nodes: Iterable[pytest.Item | pytest.Collector]) -> int:
    """Count the tests below these nodes, those inside classes too."""
    return sum(count(node.collect()) if isinstance(node, pytest.Collector) else 1 for node in nodes)
