"""What of the failures is shown, and how much of it."""

import pytest
from learning import RIGHT, STUB, TESTS, WRONG

HALF_DONE = RIGHT.replace("    return n // 2", "    raise NotImplementedError")


def test_a_stub_that_is_not_started_is_one_line(learner):
    """No traceback and no list of tests: the kata, and what to do."""
    learner.kata("maths/sums")

    run = learner.run("katas")

    assert " FAILURES " not in run.out
    assert "short test summary" not in run.out
    assert "NotImplementedError" not in run.out
    assert [line for line in run.out.splitlines() if "not started" in line] == [
        line for line in run.table if "maths/sums" in line
    ]
    assert "4 failed" in run.out
    assert run.code == 1


def test_of_a_started_kata_the_first_failing_test_is_shown_in_full(learner):
    """The others are one line each."""
    learner.kata("maths/sums", WRONG)

    run = learner.run("katas")

    failures = run.section("FAILURES")
    assert failures.count("____ test_") == 1
    assert "Twice three is six." in failures
    assert "def test_double():" in failures
    listed = run.section("short test summary info")
    assert [line.split("::")[1].split()[0] for line in listed.strip().splitlines()] == [
        "test_double",
        "test_half[5]",
        "test_both",
    ]


def test_each_kata_has_a_first_failing_test(learner):
    """One kata's failures never hide another's; those that wait hide nobody's."""
    learner.kata("maths/sums", WRONG)
    learner.kata("maths/tens", WRONG)
    learner.kata("maths/fresh")
    learner.library.write(
        "test_plain.py", "def test_one():\n    assert 0\n\n\ndef test_two():\n    assert 0\n"
    )

    run = learner.run(".")

    failures = run.section("FAILURES")
    assert failures.count("____ test_double ____") == 2
    assert "test_one" in failures
    assert "test_two" in failures
    assert "tests/fresh" not in failures
    assert "12 failed" in run.out


def test_what_is_not_implemented_lets_other_failures_go_first(learner):
    """Of a half-done answer, the failure that teaches is shown."""
    answer = RIGHT.replace("n + n", "__import__('builtins').print and None or n * n")
    answer = answer.replace("    return n // 2", "    raise NotImplementedError")
    tests = TESTS.replace("def test_double", "def test_zero():\n    half(0)\n\n\ndef test_double")
    learner.kata("maths/sums", answer, tests)

    failures = learner.run("katas").section("FAILURES")

    assert "____ test_double ____" in failures
    assert "____ test_zero ____" not in failures


def test_a_half_done_answer_is_shown_as_started(learner):
    """Where some tests pass already, the first that does not is shown."""
    learner.kata("maths/sums", HALF_DONE)

    run = learner.run("katas")

    assert run.section("FAILURES").count("____ test_") == 1
    assert "not started" not in run.out


def test_an_untouched_repair_shows_its_first_failure(learner):
    """There the failures are what there is to begin with."""
    learner.kata("maths/sums", WRONG, kind="repair")
    (learner.folder("maths/sums") / "origin.json").unlink()
    from pytest_interviewkata import catalogue

    catalogue.write_origin(catalogue.read_kata(learner.folder("maths/sums")))

    run = learner.run("katas")

    assert run.kata("maths/sums")["fresh"]
    assert "Twice three is six." in run.section("FAILURES")


@pytest.mark.parametrize("style", ["long", "short", "line", "native"])
def test_each_traceback_style_shows_the_first_failure_only(learner, style):
    """--tb says how, the plugin says which."""
    learner.kata("maths/sums", WRONG)

    failures = learner.run("katas", f"--tb={style}").section("FAILURES")

    assert "Twice three is six." in failures
    assert "Half of" not in failures


def test_no_traceback_at_all_is_respected(learner):
    """--tb=no leaves the lines."""
    learner.kata("maths/sums", WRONG)

    run = learner.run("katas", "--tb=no")

    assert " FAILURES " not in run.out
    assert "test_double" in run.section("short test summary info")


def test_quiet_and_verbose(learner):
    """-q keeps the table, -q -q does without, -v names every test."""
    learner.kata("maths/sums", WRONG)
    learner.kata("maths/tens")

    assert " mastery " in learner.run("katas", "-q").out
    silent = learner.run("katas", "-q", "-q").out
    assert " mastery " not in silent
    assert "maths/tens  not started — 4 tests wait: edit " in silent
    assert "katas/maths/tens/tens.py" in silent.replace("\\", "/")
    assert "test_sums.py::test_half[5] FAILED" in learner.run("katas", "-v").out


def test_nothing_is_said_where_no_kata_ran(learner):
    """A run of other tests looks as it always did."""
    learner.kata("maths/sums")
    learner.library.write("test_plain.py", "def test_it():\n    pass\n")

    for args in (["test_plain.py"], [".", "-k", "test_it"], ["katas", "--collect-only"]):
        run = learner.run(*args)
        assert " mastery " not in run.out
        assert run.report == {}


def test_colour_only_where_it_is_wanted(learner):
    """No terminal and NO_COLOR mean plain text; --color=yes means colour."""
    learner.kata("maths/sums", RIGHT)

    assert "\x1b[" not in learner.run("katas").out
    assert "\x1b[" not in learner.run("katas", env={"NO_COLOR": "1", "FORCE_COLOR": ""}).out
    coloured = learner.run("katas", "--color=yes").out.partition(" mastery ")[2]
    assert "\x1b[32" in coloured


def test_lines_fit_the_terminal(learner):
    """Eighty columns are enough for everything that the plugin prints."""
    learner.kata("maths/sums", WRONG)
    learner.kata("maths/a_kata_with_a_rather_long_name_that_goes_on", RIGHT)

    assert all(len(line) <= 80 for line in learner.run("katas").table)


def test_a_terminal_without_unicode_is_written_to_all_the_same(learner):
    """An old console gets plain characters."""
    learner.kata("maths/sums", WRONG)
    learner.kata("maths/tens")

    run = learner.run("katas", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert run.out.isascii()
    assert " mastery " in run.out
    assert run.code == 1


def test_the_debugger_opens_at_the_failing_assertion(learner):
    """--pdb works on katas as on any test."""
    learner.kata("maths/sums", WRONG)

    run = learner.run("katas", "--pdb", "-x")

    assert '-> assert double(3) == 6, "Twice three is six."' in run.out


def test_pytest_without_its_terminal_plugin_records_all_the_same(learner):
    """Nothing of the result depends on its being shown."""
    learner.kata("maths/sums", RIGHT)

    run = learner.run("katas", "-p", "no:terminal")

    assert run.outcomes == {"maths/sums": "passed"}
    assert len(learner.attempts) == 1


def test_errors_in_fixtures_are_failures_of_the_kata(learner):
    """An answer that breaks a fixture is shaped like one that breaks a test."""
    tests = (
        "import pytest\nfrom {name} import double\n\n@pytest.fixture\ndef four():\n"
        "    return double(2)\n\ndef test_one(four):\n    pass\n\ndef test_two(four):\n    pass\n"
    )
    learner.kata("maths/sums", STUB, tests)
    learner.kata("maths/tens", RIGHT.replace("n + n", "1 / 0"), tests)

    run = learner.run("katas")

    assert run.outcomes == {"maths/sums": "failed", "maths/tens": "failed"}
    assert run.kata("maths/sums")["fresh"]
    assert run.section("ERRORS").count("ERROR at setup of ") == 1
    assert "ZeroDivisionError" in run.section("ERRORS")
