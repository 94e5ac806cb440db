"""Limits of one child process."""

from pytest_interviewkata.sandbox.child import Child, Finished, run_child

__all__ = ["Child", "Finished", "run_child"]
