"""What a learner has done so far, kept in one SQLite file."""

from pytest_interviewkata.progress.store import Store
from pytest_interviewkata.progress.unavailable import ProgressUnavailable

__all__ = ["ProgressUnavailable", "Store"]
