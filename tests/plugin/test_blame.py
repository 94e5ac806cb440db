"""Whose fault a failed import is, and how the learner hears of it."""

import pytest
from learning import RIGHT, STUB, TESTS, Learner

ALL_TESTS = {"test_double": "failed", "test_half": "failed", "test_both": "failed"}
BROKEN = {
    "a syntax error": (
        "def double(n:\n    return n\n",
        "sums.py:1: SyntaxError: '(' was never closed",
    ),
    "a wrong indentation": (
        "def double(n):\nreturn n\n",
        "sums.py:2: IndentationError: expected an indented block",
    ),
    "an error at import": (RIGHT + "\n1 / 0\n", "sums.py:9: ZeroDivisionError: division by zero"),
    "an error below a call at import": (
        "import json\n\njson.loads('{')\n" + RIGHT,
        "sums.py:3: JSONDecodeError: Expecting property name",
    ),
    "a module that is not there": (
        "import numpie\n" + RIGHT,
        "sums.py:1: ModuleNotFoundError: No module named 'numpie'",
    ),
    "exit()": (RIGHT + "\nexit()\n", "sums.py:9: ends the program (exit) while it is imported"),
    "sys.exit(0)": (
        "import sys\n" + RIGHT + "\nsys.exit(0)\n",
        "sums.py:10: ends the program (exit) while it is imported",
    ),
    "input()": (
        RIGHT + "\nn = input('n? ')\n",
        "sums.py:9: EOFError: input() while the file is imported: nobody is there to answer",
    ),
    "pytest.skip": (
        "import pytest\n" + RIGHT + "\npytest.skip('no', allow_module_level=True)\n",
        "sums.py:10: Skipped: no",
    ),
    "a renamed function": (
        RIGHT.replace("half", "halve"),
        "the tests import 'half', but the file defines double, halve",
    ),
    "an empty file": ("", "the tests import 'double', 'half', but the file defines nothing"),
    "a file that is not UTF-8": (
        "# na\xefve\n".encode("latin-1") + RIGHT.encode(),
        "sums.py:1: is not UTF-8: save the file as UTF-8",
    ),
    "a NUL": (RIGHT.encode() + b"\0\n", "sums.py:8: holds a NUL character: save the file as UTF-8"),
}


@pytest.fixture(scope="module")
def broken_run(tmp_path_factory, library_builder):
    """Run a library in which one kata is in order and each other is broken in its own way."""
    root = tmp_path_factory.mktemp("broken")
    someone = Learner(library_builder(root / "library"), root / "home")
    someone.library.concepts()
    someone.kata("maths/tens", RIGHT)
    for number, (text, _) in enumerate(BROKEN.values()):
        someone.kata(f"maths/sums_{number}", text)
    return someone.run("katas", env={"COLUMNS": "160"})


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_said_in_one_line_and_fails_its_own_tests(broken_run, how):
    """One clear message, and one failed test for each test of the file."""
    number = list(BROKEN).index(how)
    kata = broken_run.kata(f"maths/sums_{number}")
    message = BROKEN[how][1].replace("sums.py", f"sums_{number}.py")

    assert kata["status"] == "broken"
    assert kata["reason"].startswith(message)
    assert message in broken_run.section("FAILURES")
    assert {test["name"]: test["status"] for test in kata["tests"]} == ALL_TESTS


def test_broken_files_leave_the_other_katas_alone(broken_run):
    """Everybody else's results are what they were, and nobody sees a traceback."""
    assert broken_run.outcomes["maths/tens"] == "passed"
    assert "Traceback" not in broken_run.out
    assert "standin.py" not in broken_run.out
    assert broken_run.code == 1


def test_the_first_test_says_what_is_wrong_and_the_others_that_they_wait(learner):
    """The reason is in FAILURES once; the rest is one line each."""
    learner.kata("maths/sums", "def double(n:\n")

    run = learner.run("katas", env={"COLUMNS": "160"})

    assert run.section("FAILURES").count("SyntaxError") == 1
    listed = run.section("short test summary info").strip().splitlines()
    assert len(listed) == 3
    assert "SyntaxError: '(' was never closed" in listed[0]
    assert "waits for sums.py" in listed[1]


def test_input_is_refused_where_a_terminal_would_wait_for_it(learner):
    """With -s, standard input is the terminal, and nobody may be asked there either."""
    learner.kata("maths/sums", RIGHT + "\nn = input()\n")

    run = learner.run("katas", "-s")

    assert "sums.py:9: EOFError: input() while the file is imported" in run.out


