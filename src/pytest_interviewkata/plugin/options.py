"""The options, and what every run needs before it meets a kata. Light on purpose."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pytest

EMBEDDED: Final = "embedded"
REAL: Final = "real"
URLS: Final = {"redis": "REDIS_URL", "postgres": "DATABASE_URL", "rabbitmq": "AMQP_URL"}
"""Where a real service is, by the name that kata.toml gives it."""
SEED: Final = "kata_seed"
"""What the controller of an xdist run calls the seed when it tells its workers."""
SEED_BYTES: Final = 4


class Node(Protocol):
    """An xdist worker, as its controller sees it."""

    config: pytest.Config
    workerinput: dict[str, object]


def add(parser: pytest.Parser) -> None:
    """Add the group "katas" to `pytest --help`."""
    group = parser.getgroup("katas", "katas (pytest-interviewkata)")
    group.addoption(
        "--kata-services",
        choices=(EMBEDDED, REAL),
        default=EMBEDDED,
        help="what katas talk to: 'embedded' needs no server (default); 'real' needs empty "
        f"servers, named by {', '.join(URLS.values())}",
    )
    group.addoption(
        "--kata-report",
        action="append",
        default=[],
        metavar="FORMAT=PATH",
        help="also write the results of the katas to a file, for instance json=katas.json; "
        "may be given several times",
    )
    group.addoption(
        "--kata-all",
        action="store_true",
        help="show every failing test in full (default: the first of each kata that was "
        "started, and one line for a kata that was not)",
    )
    group.addoption(
        "--kata-seed",
        type=int,
        metavar="N",
        help="repeat the random inputs of an earlier run (default: new ones each run; the "
        "header, and each failure that met them, say which)",
    )


def settle(config: pytest.Config) -> None:
    """Check what was asked for, and choose a seed unless one was given."""
    option, told = config.option, getattr(config, "workerinput", None)
    if option.kata_seed is None:
        option.kata_seed = told[SEED] if told else int.from_bytes(os.urandom(SEED_BYTES), "big")
    if option.kata_report and not told:
        from pytest_interviewkata.plugin import usage  # noqa: PLC0415  only when asked for

        usage.check_reports(option.kata_report)


def kata_files(config: pytest.Config, ids: Iterable[str]) -> dict[str, Path]:
    """Return which of the files in these node ids belong to katas."""
    here = config.invocation_params.dir
    # A file outside of the root directory is named relative to the argument that led to it.
    bases = (config.rootpath, *(here / arg.partition("::")[0] for arg in config.args))
    names = dict.fromkeys(nodeid.partition("::")[0] for nodeid in ids)
    found = ((name, base / name) for name in names for base in bases)
    return {name: path for name, path in found if path.with_name("kata.toml").is_file()}
