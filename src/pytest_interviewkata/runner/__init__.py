"""Runs the tests of katas in children; verdicts come down a channel of our own."""

from pytest_interviewkata.runner.how import How
from pytest_interviewkata.runner.rounds import run_rounds

__all__ = ["How", "run_rounds"]
