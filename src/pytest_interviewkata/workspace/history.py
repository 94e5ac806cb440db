"""What a file said before, from the history of the clone that it lies in."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def earlier(folder: Path, name: str) -> Iterator[bytes]:
    """Yield every text that git knows of a file, the newest first; nothing without git."""
    for blob in dict.fromkeys(_blobs(folder, name)):
        yield _git(folder, "cat-file", "blob", blob)


def _blobs(folder: Path, name: str) -> Iterator[str]:
    """Yield the ids of the file's texts: staged, then committed on any branch."""
    for line in _lines(folder, "ls-files", "--stage", "--", name):
        yield line.split()[1]
    log = ("log", "--all", "--format=", "--raw", "--no-abbrev", "--no-renames", "-m", "--root")
    for line in _lines(folder, *log, "--", name):
        _, _, before, after, *_ = line.split()
        yield from (blob for blob in (after, before) if blob.strip("0"))


def _lines(folder: Path, *command: str) -> list[str]:
    return _git(folder, *command).decode(errors="replace").splitlines()


def _git(folder: Path, *command: str) -> bytes:
    """Ask git; a folder that is in no repository, or a machine without git, knows nothing."""
    # Within a hook, git's own variables would name another repository.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(  # noqa: S603  constant commands
            ["git", "-C", str(folder), *command],  # noqa: S607  the learner's own git
            capture_output=True,
            check=False,
            env=env,
            stdin=subprocess.DEVNULL,
        )
    except OSError:
        return b""
    return done.stdout if done.returncode == 0 else b""
