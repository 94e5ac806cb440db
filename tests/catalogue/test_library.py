"""A whole library: what must be true between katas that are each right by themselves."""

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.catalogue import distribution, neighbours
from pytest_interviewkata.errors import InvalidLibrary

NONE = "[concepts]\n"


def test_a_library_is_read_in_the_order_to_do_it_in(library):
    """What comes first comes first; then the topics as listed, the easier katas before."""
    library.concepts(head='library = "mine"\ntopics = ["redis", "python"]')
    library.kata("python/easy", level=1)
    library.kata("redis/hard", level=5, after=["python/needed"])
    library.kata("redis/soft", level=2)
    library.kata("python/needed", level=3)
    library.kata("other/last", level=1)

    found = catalogue.load(library.katas)

    assert [kata.slug for kata in found] == [
        "redis/soft",
        "python/easy",
        "python/needed",
        "redis/hard",
        "other/last",
    ]
    assert found.library == "mine"
    assert found.concepts == {"shared.concept": "Shared"}


def test_a_library_without_an_id_is_named_by_its_folder(library):
    """Progress is kept apart by the library's id."""
    library.kata("redis/lru")

    assert catalogue.load(library.katas).library == "library"


def test_a_folder_without_a_kata_toml_is_no_kata(library):
    """Caches, notes and half-made folders are not read."""
    library.kata("redis/lru")
    library.write("katas/redis/__pycache__/x.pyc", "")
    library.write("katas/notes.md", "")

    assert len(catalogue.load(library.katas)) == 1


def test_a_library_needs_its_concept_list(library, load_refused):
    """The file that must be there is named."""
    (library.katas / "concepts.toml").unlink()

    assert load_refused() == f"{library.katas / 'concepts.toml'}: the file is missing."


def test_everything_that_is_wrong_is_said_at_once(library):
    """An author mends all of a library in one go."""
    library.kata("redis/lru", level=9)
    library.kata("redis/lfu", colour="blue")
    library.kata("redis/fifo", after=["redis/lru"], concepts=["shared.nothing"])

    with pytest.raises(InvalidLibrary) as caught:
        catalogue.load(library.katas)

    said = str(caught.value).splitlines()
    assert said[0] == "3 things are wrong in this library:"
    assert len(said) == len(caught.value.errors) + 1 == 4


def test_nobody_is_blamed_for_what_an_unreadable_kata_may_hold(library, load_refused):
    """One broken kata.toml is one complaint, though others wait for that kata."""
    library.kata("redis/lru", level=9)
    library.kata("redis/fifo", after=["redis/lru"], concepts=["redis.fifo"])
    library.concepts('[concepts]\n"redis.fifo" = "FIFO"\n"redis.lru" = "LRU"\n')

    assert load_refused().endswith("level must be a whole number from 1 to 5, not 9.")


def test_two_katas_of_one_name_are_refused(library, load_refused):
    """A kata's name is unique in the whole library: tests import by it."""
    library.kata("python/lru")
    library.kata("redis/lru")

    said = load_refused()

    assert said.startswith(str(library.katas / "redis" / "lru" / "kata.toml"))
    assert "the name 'lru' is taken by python/lru" in said


def test_a_support_file_may_not_have_another_kata_s_name(library, load_refused):
    """Modules of all katas stand side by side."""
    library.kata("python/lru")
    library.kata("redis/cache", support=["lru.py", "notes.txt"])

    assert "the name 'lru' is taken by python/lru" in load_refused()


def test_a_kata_that_is_to_come_after_an_unknown_one_is_refused(library, load_refused):
    """The message offers the nearest names."""
    library.kata("redis/setnx_lock")
    library.kata("redis/cache_aside", after=["redis/setnx_look"])

    said = load_refused()

    assert "after names no kata: 'redis/setnx_look'. Did you mean redis/setnx_lock" in said


