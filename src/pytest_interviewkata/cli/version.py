"""Which version of ours is installed."""

from __future__ import annotations

from importlib import metadata

from pytest_interviewkata.model import OWN_LIBRARY as DISTRIBUTION


def version() -> str:
    """Return the installed version."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "(not installed)"
