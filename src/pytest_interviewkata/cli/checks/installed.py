"""Python and the extras."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING, Final

from pytest_interviewkata import extras
from pytest_interviewkata.catalogue import extras as known_extras
from pytest_interviewkata.cli.checks.finding import Finding, State
from pytest_interviewkata.errors import KataError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.cli.app import App

OLDEST: Final = (3, 11)
PURPOSES: Final = {"verify": "`interviewkata verify`"}
EVERYTHING: Final = "all"


def python() -> Finding:
    """Look at the Python that runs us."""
    state = State.OK if sys.version_info >= OLDEST else State.BROKEN
    advice = "" if state is State.OK else "Python 3.11 or newer is needed."
    says = f"{platform.python_version()} on {platform.system()}, {sys.executable}"
    return Finding("Python", "python", state, says, advice)


def extra_findings(app: App) -> Iterator[Finding]:
    """Look for what each extra needs."""
    for extra in known_extras():
        if extra != EVERYTHING:
            yield _extra(extra, app)


def _extra(extra: str, app: App) -> Finding:
    lacking = extras.missing(extra)
    if not lacking:
        return Finding("Extras", extra, State.OK, "installed")
    says = f"lacks {', '.join(lacking)}"
    advice = f"For {_purpose(extra, app)}: pip install 'pytest-interviewkata[{extra}]'"
    return Finding("Extras", extra, State.MISSING, says, advice)


def _purpose(extra: str, app: App) -> str:
    try:
        needed_by = [kata.slug for kata in app.catalogue if extra in kata.requires]
    except KataError:
        needed_by = []
    return ", ".join(needed_by) or PURPOSES.get(extra, f"katas about {extra}")
