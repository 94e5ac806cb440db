"""Processes in name: copies of the answer's modules in one interpreter."""

import pickle
import sys

import pytest

from pytest_interviewkata.harness import Lab
from pytest_interviewkata.harness.process import LocalProcesses

COUNTS = """
import threading
LOCK = threading.Lock()
seen = []

def see(what):
    seen.append(what)
    return list(seen)
"""

PICKLES = """
import pickle
from dataclasses import dataclass

@dataclass
class Envelope:
    value: int

class Store:
    def __init__(self, redis):
        self.redis = redis
    def put(self, value):
        self.redis.set("k", pickle.dumps(Envelope(value)))
    def get(self):
        envelope = pickle.loads(self.redis.get("k"))
        assert type(envelope) is Envelope
        return envelope.value
"""


def test_module_globals_are_not_shared(written):
    """Each process has its own globals, as on two machines."""
    world = written(COUNTS).world()

    world.process("one").see("a")

    assert world.process("two").see("b") == ["b"]
    assert world.process("one").see("c") == ["a", "c"]
    assert world.process("one").LOCK is not world.process("two").LOCK


def test_each_process_pickles_its_own_classes(written):
    """Pickle works within a process and between two, with classes of the answer."""
    world = written(PICKLES).world()
    one, two = (world.process(name).Store(world.process(name).redis()) for name in ("one", "two"))

    one.put(1)
    assert two.get() == 1
    two.put(2)
    assert one.get() == 2


def test_pickling_works_in_actors(written):
    """So it does when processes act one after the other."""
    world = written(PICKLES).world()
    world.actor("one", lambda process: process.Store(process.redis()).put(3))
    world.actor("two", lambda process: process.Store(process.redis()).get(), at=1)

    assert world.run()["two"].value == 3


def test_the_tests_own_module_stays(tmp_path, monkeypatch):
    """What the test imported is its own process, before, during and after a world."""
    (tmp_path / "counted.py").write_text(PICKLES)
    monkeypatch.syspath_prepend(tmp_path)
    import counted

    processes = LocalProcesses(["counted"], tmp_path)
    lab = Lab(processes)
    world = lab.world()
    world.process("one").Store(world.process("one").redis()).put(1)

    assert world.main.Envelope is counted.Envelope
    assert pickle.loads(pickle.dumps(counted.Envelope(5))).value == 5
    lab.close()
    processes.close()
    assert sys.modules.pop("counted") is counted


def test_modules_of_an_answer_know_their_own_siblings(lab_of, tmp_path):
    """A module that imports another gets the copy of its own process, whatever the order."""
    (tmp_path / "first.py").write_text(
        "from second import items\ndef add(x):\n    import second\n"
        "    second.items.append(x)\n    return items\n"
    )
    (tmp_path / "second.py").write_text("items = []\n")
    world = lab_of(tmp_path, "first", "second").world()

    assert world.process("one").add(1) == [1]
    assert world.process("two").add(2) == [2]
    del sys.modules["first"], sys.modules["second"]


def test_an_unknown_name_is_an_attribute_error(written):
    """The message says which module has no such name."""
    world = written(COUNTS).world()

    with pytest.raises(AttributeError, match="answer defines no 'Cache'"):
        _ = world.process("one").Cache


def test_names_captured_at_import_follow_the_clock(written):
    """Each copy is imported while stand-ins stand in `time`."""
    world = written("from time import sleep\ndef nap(s):\n    sleep(s)\n").world()

    world.process("one").nap(5)

    assert world.elapsed == 5


def test_a_killed_process_starts_afresh_when_asked_for_again(written):
    """The name stands for a new process then, with new globals."""
    world = written(COUNTS).world()
    first = world.process("one")
    first.see("a")
    first.kill()

    assert not first.alive
    assert world.process("one").alive
    assert world.process("one").see("b") == ["b"]