def test_katas_that_wait_for_one_another_are_refused(library, load_refused):
    """The circle is spelled out in the order in which it would have to be walked."""
    library.kata("a/one", after=["c/three"])
    library.kata("b/two", after=["a/one"])
    library.kata("c/three", after=["b/two"])

    said = load_refused().partition("circle: ")[2].rstrip(".").split(" before ")

    assert said[0] == said[-1]
    assert set(said) == {"a/one", "b/two", "c/three"}
    rounds = "a/one b/two c/three a/one b/two c/three"
    assert " ".join(said[:-1]) in rounds


def test_a_kata_that_waits_for_itself_is_refused(library, load_refused):
    """The smallest circle."""
    library.kata("a/one", after=["a/one"])

    assert "circle: a/one before a/one." in load_refused()


def test_a_concept_that_is_not_listed_is_refused(library, load_refused):
    """The message names the list and the nearest concept."""
    library.kata("redis/lru")
    library.kata("redis/lfu", concepts=["shared.concpet"])

    said = load_refused()

    assert f"the concept 'shared.concpet' is not in {library.katas / 'concepts.toml'}." in said
    assert "Did you mean shared.concept?" in said


def test_a_concept_without_a_kata_is_refused(library, load_refused):
    """Nothing is promised that nobody can practise."""
    library.kata("redis/lru")
    library.concepts('[concepts]\n"shared.concept" = "Shared"\n"shared.idle" = "Idle"\n')

    assert load_refused().endswith("no kata is about the concept 'shared.idle'.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[concepts]\nredis.lock = "A lock"\n', "a name with a dot needs quotes"),
        ('[concepts]\n"redis.lock" = 3\n', "concepts.redis.lock must be a text, not 3."),
        ('[concepts]\n"Redis lock" = "A lock"\n', "the concept 'Redis lock': a concept's id"),
        ("concepts = 3\n", "concepts must be a table, [concepts], not 3."),
        ("[concept]\n", "unknown key 'concept'. Did you mean concepts?"),
        ('topics = ["Redis"]\n[concepts]\n', "topics holds 'Redis'"),
        ("library = 3\n[concepts]\n", "library must be a text, not 3."),
    ],
)
def test_the_concept_list_is_held_to_its_schema(library, load_refused, text, said):
    """Its errors name file and key like any other's."""
    path = library.concepts(text)

    message = load_refused()

    assert message.startswith(str(path))
    assert said in message


def test_an_extra_that_we_do_not_have_is_refused(library, load_refused):
    """`requires` names extras, never packages."""
    library.kata("redis/lru", requires=["fakeredis"])

    assert "requires no extra of ours: 'fakeredis'. Did you mean redis?" in load_refused()


def test_any_extra_is_believed_where_nobody_installed_us(library, monkeypatch):
    """From a bare source tree the extras are not known, and the library still loads."""
    library.kata("redis/lru", requires=["fakeredis"])
    monkeypatch.setattr("pytest_interviewkata.catalogue.relations.extras", tuple)

    assert len(catalogue.load(library.katas)) == 1


def test_a_tree_that_nobody_installed_knows_no_extras(monkeypatch):
    """The metadata of an installed distribution is where they are written down."""
    monkeypatch.setattr(distribution, "DISTRIBUTION", "pytest-interviewkata-of-nobody")

    assert distribution.extras() == ()
    assert distribution.required() == frozenset({})


def test_what_we_depend_on_includes_the_extras_of_extras():
    """fakeredis[lua] brings lupa, and Celery brings kombu."""
    assert {"pytest", "pluggy", "fakeredis", "lupa", "celery", "kombu"} < distribution.required()
    assert "mypy" not in distribution.required()


def test_a_name_that_hides_a_dependency_is_refused(library, load_refused):
    """Tests that import the kata would break whoever imports the dependency."""
    library.kata("python/pluggy")

    assert "the name hides the module 'pluggy' of pluggy." in load_refused()


