"""The step worker: Celery's own machinery, one message at a time."""

import contextlib
import logging
import sqlite3
import subprocess
import sys
import time

import celery
import pytest
from celery.exceptions import Ignore, Reject


def worker_of(world, body, name="worker-1", **options):
    """Return a worker whose task calls `body(task, worker, *args)`."""

    def begin(worker):
        @worker.app.task(bind=True, name="job", **options)
        def job(self, *args):
            return body(self, worker, *args)

        return job

    return world.worker(begin, name)


def test_a_published_task_waits_until_somebody_steps(world):
    """Nothing runs by itself."""
    worker = worker_of(world, lambda task, worker, x: x + 1)

    task_id = worker.send(1)

    assert [letter.task for letter in world.broker.pending] == ["job"]
    assert world.state(task_id) == "PENDING"
    step = worker.step()
    assert (world.state(task_id), world.result(task_id).value) == ("SUCCESS", 2)
    assert (task_id, "done", ("ACK", "RESULT SUCCESS")) == (step.id, step.ending, step.effects)
    assert worker.step() is None


@pytest.mark.parametrize(
    ("late", "effects"), [(False, ("ACK", "X", "R")), (True, ("X", "R", "ACK"))]
)
def test_the_acknowledgement_comes_when_the_task_says(world, diary, late, effects):
    """Before the task runs, or after its result is stored."""

    def body(task, worker):
        worker.through(diary).note("x")

    worker = worker_of(world, body, acks_late=late)
    worker.send()

    (step,) = worker.run()

    short = {"note('x') -> None": "X", "RESULT SUCCESS": "R"}
    assert effects == tuple(short.get(effect, effect) for effect in step.effects)


def test_retries_come_at_their_exact_times(world, diary):
    """The clock moves to each eta, and the whole story takes no time."""
    start = world.clock.now

    def body(task, worker):
        diary.note((task.request.retries, world.clock.now - start))
        raise ConnectionError("reset")

    worker = worker_of(
        world,
        body,
        autoretry_for=(ConnectionError,),
        retry_backoff=2,
        retry_backoff_max=20,
        retry_jitter=False,
        max_retries=5,
    )
    task_id = worker.send()
    worker.step()

    (letter,) = world.broker.pending
    assert (1, start + 2) == (letter.retries, letter.eta)
    worker.run()
    assert diary.notes == [(0, 0), (1, 2), (2, 6), (3, 14), (4, 30), (5, 50)]
    assert (
        world.result(task_id).state,
        world.result(task_id).error,
    ) == ("FAILURE", "ConnectionError")


def test_sleeping_in_a_task_takes_virtual_time_only(world):
    """`time.sleep` moves the world's clock."""
    worker = worker_of(world, lambda task, worker: time.sleep(3600))
    worker.send()
    before = world.clock.now

    worker.run()

    assert world.clock.now - before == 3600


def test_each_life_of_a_worker_is_a_process_of_its_own(world, diary):
    """A worker that died starts again from nothing, under its old name."""

    def begin(worker):
        diary.note("begin")
        seen = []

        @worker.app.task(name="job", acks_late=True)
        def job():
            seen.append(1)
            worker.through(diary).note(len(seen))

        return job

    worker = world.worker(begin)
    worker.send()
    worker.kill(after=1)
    worker.run()
    worker.send()
    worker.run()

    assert diary.notes == ["begin", 1, "begin", 1, 2]
    assert worker.process.name == "worker-1 #2"


def test_nothing_that_a_dead_process_does_has_an_effect(world, diary):
    """Its `except` and `finally` blocks run on a machine that is switched off."""
    database = world.database("create table t(x)")

    def body(task, worker):
        spy = worker.through(diary)
        try:
            with worker.through(database)() as connection:
                connection.execute("insert into t values (1)")
                spy.note("charged")
        finally:
            worker.redis().set("x", 1)
            spy.note("finally")

    worker = worker_of(world, body)
    worker.send()
    worker.kill(after=3)

    (step,) = worker.run()

    assert step.effects == ("ACK", "insert into t values (1)", "note('charged') -> None")
    assert diary.notes == ["charged"]
    assert database.execute("select x from t") == []
    assert world.inspect.get("x") is None


def test_another_worker_can_act_in_the_middle_of_a_task(world, diary):
    """A second worker does a whole delivery while the first is inside a call."""

    def body(task, worker):
        worker.through(diary).note(f"{worker.name} {task.request.retries}")

    first, second = (worker_of(world, body, name) for name in ("worker-1", "worker-2"))
    first.send()
    second.send()
    diary.when["worker-1 0"] = second.step

    first.run()

    assert diary.notes == ["worker-1 0", "worker-2 0"]
    assert "worker-1" in world.timeline().splitlines()[-1]


def test_a_message_may_be_delivered_again_while_its_first_worker_is_at_it(world, diary):
    """The visibility timeout is over, and the task is not: both run, one ack counts."""

    def body(task, worker):
        worker.through(diary).note((worker.name, task.request.delivery_info["redelivered"]))

    first, second = (worker_of(world, body, name, acks_late=True) for name in ("w1", "w2"))
    first.send()
    first.meanwhile(1, lambda: [world.restore("w1"), second.step()])

    first.run()

    assert diary.notes == [("w1", False), ("w2", True)]
    assert (world.broker.pending, world.broker.unacked) == ((), ())


def test_delay_publishes_through_the_same_broker(world, diary):
    """A task can start another, and a chain hands the result on."""

    def begin(worker):
        @worker.app.task(name="add")
        def add(x, y):
            return x + y

        @worker.app.task(name="start")
        def start():
            (add.s(1, 2) | add.s(10)).delay()

        return start

    worker = world.worker(begin)
    worker.send()

    steps = worker.run()

    assert [step.task for step in steps] == ["start", "add", "add"]
    assert world.result(steps[-1].id).value == 13


