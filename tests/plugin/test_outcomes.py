"""What becomes of a kata: passed, failed, broken or not assessed."""

import pytest
from learning import RIGHT, STUB, TESTS, WRONG

HALF_DONE = RIGHT.replace("    return n // 2", "    raise NotImplementedError")


def test_all_tests_in_one_run_pass_a_kata(learner):
    """The exit code stays pytest's own."""
    learner.kata("maths/sums", RIGHT)

    run = learner.run("katas")

    assert run.outcomes == {"maths/sums": "passed"}
    assert run.kata("maths/sums")["points"] == 10
    assert run.code == 0


def test_one_failing_test_fails_a_kata(learner):
    """Points are all or none."""
    learner.kata("maths/sums", RIGHT.replace("n // 2", "n / 2"))

    run = learner.run("katas")

    assert run.outcomes == {"maths/sums": "failed"}
    assert run.kata("maths/sums")["points"] == 0
    assert run.code == 1


@pytest.mark.parametrize(
    "args",
    [
        ["-k", "double"],
        ["katas/maths/sums/test_sums.py::test_double"],
        ["katas/maths/sums/test_sums.py::test_half[4]"],
        ["--deselect", "katas/maths/sums/test_sums.py::test_both"],
        ["--maxfail=1", "-k", "double or half"],
    ],
    ids=" ".join,
)
def test_a_part_of_the_tests_never_passes_a_kata(learner, args):
    """What ran is shown, but it is no pass, gives no points and no attempt."""
    learner.kata("maths/sums", RIGHT)

    run = learner.run(*args, *([] if "::" in args[0] else ["katas"]))

    assert run.code == 0, run.out
    assert run.outcomes == {"maths/sums": "not_assessed"}
    assert "of 4 tests ran" in run.kata("maths/sums")["reason"]
    assert run.kata("maths/sums")["points"] == 0
    assert learner.attempts == []


def test_stopping_at_the_first_failure_is_no_whole_run(learner):
    """-x leaves tests out, so it is a failure that gives no evidence."""
    learner.kata("maths/sums", WRONG)

    run = learner.run("katas", "-x")

    assert run.outcomes == {"maths/sums": "failed"}
    assert not run.kata("maths/sums")["whole"]
    assert learner.attempts == []


def test_running_the_last_failures_again_never_passes_a_kata(learner):
    """--lf takes tests away before they are deselected, and is seen through."""
    learner.kata("maths/sums", RIGHT.replace("n // 2", "n / 2"))
    own = ["-p", "pytest_interviewkata.plugin"]
    report = ["--kata-report", f"json={learner.home.parent / 'report.json'}"]
    assert learner.run("katas", *report, own=own).code == 1
    learner.answer("maths/sums", RIGHT)

    run = learner.run("katas", "--lf", *report, own=own)

    assert run.code == 0
    assert "1 passed" in run.out or "2 passed" in run.out
    assert run.outcomes == {"maths/sums": "not_assessed"}


def test_tests_inside_classes_are_counted(learner):
    """A class left out is a part left out."""
    tests = TESTS + "\n\nclass TestMore:\n    def test_zero(self):\n        assert double(0) == 0\n"
    learner.kata("maths/sums", RIGHT, tests)

    assert learner.run("katas").outcomes == {"maths/sums": "passed"}
    assert learner.run("katas", "-k", "not More").outcomes == {"maths/sums": "not_assessed"}


def test_a_skip_never_counts_as_a_pass(learner):
    """A test that was skipped leaves its kata not assessed, whoever skipped it."""
    answer = RIGHT.replace("    return n + n", "    import pytest; pytest.skip('easy')")
    learner.kata("maths/sums", answer)

    run = learner.run("katas")

    assert run.outcomes == {"maths/sums": "not_assessed"}
    assert run.kata("maths/sums")["reason"] == "2 of 4 tests were skipped"


def test_an_expected_failure_never_counts_as_a_pass(learner):
    """Nor does an xfail."""
    learner.kata("maths/sums", RIGHT.replace("n + n", "__import__('pytest').xfail('hard')"))

    assert learner.run("katas").outcomes == {"maths/sums": "not_assessed"}


def test_a_missing_extra_leaves_a_kata_not_assessed(learner):
    """Every test is skipped with the command that installs what is missing."""
    learner.kata("maths/sums", RIGHT, requires=["redis"], services=["redis"])
    hide(learner, "fakeredis", "redis")

    run = learner.run("katas/maths/sums", env={"PYTHONPATH": str(learner.root / "hidden")})

    assert run.outcomes == {"maths/sums": "not_assessed"}
    assert "pip install 'pytest-interviewkata[redis]'" in run.kata("maths/sums")["reason"]
    assert run.tests == {"test_double": "skipped", "test_half": "skipped", "test_both": "skipped"}
    assert run.code == 0
    assert "3 skipped" in run.out
    assert run.report["env"]["services"] == {"redis": "absent"}


def hide(learner, *distributions):
    """Make a child believe that distributions are not installed."""
    learner.library.write(
        "hidden/sitecustomize.py",
        "import importlib.metadata as metadata\n"
        "version = metadata.version\n"
        "def hidden(name):\n"
        f"    if name in {distributions!r}:\n"
        "        raise metadata.PackageNotFoundError(name)\n"
        "    return version(name)\n"
        "metadata.version = hidden\n",
    )


