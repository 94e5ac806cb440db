"""Folders that katas are worked on in: the learner's own, and staged copies of one kata."""

from pytest_interviewkata.workspace.init import Written, init
from pytest_interviewkata.workspace.original import changed, original
from pytest_interviewkata.workspace.reset import reset
from pytest_interviewkata.workspace.staging import staged

__all__ = ["Written", "changed", "init", "original", "reset", "staged"]
