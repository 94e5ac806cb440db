"""The `interviewkata` command."""

from pytest_interviewkata.cli.main import main

__all__ = ["main"]
