"""Forking workers from one clean process, and leaving nothing behind."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pytest_interviewkata.harness.border.answer import Answer
from pytest_interviewkata.harness.border.forks import Zygote
from pytest_interviewkata.harness.border.launch import Plain
from pytest_interviewkata.harness.border.processes import Place

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(*pids):
    until = time.monotonic() + 10
    while any(map(alive, pids)):
        assert time.monotonic() < until, [pid for pid in pids if alive(pid)]
        time.sleep(0.01)
    return True


@pytest.fixture
def write(tmp_path):
    def write(text):
        (tmp_path / "looks.py").write_text(textwrap.dedent(text), "utf-8")
        return Place(tmp_path, ("looks",))

    return write


INSIDE = """
    import os, random, sys
    FOUND = sorted(set(sys.modules))
    def pid():
        return os.getpid(), os.getppid()
    def draw():
        return random.random()
    def start():
        import subprocess
        return subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid
    def environment():
        return dict(os.environ), sys.argv, os.listdir("/proc/self/fd")
"""


@pytest.mark.parametrize("start", [Zygote, Plain])
def test_a_worker_knows_no_test(write, start):
    """Neither pytest nor the harness's trusted side is imported where the answer runs."""
    starter = start()
    answer = Answer(write(INSIDE), starter)
    found = answer.modules["looks"].FOUND
    answer.begin()
    environment, argv, files = answer.modules["looks"].environment()
    answer.end()
    starter.close()

    ours = {name.partition("harness.")[2] for name in found if name.startswith("pytest_interv")}
    assert not {"pytest", "_pytest", "hypothesis"} & set(found)
    assert not {"border.link", "border.offers", "world", "redis.fake", "attacks"} & ours
    assert argv == [""]
    assert len(files) <= 5  # the standard three, the line, and the listing's own
    assert not [name for name in environment if "PYTEST" in name or "KATA" in name]


def test_a_worker_has_the_packages_already(write):
    """The zygote has imported them once; what is not installed is left out."""
    zygote = Zygote(("json.tool", "there_is_no_such_package"))
    answer = Answer(write(INSIDE), zygote)

    assert "json.tool" in answer.modules["looks"].FOUND
    zygote.close()


def test_each_worker_draws_its_own_random_numbers(write):
    """They share an ancestor, and not its state."""
    zygote = Zygote()
    answer = Answer(write(INSIDE), zygote)
    drawn = set()
    for _ in range(5):
        answer.begin()
        drawn.add(answer.modules["looks"].draw())
    answer.end()
    zygote.close()

    assert len(drawn) == 5


def test_a_worker_ends_with_its_test_and_what_it_started_with_it(write):
    """Also a process that the answer has started and forgotten."""
    zygote = Zygote()
    answer = Answer(write(INSIDE), zygote)
    answer.begin()
    looks = answer.modules["looks"]
    worker, grandchild = looks.pid()[0], looks.start()
    assert alive(worker)
    assert alive(grandchild)

    answer.end()

    assert not alive(worker)
    assert gone(grandchild)
    zygote.close()


def test_a_zygote_that_an_answer_has_killed_is_replaced(write):
    """The hostile test fails; the next one has a new zygote."""
    zygote = Zygote()
    answer = Answer(write(INSIDE), zygote)
    answer.begin()
    worker, first = answer.modules["looks"].pid()
    os.kill(first, signal.SIGKILL)
    assert gone(first, worker)

    answer.begin()

    assert answer.modules["looks"].pid()[1] not in (first, 1)
    answer.end()
    zygote.close()


def test_closing_ends_everything(write):
    """The zygote and all workers that are still there, even in an endless loop."""
    zygote = Zygote()
    answer = Answer(write(INSIDE), zygote)
    answer.begin()
    worker, ancestor = answer.modules["looks"].pid()

    zygote.close()

    assert gone(worker, ancestor)
    answer.end()
    zygote.close()


def test_a_fork_of_the_run_has_a_zygote_of_its_own(write):
    """Two processes never share one conversation."""
    zygote = Zygote()
    answer = Answer(write(INSIDE), zygote)
    answer.begin()
    first = answer.modules["looks"].pid()[1]
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            answer.begin()
            os.write(writing, str(answer.modules["looks"].pid()[1]).encode())
            zygote.close()
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    other = int(os.read(reading, 100))
    os.close(reading)
    os.close(writing)

    assert other not in (first, os.getpid())
    assert gone(other)
    assert answer.modules["looks"].pid()[1] == first
    answer.end()
    zygote.close()


RUN = """
    import sys, time
    from pathlib import Path
    from pytest_interviewkata.harness.border.answer import Answer
    from pytest_interviewkata.harness.border.forks import Zygote
    from pytest_interviewkata.harness.border.processes import Place
    answer = Answer(Place(Path(sys.argv[1]), ("looks",)), Zygote())
    answer.begin()
    print(*answer.modules["looks"].pid(), flush=True)
    if sys.argv[2] == "loop":
        answer.modules["looks"].loop()
    if sys.argv[2] == "wait":
        time.sleep(60)
"""


@pytest.mark.parametrize("what", ["end", "wait", "loop"])
def test_nothing_is_left_running_after_a_run(write, what):
    """Whether the run ends well, is killed, or is killed while the answer never ends."""
    folder = write(INSIDE + "\n    def loop():\n        while True:\n            pass\n").folder
    run = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(RUN), str(folder), what], stdout=subprocess.PIPE
    )
    pids = [int(pid) for pid in run.stdout.readline().split()]
    assert all(map(alive, pids)) or what == "end"
    if what != "end":
        run.kill()
    run.wait()
    run.stdout.close()

    assert gone(*pids)