@pytest.mark.parametrize("renamed", [True, False], ids=["renamed", "deleted"])
def test_a_stub_that_is_gone_can_be_put_back(learner, renamed):
    """The message names the command that restores the file."""
    learner.kata("maths/sums")
    stub = learner.stub("maths/sums")
    stub.rename(stub.with_name("my_sums.py")) if renamed else stub.unlink()

    run = learner.run("katas")

    message = "sums.py is missing: `interviewkata reset maths/sums` puts it back"
    assert run.kata("maths/sums")["reason"] == message
    assert message in run.out
    assert run.outcomes == {"maths/sums": "broken"}


def test_a_stub_that_became_a_folder_is_named(learner):
    """Whatever else keeps a file from being read is said with its name."""
    learner.kata("maths/sums")
    learner.stub("maths/sums").unlink()
    learner.stub("maths/sums").mkdir()

    assert "sums.py: cannot be read: " in learner.run("katas").kata("maths/sums")["reason"]


def test_names_of_the_module_are_asked_for_at_import_too(learner):
    """`sums.half` at the top of a test file is the learner's to define."""
    tests = TESTS.replace("from {name} import double, half", "import {name}\n\nhalf = {name}.half")
    learner.kata("maths/sums", "def double(n):\n    return n + n\n", tests)

    reason = learner.run("katas").kata("maths/sums")["reason"]

    assert reason == "the tests import 'half', but the file defines double"


@pytest.mark.parametrize(
    ("tests", "said"),
    [
        ("def test_(:\n", "SyntaxError"),
        ("import numpie\n\ndef test_it():\n    pass\n", "No module named 'numpie'"),
        ("from {name} import double\n\ndouble(1 / 0)\n", "ZeroDivisionError"),
    ],
    ids=["syntax", "import", "body"],
)
def test_a_broken_test_file_is_a_collection_error(learner, tests, said):
    """The learner is not blamed for what is wrong in the tests; others keep running."""
    learner.kata("maths/sums", RIGHT, tests)
    learner.kata("maths/tens", RIGHT)

    run = learner.run("katas", "--continue-on-collection-errors")

    assert said in run.section("ERRORS")
    assert run.outcomes == {"maths/tens": "passed"}


def test_a_broken_test_file_beside_a_missing_stub_is_a_collection_error(learner):
    """Without the names of the tests there is nobody to stand in for them."""
    learner.kata("maths/sums", RIGHT, "def test_(:\n")
    learner.stub("maths/sums").unlink()

    run = learner.run("katas")

    assert "test_sums.py:1: SyntaxError" in run.section("ERRORS")


def test_a_broken_kata_toml_is_one_clear_error_of_one_kata(learner):
    """File, key and nearest key; no traceback; the other katas keep their results."""
    learner.kata("maths/sums", RIGHT)
    learner.kata("maths/tens", RIGHT)
    toml = learner.folder("maths/sums") / "kata.toml"
    toml.write_text(toml.read_text("utf-8").replace("minutes", "minuts"), "utf-8")

    run = learner.run("katas", "--continue-on-collection-errors")

    assert "unknown key 'minuts'. Did you mean minutes" in run.section("ERRORS")
    assert "Traceback" not in run.out
    assert run.outcomes == {"maths/tens": "passed"}
    assert "Traceback" not in learner.run("katas/maths/sums").out


def test_stand_ins_have_the_node_ids_of_the_tests(learner):
    """`::test_double` finds the stand-in, classes included."""
    tests = TESTS + "\n\nclass TestMore:\n    def test_zero(self):\n        assert double(0) == 0\n"
    learner.kata("maths/sums", "def double(n:\n", tests)

    run = learner.run("katas/maths/sums/test_sums.py::test_both", "--collect-only", "-q")
    both = learner.run("katas/maths/sums/test_sums.py::TestMore::test_zero")

    assert "katas/maths/sums/test_sums.py::test_both" in run.out
    assert both.tests == {"TestMore::test_zero": "failed"}
    assert "SyntaxError" in both.out


def test_the_reason_is_shown_whichever_test_is_asked_for(learner):
    """-k may leave out the test that gives the reason; the kata's line gives it too."""
    learner.kata("maths/sums", "def double(n:\n")

    run = learner.run("katas", "-k", "both")

    assert "sums.py:1: SyntaxError: '(' was never closed" in run.out


def test_pdb_stops_where_the_learners_file_is_wrong(learner):
    """The debugger opens in the frame that failed, not in ours."""
    learner.kata("maths/sums", STUB + "\n1 / 0\n")

    run = learner.run("katas", "--pdb", "-x")

    assert "-> 1 / 0" in run.out
