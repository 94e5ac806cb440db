"""Modules of installed packages that a kata's name would hide."""

from __future__ import annotations

import sysconfig
from importlib.machinery import PathFinder
from importlib.metadata import packages_distributions

from pytest_interviewkata.catalogue.distribution import canonical, required


def hidden_dependency(name: str) -> str:
    """Name the dependency of ours that has a module of this name, if one has.

    What else is installed beside us is the learner's own affair.
    """
    if PathFinder.find_spec(name, _places()) is None:
        return ""
    owners = packages_distributions().get(name, ())
    return next((owner for owner in owners if canonical(owner) in required()), "")


def _places() -> list[str]:
    return [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
