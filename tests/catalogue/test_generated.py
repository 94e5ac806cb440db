"""mistakes.toml and origin.json: what `verify` writes is what everybody else reads."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Diagnosis

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
DIAGNOSES = st.lists(
    st.builds(
        Diagnosis,
        name=TEXT,
        says=TEXT,
        fails=st.dictionaries(TEXT, st.integers(1, 9999), max_size=5),
    ),
    max_size=4,
)
FOREVER = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def kata(library):
    """Return a kata with a support file."""
    library.write("katas/redis/lru/lru_errors.py", "class Full(Exception): ...\n")
    return catalogue.read_kata(library.kata("redis/lru", support=["lru_errors.py"]))


@FOREVER
@given(diagnoses=DIAGNOSES)
def test_fingerprints_come_back_as_they_were_written(kata, diagnoses):
    """Whatever tests and sentences are called, the file holds them."""
    catalogue.write_diagnoses(kata, diagnoses)

    assert catalogue.read_diagnoses(kata) == tuple(diagnoses)


def test_a_kata_whose_mistakes_nobody_recorded_has_none(kata):
    """The file is optional: hiring packs leave it out."""
    assert catalogue.read_diagnoses(kata) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'format_version' is missing."),
        ("format_version = 2\n", "has format_version 2"),
        ("format_version = 1\n[[mistakes]]\n", "unknown key 'mistakes'. Did you mean mistake?"),
        ("format_version = 1\n[[mistake]]\n", "'[mistake].name' is missing."),
        (
            'format_version = 1\n[[mistake]]\nname = "a"\nsays = "b"\nfails = {test_a = "x"}\n',
            "test_a must be a whole number of at least 1, not 'x'.",
        ),
    ],
)
def test_a_spoilt_mistakes_toml_is_named(library, kata, refusal, text, said):
    """Generated files are read as strictly as written ones."""
    path = library.write("katas/redis/lru/mistakes.toml", text)

    message = refusal(catalogue.read_diagnoses, kata)

    assert message.startswith(f"{path}: ")
    assert said in message


def test_the_origin_knows_stub_tests_and_support(kata):
    """Those are the files whose change matters; README and kata.toml may grow."""
    path = catalogue.write_origin(kata)

    assert json.loads(path.read_text("utf-8"))["format_version"] == 1
    assert catalogue.read_origin(kata) == {
        name: catalogue.digest((kata.folder / name).read_text("utf-8"))
        for name in ("lru.py", "lru_errors.py", "test_lru.py")
    }


def test_a_kata_whose_origin_nobody_recorded_has_none(kata):
    """Nothing is claimed about files that nobody hashed."""
    assert catalogue.read_origin(kata) == {}


@given(lines=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"))))
def test_a_hash_is_the_same_on_every_platform(lines):
    """Text or bytes, Unix or Windows newlines: one text, one hash."""
    plain = "\n".join(lines)

    assert catalogue.digest(plain) == catalogue.digest("\r\n".join(lines))
    assert catalogue.digest(plain) == catalogue.digest(plain.encode())


def test_any_other_change_changes_the_hash():
    """A blank at the end of a line is an edit."""
    assert catalogue.digest("a\nb") != catalogue.digest("a \nb")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"files": []}',
        '{"files": {"lru.py": 3}}',
        '{"files": {"../../home/.bashrc": "x"}}',
        '{"files": {"..": "x"}}',
        '{"files": {"a\\\\b": "x"}}',
    ],
)
def test_a_spoilt_origin_is_named(library, kata, refusal, text):
    """`reset` writes to the names in it, so that none may lead out of the folder."""
    path = library.write("katas/redis/lru/origin.json", text)

    assert refusal(catalogue.read_origin, kata).startswith(f"{path}: must hold")
