"""The answers beside a library, and what wrong.toml says of the wrong ones."""

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Equivalent, Expect, Role, Wrong

WHERE = "solutions/redis/lru"
ENTRY = '[[wrong]]\nname = "slow"\nwhy = "It waits."\ncaught_by = ["test_it"]\n'


@pytest.fixture
def kata(library):
    """Return a kata of one file, with its exemplar."""
    library.write(f"{WHERE}/lru.py", "exemplar")
    return catalogue.read_kata(library.kata("redis/lru"))


@pytest.fixture
def wide(library):
    """Return a kata of two files, with its exemplar."""
    library.write(f"{WHERE}/lru.py", "exemplar")
    library.write(f"{WHERE}/lru_policy.py", "policy")
    return catalogue.read_kata(library.kata("redis/lru", files=["lru.py", "lru_policy.py"]))


def test_the_exemplar_comes_first_then_right_then_wrong_answers(library, kata):
    """Each answer says what it is and which text takes the stub's place."""
    library.write(f"{WHERE}/right/stack.py", "stack")
    library.write(f"{WHERE}/wrong/slow.py", "slow")
    library.write(f"{WHERE}/wrong/bare/lru.py", "bare")
    library.write(f"{WHERE}/wrong/__pycache__/slow.pyc", "")

    found = catalogue.read_answers(kata, library.solutions)

    assert [(one.role, one.name, dict(one.files)) for one in found] == [
        (Role.EXEMPLAR, "lru", {"lru.py": "exemplar"}),
        (Role.RIGHT, "stack", {"lru.py": "stack"}),
        (Role.WRONG, "bare", {"lru.py": "bare"}),
        (Role.WRONG, "slow", {"lru.py": "slow"}),
    ]
    assert {one.kata for one in found} == {"redis/lru"}


def test_a_folder_holds_the_files_that_differ_from_the_exemplar(library, wide):
    """An answer of several files repeats nothing."""
    library.write(f"{WHERE}/wrong/slow/lru_policy.py", "slow")

    (_, wrong) = catalogue.read_answers(wide, library.solutions)

    assert wrong.files == {"lru.py": "exemplar", "lru_policy.py": "slow"}


def test_a_single_file_cannot_answer_a_kata_of_several(library, wide, refusal):
    """Nobody could tell which file it is."""
    path = library.write(f"{WHERE}/wrong/slow.py", "slow")

    said = refusal(catalogue.read_answers, wide, library.solutions)

    assert said == f"{path}: redis/lru has 2 files: an answer to it is a folder."


def test_an_answer_holds_files_of_the_kata_only(library, wide, refusal):
    """A misnamed file is answered with the name that was meant."""
    path = library.write(f"{WHERE}/wrong/slow/lru_polcy.py", "slow")

    said = refusal(catalogue.read_answers, wide, library.solutions)

    assert said.startswith(f"{path}: is no file that redis/lru is answered with.")
    assert "Did you mean lru_policy.py" in said


def test_a_file_of_another_kind_is_no_answer(library, kata, refusal):
    """Notes do not lie among answers."""
    path = library.write(f"{WHERE}/right/notes.md", "")

    assert refusal(catalogue.read_answers, kata, library.solutions).startswith(
        f"{path}: is no answer"
    )


def test_a_missing_exemplar_is_named(library, kata, refusal):
    """Every kata has one."""
    path = library.solutions / "redis/lru/lru.py"
    path.unlink()

    said = refusal(catalogue.read_answers, kata, library.solutions)

    assert said == f"{path}: the file is missing."


def test_everything_in_wrong_toml_is_read(library, kata):
    """Wrong answers, equivalent mutants and the hints of hidden tests."""
    library.write(f"{WHERE}/wrong/slow.py", "")
    library.write(f"{WHERE}/wrong/hangs.py", "")
    library.write(
        f"{WHERE}/wrong.toml",
        """
        format_version = 1
        [[wrong]]
        name = "slow"
        why = "It waits."
        claim = "redis-q1"
        caught_by = ["test_it", "TestMore::test_that[1-2]"]
        [[wrong]]
        name = "hangs"
        why = "It waits for ever."
        expect = "timeout"
        [[equivalent]]
        mutant = "lru.py:41 0.05 -> 0.06"
        why = "Only how often it looks."
        [hidden_hints]
        test_more = "And then?"
        """,
    )

    said = catalogue.read_wrong(kata, library.solutions)

    assert said.wrong == (
        Wrong("slow", "It waits.", ("test_it", "TestMore::test_that[1-2]"), "redis-q1"),
        Wrong("hangs", "It waits for ever.", (), "", Expect.TIMEOUT),
    )
    assert said.equivalent == (Equivalent("lru.py:41 0.05 -> 0.06", "Only how often it looks."),)
    assert said.hidden_hints == {"test_more": "And then?"}


def test_a_kata_without_wrong_answers_needs_no_wrong_toml(library, kata):
    """Nothing to say is nothing to write."""
    assert catalogue.read_wrong(kata, library.solutions) == catalogue.WrongFile()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ENTRY.replace("why", "wy"), "unknown key 'wy' in [[wrong]]. Did you mean why?"),
        (ENTRY.replace('"It waits."', "3"), "[wrong].why must be a text, not 3."),
        (ENTRY.replace('["test_it"]', "[]"), "caught_by must be a list with at least one text"),
        (ENTRY.replace("test_it", "it"), "caught_by holds 'it': a test is named test_"),
        (ENTRY + 'expect = "fial"\n', "expect does not know 'fial'. Did you mean fail?"),
        (ENTRY + ENTRY, "has two entries for 'slow'."),
        (ENTRY.replace("slow", "slwo"), "wrong/ holds no answer named 'slwo'. Did you mean slow?"),
        ("", "has no [[wrong]] entry for wrong/slow."),
        ("wrong = 3", "wrong must be a list of tables, [[wrong]], not 3."),
        (ENTRY + "[[equivalent]]\nmutant = 'x'\n", "'[equivalent].why' is missing."),
        (ENTRY + "[hidden_hints]\ntest_a = 1\n", "hidden_hints.test_a must be a text, not 1."),
        (ENTRY + "[hiden_hints]\n", "unknown key 'hiden_hints'. Did you mean hidden_hints?"),
    ],
)
def test_wrong_toml_is_held_to_its_schema_and_to_the_answers(library, kata, refusal, text, said):
    """Each wrong answer has one entry, each entry one answer, and each key its type."""
    library.write(f"{WHERE}/wrong/slow.py", "")
    path = library.write(f"{WHERE}/wrong.toml", text)

    message = refusal(catalogue.read_wrong, kata, library.solutions)

    assert message.startswith(f"{path}: ")
    assert said in message


def test_wrong_answers_need_a_wrong_toml(library, kata, refusal):
    """An answer that nobody explains is not proven wrong."""
    library.write(f"{WHERE}/wrong/slow.py", "")

    assert "has no [[wrong]] entry for wrong/slow." in refusal(
        catalogue.read_wrong, kata, library.solutions
    )


def test_two_wrong_answers_of_one_name_are_refused(library, kata, refusal):
    """A file and a folder of one name would be two answers with one reason."""
    library.write(f"{WHERE}/wrong/slow.py", "")
    library.write(f"{WHERE}/wrong/slow/lru.py", "")
    library.write(f"{WHERE}/wrong.toml", ENTRY)

    said = refusal(catalogue.read_wrong, kata, library.solutions)

    assert said == f"{library.root / WHERE / 'wrong'}: holds two answers named 'slow'."
