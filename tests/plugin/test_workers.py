"""The same table however the tests are dealt out."""

import pytest
from learning import RIGHT, STUB, WRONG

XDIST = ("-p", "xdist")
RANDOM = ("-p", "randomly")


@pytest.fixture
def katas(learner):
    """One kata for each thing that may become of one."""
    learner.kata("maths/sums", RIGHT)
    learner.kata("maths/tens", WRONG)
    learner.kata("maths/fresh", STUB)
    learner.kata("words/upper", "def double(n:\n")
    learner.kata("words/lower", RIGHT)
    return learner


@pytest.mark.parametrize(
    "how",
    [
        [*XDIST, "-n2"],
        [*XDIST, "-n2", "--dist=loadfile"],
        [*XDIST, "-n2", "--dist=loadgroup"],
        [*XDIST, "-n0"],
        [*RANDOM, "-p", "no:cacheprovider"],
    ],
    ids=["two workers", "by file", "by group", "no worker", "random order"],
)
def test_the_table_is_the_same_in_any_order_and_process(katas, how):
    """Facts travel on the tests, so it does not matter who runs them, or when."""
    alone = katas.run("katas", env={"INTERVIEWKATA_HOME": str(katas.home / "alone")})
    dealt = katas.run("katas", *how)

    assert sorted(dealt.table) == sorted(alone.table)
    assert dealt.outcomes == alone.outcomes
    assert {kata["id"]: len(kata["tests"]) for kata in dealt.report["katas"]} == {
        kata["id"]: len(kata["tests"]) for kata in alone.report["katas"]
    }
    for first in ("____ test_double ____", "sums.py", "upper.py:1: SyntaxError"):
        assert dealt.section("FAILURES").count(first) == alone.section("FAILURES").count(first)
    assert dealt.code == alone.code == 1


def test_only_the_controller_writes(katas):
    """Two workers, one attempt for each kata."""
    katas.run("katas", *XDIST, "-n2")

    assert sorted(attempt.kata for attempt in katas.attempts) == [
        "maths/fresh",
        "maths/sums",
        "maths/tens",
        "words/lower",
        "words/upper",
    ]


def test_a_part_never_passes_a_kata_under_xdist_either(katas):
    """The workers count what they deselect."""
    run = katas.run("katas", *XDIST, "-n2", "-k", "double")

    assert run.outcomes["maths/sums"] == "not_assessed"
    assert katas.attempts == []


def test_an_answer_that_ends_its_worker_fails(learner):
    """The test that crashed is reported by nobody but xdist, and is counted all the same."""
    learner.kata("maths/sums", RIGHT.replace("n // 2", "__import__('os')._exit(3)"))
    learner.kata("maths/tens", RIGHT)

    run = learner.run("katas", *XDIST, "-n1", "--max-worker-restart=9")

    assert run.outcomes == {"maths/sums": "failed", "maths/tens": "passed"}
    statuses = {test["name"]: test["status"] for test in run.kata("maths/sums")["tests"]}
    assert statuses == {
        "test_double": "passed",
        "test_half[4]": "error",
        "test_half[5]": "error",
        "test_both": "error",
    }


def test_katas_outside_of_the_root_directory(learner, tmp_path):
    """Node ids are then relative to the argument; the table does not mind."""
    learner.kata("maths/sums", RIGHT)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pytest.ini").write_text("[pytest]\n", "utf-8")

    for how in ([], [*XDIST, "-n2"]):
        run = learner.run(
            learner.root / "katas", "-c", elsewhere / "pytest.ini", *how, cwd=elsewhere
        )
        assert run.outcomes == {"maths/sums": "passed"}, run.out


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_every_import_mode_of_pytest_will_do(katas, mode):
    """A project's own setting does not reach the katas' results."""
    run = katas.run("katas", f"--import-mode={mode}")

    assert run.outcomes == {
        "maths/fresh": "failed",
        "maths/sums": "passed",
        "maths/tens": "failed",
        "words/lower": "passed",
        "words/upper": "broken",
    }


def test_a_topic_named_like_a_package_hides_nothing(learner):
    """Started inside katas/, `import json` still finds the real one."""
    learner.kata("json/sums", "import json\n\njson.dumps(1)\n" + RIGHT)
    learner.kata("redis/tens", "import redis\n\nredis.Redis\n" + RIGHT)

    for mode in ("prepend", "importlib"):
        run = learner.run(".", f"--import-mode={mode}", cwd=learner.library.katas)
        assert run.outcomes == {"json/sums": "passed", "redis/tens": "passed"}, run.out
