"""Worlds for the harness's own tests: answers from a folder, or written on the spot."""

import sys
from pathlib import Path

import pytest

from pytest_interviewkata.harness import Lab
from pytest_interviewkata.harness.process import LocalProcesses
from pytest_interviewkata.harness.redis.server import Embedded

ANSWERS = Path(__file__).parent / "answers"


@pytest.fixture
def service():
    return Embedded()


@pytest.fixture
def lab_of(service):
    """`lab_of(folder, "module")`: a lab whose processes run these modules."""
    labs = []

    def make(folder, *modules):
        processes = LocalProcesses(modules, folder)
        labs.append((Lab(processes, service), processes))
        return labs[-1][0]

    yield make
    for lab, processes in labs:
        lab.close()
        processes.close()


@pytest.fixture
def written(lab_of, tmp_path):
    """`written(source)`: a lab whose processes run a module `answer` with this source."""

    def make(source):
        (tmp_path / "answer.py").write_text(source)
        return lab_of(tmp_path, "answer")

    yield make
    sys.modules.pop("answer", None)


@pytest.fixture
def lab(lab_of):
    yield lab_of(ANSWERS, "locks")
    sys.modules.pop("locks", None)


@pytest.fixture
def world(lab):
    return lab.world()
