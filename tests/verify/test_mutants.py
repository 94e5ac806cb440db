"""Mutants: one small change each, named by what changes, and none that changes nothing."""

import textwrap

import pytest

from pytest_interviewkata.verify.mutants import mutants


def made(code):
    text = textwrap.dedent(code).lstrip("\n")
    return {mutant.id: mutant.text for mutant in mutants({"a.py": text})}


def names(code):
    return list(made(code))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("x = a < b", ["a < b -> a >= b", "a < b -> a <= b"]),
        ("x = a in b", ["a in b -> a not in b"]),
        ("x = a + b", ["a + b -> a - b"]),
        ("x += 2", ["x += 2 -> x -= 2", "x += 2 -> x = 2", "2 -> 3", "2 -> 1"]),
        ("x = a and b", ["a and b -> a or b", "a and b -> b", "a and b -> a"]),
        ("x = not a", ["not a -> a"]),
        ("x = -a", ["-a -> a"]),
        ("x = 0.05", ["0.05 -> 0.06", "0.05 -> 0.04"]),
        ("x = 30.0", ["30.0 -> 31.0", "30.0 -> 29.0"]),
        ("x = 0", ["0 -> 1", "0 -> -1"]),
        ("x = 'ab'", ["'ab' -> 'abXX'"]),
        ("x = b'ab'", ["b'ab' -> b'abXX'"]),
        ("x = True", ["True -> False"]),
        ("x = f'{a}b'", ["f'{a}b' -> f'{a}bXX'"]),
        ("x = a[1:b]", ["a[1:b] -> a[:b]", "a[1:b] -> a[1:]", "1 -> 2", "1 -> 0"]),
        ("x = f(a)", ["f(a) -> a"]),
        ("x = f(a, k=b)", ["f(a, k=b) -> a", "f(a, k=b) -> f(a)"]),
        ("x = [a for a in b if a]", ["a -> not a", "a -> True"]),
        ("x = a if b else c", ["b -> not b"]),
        ("raise KeyError(a)", ["raise KeyError(a) -> raise RuntimeError(a)"]),
        ("raise error", ["raise error -> raise RuntimeError()"]),
        ("raise KeyError('k') from e", ["'k' -> ''"]),
    ],
)
def test_each_operator_makes_its_mutants(code, expected):
    """What a mutant changes stands in its name."""
    assert {f"a.py:1 {change}" for change in expected} <= set(names(code))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("def f():\n    return a\n", "a.py:2 return a -> return None"),
        ("for a in b:\n    break\n", "a.py:2 break -> continue"),
        ("if a:\n    b()\n", "a.py:1 a -> False"),
        ("f.x = a\n", "a.py:1 f.x = a -> pass"),
        ("f.x: int = a\n", "a.py:1 f.x: int = a -> pass"),
        (
            "try:\n    a()\nexcept E:\n    b()\n    c()\n",
            "a.py:3 except E: b() c() -> swallow it",
        ),
    ],
)
def test_statements_are_changed_and_left_out(code, expected):
    """A branch is never taken, a handler swallows, a return gives nothing."""
    assert expected in names(code)


def test_the_rest_of_the_file_stays_as_it_was_written():
    """Comments, layout and line numbers survive, so that a mutant can be read."""
    code = """
    # why
    def f(a,  b):  # spaces
        return a+ b  # sum
    """
    assert made(code)["a.py:3 a + b -> a - b"] == (
        "# why\ndef f(a,  b):  # spaces\n    return (a - b)  # sum\n"
    )


def test_places_inside_f_strings_are_changed_too():
    """Where a position is not exact, the whole string is written anew."""
    text = made("x = f'{a + 1}é'\n")["a.py:1 a + 1 -> a - 1"]

    assert text == "x = f'{a - 1}é'\n"


def test_text_outside_ascii_does_not_shift_a_change():
    """Positions count bytes, not letters."""
    assert made("x = ['äöü', a < b]\n")["a.py:1 a < b -> a >= b"] == "x = ['äöü', (a >= b)]\n"


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring."""\n',
        "def f(a: 'int' = b) -> 'str':\n    '''Say.'''\n    ...\n",
        "from __future__ import annotations\nimport os\n",
        "if __name__ == '__main__':\n    print(1 + 1)\n",
        "if TYPE_CHECKING:\n    x = 1\n",
        "T = TypeVar('T')\n",
        "__all__ = ['a']\n",
        "class P(Protocol):\n    x: int = 1\n",
        "logger.info('a' + b)\n",
        "def f():\n    return None\n",
    ],
)
def test_what_nobody_can_see_is_left_alone(code):
    """Docstrings, annotations, imports, guards and log lines make no mutants."""
    assert set(names(code)) <= {"a.py:1 T = TypeVar('T') -> pass"}


def test_mutants_that_compile_to_the_same_are_one():
    """A change that the compiler undoes is none, and no two mutants are alike."""
    assert names("x = 2 * 3 * 0\n") == names("x = 2 * 3 * 0\n")
    texts = list(made("x = a == 1\n").values())
    assert len(set(texts)) == len(texts)
    assert not [name for name in names("def f():\n    pass\n    return\n") if "pass" in name]


def test_the_same_change_twice_on_one_line_has_two_names():
    """Each mutant can be listed as equivalent by itself."""
    assert {"a.py:1 1 -> 2", "a.py:1 1 -> 2 (2)"} <= set(names("x = (a, 1, 1)\n"))


def test_a_long_piece_of_code_is_shown_by_its_ends():
    """A name fits on a line of wrong.toml."""
    name = names(f"x = {'a' * 90!r}\n")[0]

    assert len(name) < 160
    assert "\n" not in name


def test_what_does_not_compile_is_no_mutant():
    """A mutant is an answer somebody could have written."""
    for text in made("for a in b:\n    if a:\n        continue\n    c(*d)\n").values():
        compile(text, "a.py", "exec")


def test_only_python_files_have_mutants_of_this_kind():
    """Other files are changed by other means."""
    assert mutants({"a.sql": "select 1 + 1"}) == []