def test_a_name_that_hides_somebody_else_s_package_is_no_concern_of_ours(library, monkeypatch):
    """What a learner has installed beside us does not break the library."""
    monkeypatch.setattr(neighbours, "required", frozenset)
    library.kata("python/pluggy")

    assert len(catalogue.load(library.katas)) == 1


def test_a_topic_s_folder_must_have_a_plain_name(library, load_refused):
    """A topic is typed on command lines; it is never imported, so `queue` would do."""
    library.kata("queue/one")
    library.kata("My Topic/two")

    assert "the topic's folder is named 'My Topic'" in load_refused()


@pytest.mark.parametrize("mark", ["interviewkata.toml", ".interviewkata/progress.db"])
def test_a_workspace_may_hold_some_topics_only(library, mark):
    """What other topics would have to say is forgotten, what its own say is not."""
    library.kata("redis/lru", after=["python/first"], concepts=["redis.lru"])
    library.concepts('[concepts]\n"redis.lru" = "LRU"\n"python.first" = "First"\n')
    library.write(mark, "")

    found = catalogue.load(library.katas)

    assert [kata.after for kata in found] == [()]
    assert found.concepts == {"redis.lru": "LRU"}


def test_a_workspace_still_knows_the_katas_of_its_own_topics(library, load_refused):
    """A typo within a topic that is there stays an error."""
    library.kata("redis/lru", after=["redis/frist"])
    library.write("interviewkata.toml", "")

    assert "after names no kata: 'redis/frist'" in load_refused()


def test_a_kata_s_missing_files_are_named_with_the_way_to_get_them_back(library, refusal):
    """Stub, tests, support and README: what kata.toml names has to be there."""
    folder = library.kata("redis/lru", support=["lru_errors.py"])
    (folder / "lru.py").unlink()
    (folder / "README.md").unlink()
    kata = catalogue.read_kata(folder)

    assert catalogue.missing_files(kata) == ("lru.py", "lru_errors.py", "README.md")
    assert refusal(catalogue.check_files, kata) == (
        f"{folder} lacks lru.py, lru_errors.py, README.md. "
        "`interviewkata reset redis/lru` brings back what the library ships."
    )


def test_a_complete_kata_has_no_missing_files(library):
    """Nothing is said of what is in order."""
    kata = catalogue.read_kata(library.kata("redis/lru"))

    assert catalogue.missing_files(kata) == ()
    catalogue.check_files(kata)


def test_a_deleted_stub_does_not_break_the_library(library):
    """The learner who deleted it can still list, ask for hints and reset."""
    folder = library.kata("redis/lru")
    (folder / "lru.py").unlink()

    assert len(catalogue.load(library.katas)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "redis/lru_cache",
        "lru_cache",
        "lru-cache",
        "katas/redis/lru_cache/",
        "a\\b\\redis\\lru_cache",
    ],
)
def test_a_kata_is_found_by_slug_name_or_path(library, text):
    """Whatever a learner is likely to type or to complete."""
    library.kata("redis/lru_cache")
    library.kata("redis/other")

    assert catalogue.find(catalogue.load(library.katas), text).slug == "redis/lru_cache"


@pytest.mark.parametrize(
    ("text", "meant"), [("redis/lru_cahce", "redis/lru_cache"), ("lru_cahce", "lru_cache")]
)
def test_an_unknown_kata_is_answered_with_the_nearest(library, refusal, text, meant):
    """The names are offered as they were typed, with or without topic."""
    library.kata("redis/lru_cache")
    found = catalogue.load(library.katas)

    said = refusal(catalogue.find, found, text)

    assert said == f"There is no kata {text!r}. Did you mean {meant}?"


def test_a_kata_like_no_other_is_answered_with_the_way_to_see_all(library, refusal):
    """Where nothing is near, the list is."""
    library.kata("redis/lru_cache")
    found = catalogue.load(library.katas)

    assert refusal(catalogue.find, found, "xyzzy").endswith("`interviewkata list` shows all katas.")
