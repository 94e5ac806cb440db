"""The words of the domain, as frozen dataclasses. Nothing here reads or writes."""

from pytest_interviewkata.model.answer import Answer, Diagnosis, Equivalent, Expect, Role, Wrong
from pytest_interviewkata.model.attempt import Attempt, Evidence, Mastery
from pytest_interviewkata.model.kata import Catalogue, Grading, Kata, Kind, Limits, Parameter
from pytest_interviewkata.model.library import (
    OWN_LIBRARY,
    WORKSPACE_FILE,
    WORKSPACE_FOLDER,
    Library,
)
from pytest_interviewkata.model.results import KataResult, Results, TopicResult
from pytest_interviewkata.model.verdict import Outcome, TestOutcome, TestResult, Verdict

__all__ = [
    "OWN_LIBRARY",
    "WORKSPACE_FILE",
    "WORKSPACE_FOLDER",
    "Answer",
    "Attempt",
    "Catalogue",
    "Diagnosis",
    "Equivalent",
    "Evidence",
    "Expect",
    "Grading",
    "Kata",
    "KataResult",
    "Kind",
    "Library",
    "Limits",
    "Mastery",
    "Outcome",
    "Parameter",
    "Results",
    "Role",
    "TestOutcome",
    "TestResult",
    "TopicResult",
    "Verdict",
    "Wrong",
]
