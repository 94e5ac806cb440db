"""The same worker, with the answer in this process and in one of its own."""

import textwrap

import pytest

from pytest_interviewkata.harness.border.answer import Answer
from pytest_interviewkata.harness.border.forks import launcher
from pytest_interviewkata.harness.border.packages import modules, shared
from pytest_interviewkata.harness.border.processes import Place
from pytest_interviewkata.harness.celery.lab import CeleryLab
from pytest_interviewkata.harness.process import LocalProcesses
from pytest_interviewkata.harness.world import Lab

ANSWER = """
    import time

    def make(app, connect, diary, redis, **options):
        @app.task(bind=True, acks_late=True, **options)
        def job(self, word, sleep=0):
            redis.incr("runs")
            try:
                diary.note(word)
            except ConnectionError as error:
                raise self.retry(exc=error, countdown=7)
            time.sleep(sleep)
            with connect() as connection:
                connection.execute("insert into t values (?)", (word,))
            return [word, self.request.retries, time.time()]

        return job
"""


@pytest.fixture(scope="module")
def forks():
    started = launcher(modules(["celery"]))
    yield started
    started.close()


@pytest.fixture(params=["here", "there"])
def lab(request, tmp_path, forks):
    """Return a lab whose answer is in this process, and one whose answer is behind the border."""
    (tmp_path / "sides.py").write_text(textwrap.dedent(ANSWER), "utf-8")
    if request.param == "here":
        processes, answer = LocalProcesses(["sides"], tmp_path), None
    else:
        answer = Answer(Place(tmp_path, ("sides",), (), shared(["celery"])), forks)
        processes = answer.begin()
    base = Lab(processes)
    celery_lab = CeleryLab(base)
    yield celery_lab
    celery_lab.close()
    base.close()
    if answer:
        assert answer.take_poison() == []
        answer.end()


class Stage:
    def __init__(self, world, diary, **options):
        diary.notes.clear()
        self.world = world
        self.diary = diary
        self.options = options
        self.database = world.database("create table t(x)")
        self.worker = world.worker(self.begin)
        self.rival = world.worker(self.begin, "worker-2")

    def begin(self, worker):
        return worker.process.make(
            worker.app,
            worker.through(self.database),
            worker.through(self.diary),
            worker.redis(),
            **self.options,
        )

    def facts(self):
        rows = self.database.execute("select x from t")
        return len(self.diary.notes), len(rows), int(self.world.inspect.get("runs") or 0)


def test_a_task_does_its_work_and_its_result_comes_back(lab, diary):
    """Database, spy, Redis, clock and result backend are the test's, wherever the task runs."""
    stage = Stage(lab.world(), diary)
    task_id = stage.worker.send("a")
    now = stage.world.clock.now

    (step,) = stage.worker.run()

    assert stage.world.result(task_id).value == ["a", 0, now]
    assert step.effects == (
        "INCRBY runs 1",
        "note('a') -> None",
        "insert into t values (?)",
        "COMMIT",
        "RESULT SUCCESS",
        "ACK",
    )
    assert stage.facts() == (1, 1, 1)


def test_every_moment_to_die_is_found_on_either_side(lab, diary):
    """A killed process is gone with all that it had not committed, and its message comes again."""

    def stage(world):
        made = Stage(world, diary)
        made.worker.send("a")
        return made

    seen = [attack.stage.facts() for attack in lab.kills(stage)]

    once, twice = (1, 1, 1), (2, 2, 2)
    assert seen == [once, (1, 1, 2), (2, 1, 2), (2, 1, 2), twice, twice, once]


def test_a_lost_child_is_reported_by_the_workers_next_process(lab, diary):
    """Celery's own handlers decide, with the settings of the task."""
    stage = Stage(lab.world(), diary, reject_on_worker_lost=True)
    task_id = stage.worker.send("a")
    stage.worker.kill_child(after=2)

    steps = stage.worker.run()

    assert [step.ending for step in steps] == ["lost", "done"]
    assert (stage.world.state(task_id), stage.facts()) == ("SUCCESS", (2, 1, 2))


def test_a_hard_time_limit_ends_a_task_that_sleeps_too_long(lab, diary):
    """Virtual time counts, and the next effect comes too late."""
    stage = Stage(lab.world(), diary, time_limit=60)
    task_id = stage.worker.send("a", sleep=61)

    (step,) = stage.worker.run()

    assert (step.ending, stage.world.result(task_id).error) == ("overdue", "TimeLimitExceeded")
    assert stage.facts() == (1, 0, 1)


def test_a_retry_is_a_message_with_an_eta(lab, diary):
    """Published by the answer, due on the test's clock."""
    stage = Stage(lab.world(), diary)
    failures = iter([ConnectionError("reset")])

    def fail_once():
        for failure in failures:
            raise failure

    diary.when["a"] = fail_once
    task_id = stage.worker.send("a")
    start = stage.world.clock.now
    stage.worker.step()

    (letter,) = stage.world.broker.pending
    assert (letter.retries, letter.eta, stage.world.state(task_id)) == (1, start + 7, "RETRY")
    stage.worker.run()
    assert stage.world.result(task_id).value == ["a", 1, start + 7]


def test_a_second_worker_works_while_the_first_is_inside_a_call(lab, diary):
    """Two processes, one message, one line of control."""
    stage = Stage(lab.world(), diary)
    stage.worker.send("a")
    stage.worker.meanwhile(2, lambda: (stage.world.restore("worker-1"), stage.rival.step()))

    stage.worker.run()

    assert stage.facts() == (2, 2, 2)
    assert stage.world.broker.unacked == ()