def test_apps_share_no_tasks(world):
    """`@app.task` of one world is unknown to the app of another worker."""
    worker = worker_of(world, lambda task, worker: None)
    worker.app.finalize()
    other = world.worker(lambda worker: None, "other")

    assert "job" not in other.app.tasks
    assert "job" not in celery.Celery("later", set_as_current=False).tasks


def test_running_a_task_leaves_no_trace_in_python(world):
    """The current app, the root logger and Celery's own loggers are as before."""

    def inside(task, worker):
        assert celery.current_app is not None
        assert celery.current_app._get_current_object() is worker.app
        raise ValueError("loud")

    root, own = logging.getLogger(), logging.getLogger("celery.app.trace")
    before = (root.level, list(root.handlers), own.disabled)
    worker = worker_of(world, inside)
    task_id = worker.send()

    worker.run()

    assert world.result(task_id).message == "loud"
    assert before == (root.level, list(root.handlers), own.disabled)
    assert celery._state._tls.current_app is not worker.app


def test_what_is_no_task_is_named(world):
    """A factory that returned something else is told apart from a broken worker."""
    worker = world.worker(lambda worker: "nothing")

    with pytest.raises(AssertionError, match="No Celery task was returned, but 'nothing'"):
        worker.send()


def test_an_error_of_the_factory_reaches_the_test(world):
    """A stub says that it is not implemented."""

    def begin(worker):
        raise NotImplementedError("make_charge")

    worker = world.worker(begin)

    with pytest.raises(NotImplementedError, match="make_charge"):
        worker.send("p1")


def test_a_task_that_waits_for_ever_ends_the_run(world, diary):
    """Polling for what no one will do is told, not endured."""

    def body(task, worker):
        while not worker.redis().get("never"):
            time.sleep(1)

    worker = worker_of(world, body)
    worker.send()

    with pytest.raises(
        AssertionError, match="did 1000 things for one message and still goes on: GET never"
    ):
        worker.run()


def test_what_the_test_finds_wrong_in_the_middle_is_not_swallowed(world, diary):
    """An assertion inside a spy fails the test, though Celery takes it for the task's error."""

    def body(task, worker):
        with contextlib.suppress(AssertionError):
            worker.through(diary).note("x")

    def object_to_it():
        raise AssertionError("twice")

    worker = worker_of(world, body)
    worker.send()
    diary.when["x"] = object_to_it

    with pytest.raises(AssertionError, match="twice"):
        worker.step()


def test_the_time_line_tells_the_story(world, diary):
    """Who did what at which second, with outcomes, deaths and redeliveries."""

    def body(task, worker):
        worker.through(diary).note("x")

    worker = worker_of(world, body, acks_late=True)
    task_id = worker.send()
    worker.kill(after=1)
    worker.run()

    short = task_id[:4]
    assert [
        f"worker-1 @0.00s takes job() [{short}]",
        "worker-1 @0.00s note('x')",
        "worker-1 @0.00s   -> None",
        "worker-1 @0.00s is killed",
        f"broker @0.00s will deliver again: job() [{short}]",
        f"worker-1 #2 @0.00s takes job() [{short}]",
        "worker-1 #2 @0.00s note('x')",
        "worker-1 #2 @0.00s   -> None",
        "worker-1 #2 @0.00s RESULT SUCCESS",
        "worker-1 #2 @0.00s ACK",
    ] == world.timeline().splitlines()


def test_celery_is_not_imported_before_it_is_asked_for():
    """The harness costs nobody Celery's quarter of a second."""
    code = (
        "import sys, pytest_interviewkata.harness.celery, pytest_interviewkata.harness.database;"
        "sys.exit('celery' in sys.modules or 'kombu' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_an_answer_says_is_shown_on_one_printable_line(world):
    """Neither a statement nor an error can write into the terminal or hide lines."""
    database = world.database()

    def body(task, worker, said):
        worker.through(database)().execute("select 1 -- \x1b[2J\n::error::" + "x" * 500)
        raise ValueError("a\nb" * 100)

    worker = worker_of(world, body)
    task_id = worker.send("\n" * 300)
    worker.run()

    lines = [*world.timeline().splitlines(), str(world.result(task_id))]
    assert all(line.isprintable() and len(line) < 160 for line in lines)
    assert any(r"select 1 -- \x1b[2J ::error::xxx" in line for line in lines)


@pytest.mark.parametrize(
    ("error", "state", "name"),
    [
        (None, "SUCCESS", ""),
        (ValueError("no"), "FAILURE", "ValueError"),
        (Ignore(), "IGNORED", "Ignore"),
        (Reject("bad"), "REJECTED", "Reject"),
    ],
)
def test_a_task_that_wants_no_result_has_an_end_all_the_same(world, error, state, name):
    """A test can see how a task ended that stores no result."""

    def body(task, worker):
        if error:
            raise error

    worker = worker_of(world, body, ignore_result=True)
    task_id = worker.send()
    worker.run()

    result = world.result(task_id)
    assert (result.state, result.error) == (state, name)


def test_a_forgotten_connection_keeps_its_lock(world):
    """As outside of the lab, until the garbage collector comes by; here it never does."""
    database = world.database("create table t(x)")

    def body(task, worker):
        worker.through(database)().execute("insert into t values (1)")
        raise ValueError("forgot to close")

    worker = worker_of(world, body)
    worker.send()
    worker.run()

    with pytest.raises(sqlite3.OperationalError, match="locked"):
        database.execute("insert into t values (2)")
    worker.close()
    database.execute("insert into t values (2)")
    assert database.execute("select x from t") == [(2,)]
