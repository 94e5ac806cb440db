"""The pytest plugin. Loaded in every run: imports the standard library and pytest only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pytest_interviewkata.plugin import options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the group "katas"."""
    options.add(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Settle the options."""
    options.settle(config)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    """Collect a test file with a kata.toml beside it as a kata's."""
    if not module_path.with_name("kata.toml").is_file():
        return None
    from pytest_interviewkata.plugin import start  # noqa: PLC0415  a kata is met

    return start.kata_module(module_path, parent)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: options.Node) -> None:
    """Give each xdist worker the same seed."""
    node.workerinput[options.SEED] = node.config.option.kata_seed


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: options.Node, ids: Sequence[str]) -> None:
    """Meet the katas that an xdist worker has collected."""
    if files := options.kata_files(node.config, ids):
        from pytest_interviewkata.plugin import start  # noqa: PLC0415  a kata is met

        start.controller(node.config, files)