@pytest.mark.parametrize("answer", [RIGHT, WRONG], ids=["passing", "failing"])
def test_edited_tests_give_no_evidence(learner, answer):
    """A pass of tests that somebody weakened is none; it is remembered as edited."""
    learner.kata("maths/sums", answer)
    test = learner.folder("maths/sums") / "test_sums.py"
    test.write_text(test.read_text("utf-8") + "\n# mine\n", "utf-8")

    run = learner.run("katas")

    assert run.kata("maths/sums")["edited"]
    assert run.outcomes["maths/sums"] != "passed"
    assert run.kata("maths/sums")["points"] == 0
    assert [attempt.edited for attempt in learner.attempts] == [True]
    assert run.report["topics"][0]["mastery"] == 0
    assert "edited" in run.out


def test_windows_newlines_are_no_edit(learner):
    """A checkout with other newlines holds the same tests."""
    learner.kata("maths/sums", RIGHT)
    test = learner.folder("maths/sums") / "test_sums.py"
    test.write_bytes(test.read_bytes().replace(b"\n", b"\r\n"))

    assert learner.run("katas").outcomes == {"maths/sums": "passed"}


def test_without_a_recorded_origin_nothing_counts_as_edited(learner):
    """A library of somebody's own need not record anything."""
    learner.kata("maths/sums", RIGHT)
    (learner.folder("maths/sums") / "origin.json").unlink()

    assert learner.run("katas").outcomes == {"maths/sums": "passed"}


def test_a_damaged_origin_costs_a_line(learner):
    """The result is shown all the same."""
    learner.kata("maths/sums", RIGHT)
    (learner.folder("maths/sums") / "origin.json").write_text("{", "utf-8")

    run = learner.run("katas")

    assert run.outcomes == {"maths/sums": "passed"}
    assert run.kata("maths/sums")["points"] == 10
    assert any("origin.json" in note for note in run.report["notes"])


@pytest.mark.parametrize(
    ("answer", "fresh"),
    [(STUB, True), (STUB + "\n# a thought\n", True), (HALF_DONE, False), (WRONG, False)],
    ids=["untouched", "only commented", "half done", "wrong"],
)
def test_a_fresh_stub_is_told_from_a_started_one(learner, answer, fresh):
    """What passes some tests has been started, even if the rest is not implemented."""
    learner.kata("maths/sums", answer)

    assert learner.run("katas").kata("maths/sums")["fresh"] is fresh


def test_an_untouched_kata_of_repair_is_fresh_by_its_text(learner):
    """Its bug fails tests without NotImplementedError; the recorded text says who wrote it."""
    folder = learner.kata("maths/sums", kind="repair", guards=["test_double"])
    learner.answer("maths/sums", WRONG.replace("n * n", "n + n"))
    from pytest_interviewkata import catalogue

    catalogue.write_origin(catalogue.read_kata(folder))

    assert learner.run("katas").kata("maths/sums")["fresh"]
    learner.answer("maths/sums", WRONG)
    assert not learner.run("katas").kata("maths/sums")["fresh"]


def test_a_tests_own_file_of_the_learner_is_theirs(learner):
    """Further test files beside the kata run, but neither pass nor fail it."""
    learner.kata("maths/sums", RIGHT)
    mine = "from sums import half\n\ndef test_mine():\n    assert half(8) == 5\n"
    learner.library.write("katas/maths/sums/test_mine.py", mine)

    run = learner.run("katas")

    assert run.code == 1
    assert run.outcomes == {"maths/sums": "passed"}
    assert "test_mine" in run.section("FAILURES")


def test_a_learners_own_test_file_blames_the_same_way(learner):
    """A broken stub stands in for those tests too."""
    learner.kata("maths/sums", "def double(n:\n")
    mine = "from sums import half\n\ndef test_mine():\n    assert half(8) == 5\n"
    learner.library.write("katas/maths/sums/test_mine.py", mine)

    run = learner.run("katas/maths/sums/test_mine.py")

    assert "sums.py:1: SyntaxError" in run.out


def test_hidden_tests_count_for_their_kata(learner):
    """Laid beside the visible ones, they must pass as well."""
    learner.kata("maths/sums", RIGHT)
    hidden = "from sums import half\n\ndef test_negative():\n    assert half(-3) == -1\n"
    learner.library.write("katas/maths/sums/test_sums_hidden.py", hidden)

    assert learner.run("katas").outcomes == {"maths/sums": "failed"}


def test_a_kata_whose_answer_is_a_test_file(learner):
    """What the learner writes may be tests; breaking them is theirs too."""
    learner.kata("maths/sums", RIGHT)
    learner.library.write("katas/maths/sums/sums.py", "def test_nothing(:\n")

    assert learner.run("katas").outcomes == {"maths/sums": "broken"}


def test_the_same_kata_twice_in_one_run(learner, tmp_path):
    """Two copies of a kata are told apart by where they lie, and each imports its own answer."""
    learner.kata("maths/sums", RIGHT)
    copy = tmp_path / "copy" / "katas" / "maths" / "sums"
    copy.mkdir(parents=True)
    for file in learner.folder("maths/sums").iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    (copy / "sums.py").write_text(WRONG, "utf-8")
    late = (
        "\n\ndef test_late():\n    import sums\n"
        "    assert sums.__file__ == __file__.replace('test_sums', 'sums')\n"
    )
    for folder in (copy, learner.folder("maths/sums")):
        with (folder / "test_sums.py").open("a", encoding="utf-8") as file:
            file.write(late)

    run = learner.run(learner.folder("maths/sums"), copy)

    statuses = [kata["tests"] for kata in run.report["katas"]]
    late_ones = [test for tests in statuses for test in tests if test["name"] == "test_late"]
    assert [test["status"] for test in late_ones] == ["passed", "passed"], run.out
    assert run.code == 1
