"""How a run of katas is made: on which side of the border, with which services, in which order."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_interviewkata.model import Kata

PACKAGE: Final = "pytest_interviewkata"
SERVICES: Final = ("REDIS_URL", "DATABASE_URL", "AMQP_URL")
KEPT: Final = ("PATH", "SYSTEMROOT", "COVERAGE_PROCESS_START")
INI: Final = "interviewkata.ini"


@dataclass(frozen=True)
class How:
    """One way to run the tests of a kata."""

    outside: bool = False
    """The answer stands behind the border, in a process of its own."""
    hidden: Path | None = None
    """Run the hidden tests of this folder of solutions instead of the visible ones."""
    services: str = "embedded"
    seed: int | None = None
    """What the tests' random inputs start from; new ones each run otherwise."""

    def hidden_folder(self, kata: Kata) -> Path | None:
        """Return the folder of the hidden tests to run, if those are to run."""
        return self.hidden / kata.topic / kata.name / "hidden" if self.hidden else None

    def test_file(self, kata: Kata) -> str:
        """Return the name of the test file to run."""
        return f"test_{kata.name}_hidden.py" if self.hidden else kata.test_file.name


def argv(root: Path, how: How, targets: Sequence[Path], *plugins: str) -> list[str]:
    """Return the command that runs some test files of a staged tree."""
    ours = [f"{PACKAGE}.plugin", *plugins, *([f"{PACKAGE}.grading.trusted"] if how.outside else [])]
    ours += ["no:cacheprovider", "no:interviewkata-learner"]
    options = [part for name in ours for part in ("-p", name)]
    options += ["-c", str(root / INI), "--rootdir", str(root), "-q", "--tb=no"]
    options += ["--continue-on-collection-errors", f"--kata-services={how.services}"]
    if how.seed is not None:
        options.append(f"--kata-seed={how.seed}")
    return [sys.executable, "-P", "-m", "pytest", *options, *map(str, targets)]


def environment(root: Path, how: How, **more: str) -> dict[str, str]:
    """Return an environment that holds next to nothing of ours, and no progress to write to."""
    home = root / "home"
    home.mkdir(exist_ok=True)
    kept = (*KEPT, *(SERVICES if how.services == "real" else ()))
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "HOME": str(home),
        "INTERVIEWKATA_HOME": str(home),
        "LANG": "C.UTF-8",
        # Threads reserve address space by the arena, which would count as memory.
        "MALLOC_ARENA_MAX": "2",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": _source(),
        "TMPDIR": str(home),
        **more,
    }


def _source() -> str:
    """Return the folder that holds this very package, when it is not an installed one."""
    folder = Path(__file__).resolve().parents[2]
    return "" if folder.name in {"site-packages", "dist-packages"} else str(folder)
