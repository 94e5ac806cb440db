"""A lab without a kata: the tests define the tasks themselves."""

import pytest

from pytest_interviewkata.harness.celery.lab import CeleryLab
from pytest_interviewkata.harness.process import LocalProcesses
from pytest_interviewkata.harness.spies import spy
from pytest_interviewkata.harness.world import Lab


@pytest.fixture
def lab(tmp_path):
    base = Lab(LocalProcesses([], tmp_path))
    celery_lab = CeleryLab(base)
    yield celery_lab
    celery_lab.close()
    base.close()


@pytest.fixture
def world(lab):
    return lab.world()


@spy("note")
class Diary:
    """Remembers what was noted; may do something when it hears a word."""

    def __init__(self):
        self.notes = []
        self.when = {}

    def note(self, word):
        self.notes.append(word)
        if word in self.when:
            return self.when[word]()
        return None


@pytest.fixture
def diary():
    return Diary()
