"""The attacks: one fresh world for every moment of a task."""

import pytest

KINDS = ["SET k 1", "note('charged') -> None", "insert into t values (1)", "COMMIT"]


@pytest.fixture
def stage(diary):
    """Return a function that sets up a task with four effects of its own."""

    class Stage:
        def __init__(self, world):
            diary.notes.clear()
            self.world = world
            self.database = world.database("create table t(x)")
            self.worker = world.worker(self.begin)
            self.rival = world.worker(self.begin, "worker-2")
            self.id = self.worker.send()

        def begin(self, worker):
            redis, spy = worker.redis(), worker.through(diary)
            connect = worker.through(self.database)

            @worker.app.task(name="job", acks_late=True)
            def job():
                redis.set("k", 1)
                spy.note("charged")
                with connect() as connection:
                    connection.execute("insert into t values (1)")

            return job

    return Stage


def test_the_worker_is_killed_after_each_of_its_effects(lab, stage, diary):
    """From before the first one to after the acknowledgement; then the message comes again."""
    charged = []
    effects = []
    for attack in lab.kills(stage):
        assert attack.stage.world.state(attack.stage.id) == "SUCCESS"
        effects.append(attack.effect)
        charged.append((len(diary.notes), len(attack.stage.database.execute("select x from t"))))

    assert effects == ["", *KINDS, "RESULT SUCCESS", "ACK"]
    assert charged == [(1, 1), (1, 1), (2, 1), (2, 1), (2, 2), (2, 2), (1, 1)]


def test_a_killed_child_is_not_redelivered_by_itself(lab, stage, diary):
    """Late acknowledgement alone does not survive the death of the pool's child."""
    states = [
        (attack.stage.world.state(attack.stage.id), len(diary.notes))
        for attack in lab.kills(stage, child=True)
    ]

    assert states == [("FAILURE", 0)] * 2 + [("FAILURE", 1)] * 3 + [("SUCCESS", 1)] * 2


def test_something_can_happen_after_each_effect(lab, stage, diary):
    """Here the message is taken for lost, and a rival does it, in the middle of the first."""

    def again(scene):
        scene.world.restore("worker-1")
        scene.rival.step()

    seen = [
        (attack.moment, len(diary.notes), len(attack.stage.database.execute("select x from t")))
        for attack in lab.interruptions(stage, again)
    ]

    assert seen[0] == ("before it had done anything", 2, 2)
    assert seen[1] == ("right after `SET k 1`", 2, 2)
    assert seen[3] == ("right after `insert into t values (1)`", 2, 1)
    assert len(seen) == 7


def test_a_failing_start_is_the_tests_failure(lab, stage):
    """A stub raises at the first attack."""

    class Broken(stage):
        def begin(self, worker):
            raise NotImplementedError

    with pytest.raises(NotImplementedError):
        next(lab.kills(Broken))
