"""kata.toml: what it may say, and what is said to those who say something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_interviewkata import catalogue
from pytest_interviewkata.catalogue.kata_file import KEYS
from pytest_interviewkata.catalogue.table import Table
from pytest_interviewkata.errors import KataError
from pytest_interviewkata.model import Grading, Kind, Limits, Parameter

WHOLE = """
[parameters.unit]
default = "s"
values = ["s", "ms"]
what = "The unit of time."

[parameters.size]
default = 3
values = [1, 2, 3]

[limits]
seconds = 2.5
memory = 256
"""


def test_every_key_of_a_kata_is_read(library):
    """What kata.toml says is what the kata is."""
    folder = library.kata(
        "redis/lru",
        title="Least recently used",
        level=4,
        minutes=45,
        concepts=["redis.lru", "python.dict"],
        after=["redis/first", "python/second"],
        files=["lru.py", "lru_policy.py"],
        requires=["redis"],
        services=["redis", "postgres"],
        grading="inside",
        grading_reason="It looks into the process.",
        hints=["one", "two"],
        kind="class",
        guards=["test_a", "TestB::test_c[1-x]"],
        support=["shared_errors.py"],
        points=15,
        version=3,
        extra=WHOLE,
    )

    kata = catalogue.read_kata(folder)

    assert (kata.topic, kata.name, kata.slug) == ("redis", "lru", "redis/lru")
    assert kata.folder == folder
    assert kata.test_file == folder / "test_lru.py"
    assert (kata.title, kata.level, kata.minutes) == ("Least recently used", 4, 45)
    assert kata.concepts == ("redis.lru", "python.dict")
    assert kata.after == ("redis/first", "python/second")
    assert kata.files == ("lru.py", "lru_policy.py")
    assert kata.modules == ("lru", "lru_policy")
    assert (kata.requires, kata.services) == (("redis",), ("redis", "postgres"))
    assert kata.grading is Grading.INSIDE
    assert kata.grading_reason == "It looks into the process."
    assert kata.hints == ("one", "two")
    assert kata.kind is Kind.CLASS
    assert kata.guards == ("test_a", "TestB::test_c[1-x]")
    assert kata.support == ("shared_errors.py",)
    assert (kata.points, kata.version) == (15, 3)
    assert kata.parameters == (
        Parameter("unit", "s", ("s", "ms"), "The unit of time."),
        Parameter("size", 3, (1, 2, 3)),
    )
    assert kata.limits == Limits(2.5, 256)


def test_what_a_kata_does_not_say_has_a_default(library):
    """A short kata.toml is a whole one."""
    kata = catalogue.read_kata(library.kata("redis/lru"))

    assert (kata.after, kata.requires, kata.services, kata.guards, kata.support) == ((),) * 5
    assert kata.grading is Grading.OUTSIDE
    assert (kata.points, kata.version, kata.parameters) == (10, 1, ())
    assert kata.limits == Limits()


def test_a_kata_is_read_without_its_library(library):
    """The plugin reads one kata: no concept list and no neighbour is looked at."""
    folder = library.kata("redis/lru", concepts=["nobody.knows"], after=["no/where"])
    (library.katas / "concepts.toml").unlink()
    library.write("katas/redis/broken/kata.toml", "no toml")

    assert catalogue.read_kata(folder).name == "lru"


def test_a_kata_is_named_by_its_folder_from_wherever_it_is_read(library, monkeypatch):
    """A relative path, even `.`, names the same kata."""
    folder = library.kata("redis/lru")
    monkeypatch.chdir(folder)

    assert catalogue.read_kata(type(folder)()).slug == "redis/lru"


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("titel", "title"), ("hint", "hints"), ("file", "files"), ("Level", "level")],
)
def test_a_mistyped_key_is_answered_with_the_key_that_was_meant(read_refused, typo, meant):
    """An unknown key names itself and the nearest valid one."""
    said = read_refused(**{typo: 1})

    assert f"unknown key '{typo}'" in said
    assert meant in said.partition("Did you mean")[2]


def test_a_key_like_no_other_is_answered_with_all_there_are(read_refused):
    """Where nothing is near, the message lists the keys."""
    said = read_refused(xyzzy=1)

    assert "unknown key 'xyzzy'" in said
    assert all(key in said for key in KEYS)


@given(key=st.from_regex(r"[a-z_]{1,30}", fullmatch=True).filter(lambda key: key not in KEYS))
def test_no_unknown_key_is_ever_let_through(tmp_path_factory, key):
    """Any word that is not a key is an error that names it."""
    with pytest.raises(KataError, match=f"unknown key '{key}'"):
        Table(tmp_path_factory.getbasetemp() / "kata.toml", {key: 1}, KEYS)


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ("[limits]\nsecond = 1", "unknown key 'second' in [limits]. Did you mean seconds?"),
        (
            '[parameters.unit]\nvalue = ["s"]',
            "unknown key 'value' in [parameters.unit]. Did you mean values?",
        ),
        ("[limits]\nseconds = 0", "limits.seconds must be a number above 0, not 0."),
        ("[limits]\nseconds = true", "limits.seconds must be a number above 0, not True."),
        ("[limits]\nseconds = inf", "limits.seconds must be a number above 0, not inf."),
        ("[limits]\nseconds = nan", "limits.seconds must be a number above 0, not nan."),
        ("[limits]\nmemory = 1.5", "limits.memory must be a whole number of at least 1, not 1.5."),
        ("[parameters.unit]\ndefault = 1", "'parameters.unit.values' is missing."),
        ("[parameters.unit]\nvalues = [1]", "'parameters.unit.default' is missing."),
        ("[parameters.unit]\nvalues = []\ndefault = 1", "parameters.unit.values must be a list"),
        (
            '[parameters.unit]\nvalues = [1, "two"]\ndefault = 1',
            "parameters.unit.values must be a list of texts or of numbers, all of one kind",
        ),
        ("[parameters.unit]\nvalues = [1, true]\ndefault = 1", "all of one kind"),
        (
            "[parameters.unit]\nvalues = [1, 2]\ndefault = 3",
            "parameters.unit.default must be one of the values [1, 2], not 3.",
        ),
        ("[parameters.unit]\nvalues = [1]\ndefault = 1.0", "must be one of the values [1]"),
        ("[parameters.a-b]\nvalues = [1]\ndefault = 1", "the parameter 'a-b' must be a name"),
    ],
)
def test_the_tables_of_a_kata_are_held_to_their_schema_too(read_refused, extra, said):
    """Errors in [limits] and [parameters.x] name the table, the key and the value."""
    assert said in read_refused(extra=extra)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"level": 0}, "level must be a whole number from 1 to 5, not 0."),
        ({"level": 6}, "level must be a whole number from 1 to 5, not 6."),
        ({"level": "four"}, "level must be a whole number from 1 to 5, not 'four'."),
        ({"level": True}, "level must be a whole number from 1 to 5, not True."),
        ({"points": 0}, "points must be a whole number of at least 1, not 0."),
        ({"points": 2.5}, "points must be a whole number of at least 1, not 2.5."),
        ({"minutes": -1}, "minutes must be a whole number of at least 1, not -1."),
        ({"version": "1"}, "version must be a whole number of at least 1, not '1'."),
        ({"title": 3}, "title must be a text, not 3."),
        ({"title": " "}, "title must be a text, not ' '."),
        ({"hints": "one"}, "hints must be a list of texts, not 'one'."),
        ({"hints": []}, "hints must be a list with at least one text, not []."),
        ({"hints": ["one", ""]}, "hints must be a list of texts"),
        ({"hints": ["one", 2]}, "hints must be a list of texts"),
        ({"concepts": []}, "concepts must be a list with at least one text, not []."),
        ({"concepts": ["Redis"]}, "concepts holds 'Redis': a concept's id reads"),
        ({"after": ["setnx_lock"]}, "after holds 'setnx_lock': a kata is named topic/name."),
        ({"after": ["a/b", "a/b"]}, "after names 'a/b' twice."),
        ({"kind": "klass"}, "kind does not know 'klass'. Did you mean class?"),
        ({"grading": "aside"}, "grading does not know 'aside'. Did you mean"),
        ({"grading": 1}, "grading does not know 1. It may be outside, inside."),
        ({"grading": "inside"}, 'grading = "inside" needs grading_reason'),
        ({"services": ["redsi"]}, "services does not know 'redsi'. Did you mean redis?"),
        ({"guards": ["it_works"]}, "guards holds 'it_works': a test is named test_"),
        ({"format_version": "1"}, "format_version must be a whole number"),
        ({"format_version": 0}, "format_version must be a whole number"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_with_what_it_should_be(read_refused, values, said):
    """The message names the file, the key, what belongs there and what stands there."""
    assert said in read_refused(**values)


@pytest.mark.parametrize(
    "key", ["format_version", "title", "level", "minutes", "concepts", "files", "kind", "hints"]
)
def test_a_missing_key_is_named(read_refused, key):
    """A key without a default has to be there."""
    assert f"'{key}' is missing." in read_refused(drop=[key])


def test_a_newer_format_says_which_side_to_upgrade(read_refused):
    """A kata of the future asks for a newer plugin, whatever else it holds."""
    said = read_refused(format_version=2, colour="blue")

    assert "has format_version 2, this pytest-interviewkata reads 1. Upgrade it" in said
    assert "colour" not in said


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (["*.py"], "patterns are not expanded"),
        (["lru/answer.py"], "a file's name is plain"),
        (["../lru.py"], "a file's name is plain"),
        (["..\\lru.py"], "a file's name is plain"),
        ([".lru.py"], "a file's name is plain"),
        (["README.md"], "taken by a file of the kata itself"),
        (["conftest.py"], "taken by a file of the kata itself"),
        (["least.py"], "files holds 'least.py', but the folder is named 'lru'"),
        (["lru_cache.py"], "files holds 'lru_cache.py', but the folder is named 'lru'"),
        (["lru.py", "other.py"], "the files begin with 'lru' too"),
        (["lru.py", "lru2.py"], "the files begin with 'lru' too"),
    ],
)
def test_a_kata_s_files_are_plain_names_that_begin_with_its_own(read_refused, files, said):
    """No pattern, no way out of the folder, no name that is not the kata's."""
    assert said in read_refused(files=files)


def test_a_kata_of_several_files_may_lack_one_of_its_very_name(library):
    """Each file of several begins with the kata's name."""
    files = ["lru_store.py", "lru_policy.py", "lru.conf"]

    assert catalogue.read_kata(library.kata("redis/lru", files=files)).files == tuple(files)


@pytest.mark.parametrize("name", ["lru.py", "test_lru.py"])
def test_a_support_file_has_no_second_part_in_the_kata(read_refused, name):
    """What nobody edits cannot be what the learner edits, nor the tests."""
    assert f"support holds '{name}', which has another part" in read_refused(support=[name])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("queue", "it is a module of the standard library"),
        ("class", "it is a word of Python's own"),
        ("Cache", "a name is made of lower-case letters"),
        ("cache-aside", "a name is made of lower-case letters"),
        ("2fast", "a name is made of lower-case letters"),
    ],
)
def test_a_kata_s_name_must_be_one_that_can_be_imported(read_refused, name, said):
    """A name that hides another module, or is no name, is refused with the reason."""
    assert f"the kata's folder is named '{name}': {said}" in read_refused(f"redis/{name}")
