"""What a learner's attempts show today. Pure: attempts and the time in, numbers out.

docs/mastery.md explains the formula, with worked examples.
"""

from pytest_interviewkata.mastery.evidence import evidence, worth
from pytest_interviewkata.mastery.score import is_due, mastery
from pytest_interviewkata.mastery.standing import concepts, topics

__all__ = ["concepts", "evidence", "is_due", "mastery", "topics", "worth"]
