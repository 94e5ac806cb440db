"""The `interviewkata` command."""

from pytest_interviewkata.cli.entry import main

__all__ = ["main"]
