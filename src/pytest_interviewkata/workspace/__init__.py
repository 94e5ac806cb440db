"""Folders that katas are worked on in: the learner's own, and staged copies of one kata."""

from pytest_interviewkata.workspace.creating import Written, init
from pytest_interviewkata.workspace.originals import changed, original
from pytest_interviewkata.workspace.resetting import reset
from pytest_interviewkata.workspace.staging import staged

__all__ = ["Written", "changed", "init", "original", "reset", "staged"]
