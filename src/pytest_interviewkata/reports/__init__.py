"""What a run says: to the terminal, and in files for other programs."""

from pytest_interviewkata.reports.registry import FORMATS, Report, report
from pytest_interviewkata.reports.write import ReportUnwritable, Target, check, parse, write

__all__ = [
    "FORMATS",
    "Report",
    "ReportUnwritable",
    "Target",
    "check",
    "parse",
    "report",
    "write",
]
