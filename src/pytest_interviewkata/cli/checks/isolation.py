"""What keeps somebody else's code apart from ours."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Final

from pytest_interviewkata.cli.checks.finding import Finding, State

GROUP: Final = "Isolation"
WHAT_FOR: Final = "Only needed to grade other people's answers, on Linux: "
PATIENCE: Final = 10.0


def bubblewrap() -> Finding:
    """Look whether bwrap is there and may make a sandbox."""
    program = shutil.which("bwrap")
    if program is None:
        advice = f"{WHAT_FOR}apt install bubblewrap"
        return Finding(GROUP, "bwrap", State.MISSING, "not installed", advice)
    if not _works(program):
        advice = f"{WHAT_FOR}it needs user namespaces, which this machine refuses."
        return Finding(GROUP, "bwrap", State.MISSING, f"{program} cannot make a sandbox", advice)
    return Finding(GROUP, "bwrap", State.OK, f"{program} makes sandboxes")


def fork() -> Finding:
    """Look whether processes can be forked."""
    if hasattr(os, "fork"):
        return Finding(GROUP, "fork", State.OK, "this system forks")
    advice = "Katas run without it; `interviewkata verify` is slower."
    return Finding(GROUP, "fork", State.MISSING, "this system does not fork", advice)


def _works(program: str) -> bool:
    try:
        done = subprocess.run(  # noqa: S603  a constant command
            [program, "--ro-bind", "/", "/", "--unshare-all", "true"],
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
