"""The options of the plugin, right and wrong."""

import json

import pytest
from learning import RIGHT, WRONG

RANDOM = """
from {name} import double


def test_numbers(rng, request):
    n = rng.randrange(10**9)
    print("NUMBER", n)
    assert double(n) == n + n, f"Twice {{n}} was wrong."
"""


def test_a_report_is_written_where_it_was_asked_for(learner):
    """A relative path is meant from where pytest was started; the option may be repeated."""
    learner.kata("maths/sums", RIGHT)

    learner.run("katas", "--kata-report", "json=first.json", "--kata-report", "json=second.json")

    first = json.loads((learner.root / "first.json").read_text("utf-8"))
    assert first["katas"][0]["id"] == "maths/sums"
    assert first == json.loads((learner.root / "second.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("jsn=out.json", "There is no report format 'jsn'. Did you mean json?"),
        ("json", "'json' is not FORMAT=PATH"),
        ("json=", "'json=' is not FORMAT=PATH"),
        ("json=nowhere/out.json", "is not a folder"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_the_tests(learner, asked, said):
    """The message says what would do; no test has run."""
    learner.kata("maths/sums", RIGHT)

    run = learner.run("katas", "--kata-report", asked)

    assert run.code == 4
    assert run.out.startswith("ERROR: ")
    assert said in run.out
    assert len(run.out.strip().splitlines()) == 1


def test_a_report_that_cannot_be_written_in_the_end_costs_a_line(learner):
    """The tests' results are shown all the same."""
    tests = "import os\n\ndef test_it():\n    os.rmdir('out')\n"
    learner.kata("maths/sums", RIGHT, tests)
    (learner.root / "out").mkdir()

    run = learner.run("katas", "--kata-report", "json=out/katas.json")

    assert run.code == 0
    assert "The json report cannot be written to " in run.flat
    assert run.outcomes == {"maths/sums": "passed"}


def test_unknown_services_are_refused_with_the_known_ones(learner):
    """The message lists what would do."""
    run = learner.run("--kata-services", "imaginary")

    assert run.code == 4
    assert "--kata-services: invalid choice: 'imaginary'" in run.out
    assert "embedded" in run.out
    assert "real" in run.out


def test_a_seed_is_a_number(learner):
    """Anything else is refused."""
    run = learner.run("--kata-seed", "many")

    assert run.code == 4
    assert "--kata-seed: invalid int value: 'many'" in run.out


@pytest.mark.parametrize("workers", [[], ["-p", "xdist", "-n2"]], ids=["one process", "xdist"])
def test_real_services_must_be_named(learner, workers):
    """Nothing is detected silently: the variable to set is named, and no test runs."""
    learner.kata("maths/sums", RIGHT, services=["redis"])

    run = learner.run("katas", "--kata-services=real", *workers, env={"REDIS_URL": ""})

    assert run.code == 4, run.out
    assert "ERROR: --kata-services=real: maths/sums needs a redis server, and REDIS_URL" in run.out
    assert "passed" not in run.out


def test_a_kata_without_services_needs_no_server(learner):
    """Real services are asked for by those katas only that use them."""
    learner.kata("maths/sums", RIGHT)

    run = learner.run("katas", "--kata-services=real", env={"REDIS_URL": ""})

    assert run.outcomes == {"maths/sums": "passed"}


def test_the_header_says_which_services_are_used_and_the_seed(learner):
    """So that a run can be repeated, and nobody wonders what it talked to."""
    learner.kata("maths/sums", RIGHT, services=["redis"])
    learner.kata("maths/tens", RIGHT)

    run = learner.run("katas", "--kata-seed=7")

    assert "katas: 2 katas, embedded redis, --kata-seed=7" in run.out
    assert run.report["env"]["services"] == {"redis": "embedded"}
    assert "--kata-seed" not in learner.run("katas", "-q").out


def test_random_inputs_differ_from_run_to_run_and_can_be_repeated(learner):
    """A failure that met random inputs says how to meet them again."""
    learner.kata("maths/sums", WRONG, RANDOM)

    first = learner.run("katas")
    seed = first.out.partition("--kata-seed=")[2].split()[0]
    again = learner.run("katas", "-p", "no:randomly", f"--kata-seed={seed}")
    other = learner.run("katas")

    assert f"--kata-seed={seed} repeats them" in first.section("FAILURES")
    numbers = [run.out.partition("NUMBER ")[2].split()[0] for run in (first, again, other)]
    assert numbers[0] == numbers[1] != numbers[2]


def test_every_worker_has_the_same_seed(learner):
    """Under xdist the controller chooses it, and says so as in any other run."""
    learner.kata("maths/sums", WRONG, RANDOM)
    learner.kata("maths/tens", WRONG, RANDOM)

    run = learner.run("katas", "-p", "xdist", "-n2", "--kata-all")

    seeds = {part.split()[0] for part in run.out.split("--kata-seed=")[1:]}
    assert len(seeds) == 1
    assert "katas: 2 katas, --kata-seed=" in run.out


def test_all_failures_can_be_asked_for(learner):
    """--kata-all shows every failing test in full, those of a fresh stub too."""
    learner.kata("maths/sums")
    learner.kata("maths/tens", WRONG)

    failures = learner.run("katas", "--kata-all").section("FAILURES")

    assert failures.count("____ test_") == 7
    assert failures.count("E       NotImplementedError") == 4
