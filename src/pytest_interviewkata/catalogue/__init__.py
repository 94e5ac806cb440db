"""Finds and reads the library's metadata. What is wrong is named by file and key."""

from pytest_interviewkata.catalogue.answers import read_answers
from pytest_interviewkata.catalogue.distribution import extras
from pytest_interviewkata.catalogue.files import check_files, missing_files
from pytest_interviewkata.catalogue.kata_file import read_kata
from pytest_interviewkata.catalogue.library import load
from pytest_interviewkata.catalogue.lookup import find
from pytest_interviewkata.catalogue.mistakes import read_diagnoses, write_diagnoses
from pytest_interviewkata.catalogue.origin import digest, read_origin, write_origin
from pytest_interviewkata.catalogue.wrong import WrongFile, read_wrong

__all__ = [
    "WrongFile",
    "check_files",
    "digest",
    "extras",
    "find",
    "load",
    "missing_files",
    "read_answers",
    "read_diagnoses",
    "read_kata",
    "read_origin",
    "read_wrong",
    "write_diagnoses",
    "write_origin",
]
