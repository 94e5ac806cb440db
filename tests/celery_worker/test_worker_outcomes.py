"""What becomes of a task whose worker dies: as recorded from real prefork workers.

Each row was measured with Celery 5.7 on Redis and on RabbitMQ, with a child of the
pool killed by SIGKILL, a task that raises once, and one that is too slow three times.
"""

import time

import pytest

pytestmark = pytest.mark.filterwarnings("ignore:.*acks_on_failure_or_timeout")

LOST = "Worker exited prematurely: signal 9 (SIGKILL) Job: 0."
LATE = {"task_acks_late": True}
REFUSING = {"task_acks_on_failure_or_timeout": False}
REJECTING = {"task_reject_on_worker_lost": True}

TABLE = [
    ("killed", {}, 1, 0, ("FAILURE", "WorkerLostError", LOST)),
    ("killed", LATE, 1, 0, ("FAILURE", "WorkerLostError", LOST)),
    ("killed", LATE | REFUSING, 1, 0, ("FAILURE", "WorkerLostError", LOST)),
    ("killed", REJECTING, 1, 0, ("FAILURE", "WorkerLostError", LOST)),
    ("killed", LATE | REJECTING, 2, 1, ("SUCCESS", "", "")),
    ("boom", LATE | REFUSING, 1, 0, ("FAILURE", "ValueError", "first time fails")),
    ("slow", LATE | REFUSING, 4, 1, ("SUCCESS", "", "")),
    ("slow", LATE, 1, 0, ("FAILURE", "TimeLimitExceeded", "1")),
]
NODE_TABLE = [({}, 1, 0), (LATE, 2, 1)]


def worker_of(world, diary, settings):
    def begin(worker):
        worker.app.conf.update(settings)
        spy = worker.through(diary)

        @worker.app.task(time_limit=1)
        def job(what):
            spy.note("start")
            run = diary.notes.count("start")
            if what == "boom" and run == 1:
                raise ValueError("first time fails")
            if what == "slow" and run <= 3:
                time.sleep(3)
            spy.note("done")
            return "ok"

        return job

    return world.worker(begin)


@pytest.mark.parametrize("row", TABLE)
def test_the_outcome_is_the_one_of_a_real_prefork_worker(world, diary, row):
    """A lost child, an error and a hard time limit end as they do in production."""
    what, settings, runs, done, result = row
    worker = worker_of(world, diary, settings)
    task_id = worker.send(what)
    if what == "killed":
        diary.when["start"] = lambda: diary.notes.count("start") == 1 and worker.kill_child()

    worker.run()

    assert (runs, done) == (diary.notes.count("start"), diary.notes.count("done"))
    found = world.result(task_id)
    assert result == (found.state, found.error, found.message)
    assert (world.broker.pending, world.broker.unacked) == ((), ())


@pytest.mark.parametrize(("settings", "runs", "done"), NODE_TABLE)
def test_a_whole_worker_that_dies_takes_with_it_what_it_had_acknowledged(
    world, diary, settings, runs, done
):
    """Early acknowledgement loses the message, a late one has it delivered again."""
    worker = worker_of(world, diary, settings)
    task_id = worker.send("well")
    diary.when["start"] = lambda: diary.notes.count("start") == 1 and worker.kill()

    steps = worker.run()

    assert (runs, done) == (diary.notes.count("start"), diary.notes.count("done"))
    assert [False, True][:runs] == [step.redelivered for step in steps]
    assert ["killed", "done"][:runs] == [step.ending for step in steps]
    assert ("SUCCESS" if done else "PENDING") == world.state(task_id)


def test_a_poison_message_is_bounded_by_the_run(world, diary):
    """A message that kills its worker every time ends the run with an error that names it."""
    worker = worker_of(world, diary, LATE | REJECTING)
    worker.send("poison")
    diary.when["start"] = worker.kill_child

    with pytest.raises(AssertionError, match=r"has done 5 messages.*job\('poison'\)"):
        worker.run(limit=5)

    assert diary.notes.count("start") == 5


def test_the_death_of_an_idle_child_changes_nothing(world, diary):
    """Once the child has reported, its task is over."""
    worker = worker_of(world, diary, LATE)
    task_id = worker.send("well")
    worker.kill_child(after=4)

    (step,) = worker.run()

    assert step.effects[3] == "ACK"
    assert (step.ending, world.state(task_id)) == ("done", "SUCCESS")


def test_an_unknown_task_is_dropped_and_its_result_says_so(world, diary):
    """A worker that does not know the task rejects the message for good."""
    worker = worker_of(world, diary, LATE)
    task_id = world.send("no.such.task", 1)

    worker.run()

    assert [letter.task for letter in world.broker.dropped] == ["no.such.task"]
    assert (
        world.result(task_id).state,
        world.result(task_id).error,
    ) == ("FAILURE", "NotRegistered")


def test_wrong_arguments_fail_the_task_once(world, diary):
    """A call that does not fit the task's signature is an error of the task."""
    worker = worker_of(world, diary, LATE)
    task_id = worker.send()

    worker.run()

    assert world.result(task_id).error == "TypeError"
    assert world.broker.pending == ()
