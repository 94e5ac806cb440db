"""What can be wrong with a kata: each plant changes one thing, and says how verify must name it."""

PLANTS = {}
"""Name of the planted kata to (what to change, the check that must notice, what it must say)."""


def plant(check, *says, long=False):
    """Register a function that plants something."""

    def register(function):
        PLANTS[function.__name__] = (function, check, says, long)
        return function

    return register


def tests(house, name):
    return house.folder(name) / f"test_{name}.py"


def stub(house, name):
    return house.folder(name) / f"{name}.py"


def wrong_toml(house, name):
    return house.answers(name) / "wrong.toml"


def hints(house, name):
    return house.folder(name) / "kata.toml"


@plant("wrong-survives", "wrong/fits_too_much passes every test", "Two batches count as one")
def surviving_wrong(house, name):
    house.change(tests(house, name), "(size + 1, False)", "(2 * size + 1, False)")


@plant("wrong-not-caught", "lets wrong/fits_too_much pass", "test_calls_counts_the_batches")
def wrong_test_named(house, name):
    house.change(
        wrong_toml(house, name),
        '["test_fits_says_whether_one_call_is_enough"]',
        '["test_fits_says_whether_one_call_is_enough", "test_calls_counts_the_batches"]',
    )


@plant("wrong-test-unknown", "test_of_yesterday", "no such test")
def unknown_test_named(house, name):
    house.change(
        wrong_toml(house, name), '["test_calls_counts_the_batches"]', '["test_of_yesterday"]'
    )


@plant("wrong-expect", "wrong/size_zero should end in 'error' and ended in 'fail'")
def other_end_expected(house, name):
    house.change(
        wrong_toml(house, name),
        'caught_by = ["test_a_size_below_one_is_refused[0]"]',
        'caught_by = ["test_a_size_below_one_is_refused[0]"]\nexpect = "error"',
    )


@plant("wrong-message", "wrong/loses_the_rest", "'something else'", "No item may get lost")
def other_message_promised(house, name):
    house.change(wrong_toml(house, name), '"No item may get lost"', '"something else"')


@plant("few-messages", "2 wrong answers")
def too_few_messages(house, name):
    house.change(wrong_toml(house, name), 'message = "Leave it alone"\n', "")


@plant("same-fingerprint", "fits_too_much and fits_too_much_again")
def twins(house, name):
    first = house.answers(name) / "wrong" / "fits_too_much.py"
    first.with_name("fits_too_much_again.py").write_text(first.read_text("utf-8") + "\n", "utf-8")
    with wrong_toml(house, name).open("a", encoding="utf-8") as file:
        file.write(
            '\n[[wrong]]\nname = "fits_too_much_again"\nwhy = "The same."\n'
            'caught_by = ["test_fits_says_whether_one_call_is_enough"]\n'
        )


@plant("few-wrong", "4 wrong answers")
def too_few_wrong(house, name):
    house.drop_wrong(name, "size_zero")


@plant("few-right", "1 right answers")
def too_few_right(house, name):
    (house.answers(name) / "right" / "islice.py").unlink()


@plant("right-fails", "right/growing is rejected", "test_it_is_made_of_slices")
def over_constrained(house, name):
    with tests(house, name).open("a", encoding="utf-8") as file:
        file.write(
            "\n\ndef test_it_is_made_of_slices():\n"
            f"    with open({name}.__file__) as file:\n"
            '        assert "start" in file.read() or "islice" in file.read()\n'
        )
    house.change(tests(house, name), "import pytest\n", f"import {name}\nimport pytest\n")


@plant("right-skips", "test_on_mondays", "not today")
def skipping(house, name):
    with tests(house, name).open("a", encoding="utf-8") as file:
        file.write(
            '\n\ndef test_on_mondays():\n    batches([1], 1)\n    pytest.skip("not today")\n'
        )


@plant("stub-passes", "test_nothing_much passes on the stub")
def stub_passes(house, name):
    with tests(house, name).open("a", encoding="utf-8") as file:
        file.write("\n\ndef test_nothing_much():\n    assert callable(batches)\n")


@plant("stub-import", "The stub cannot be imported", "'fits'")
def stub_without_a_name(house, name):
    house.change(stub(house, name), "def fits", "def fit")


@plant("stub-reason", "test_calls_counts_the_batches", "calls() says None")
def stub_that_returns(house, name):
    house.change(
        stub(house, name),
        '    """Count the batches."""\n    raise NotImplementedError',
        '    """Count the batches."""',
    )


@plant("hint-leaks", "Hint 1 shows", "return len(batches(items, size))")
def leaking_hint(house, name):
    house.change(
        hints(house, name), "What is left over", "return len(batches(items, size))! What is"
    )


@plant("hints", "There are 2 hints")
def two_hints(house, name):
    house.change(
        hints(house, name), '    "Walk over the positions at which a batch begins.",\n', ""
    )


@plant("stray-file", "notes.txt does not belong there")
def stray_file(house, name):
    (house.folder(name) / "notes.txt").write_text("todo", "utf-8")


@plant("stray-file", "old.py does not belong there")
def stray_solution(house, name):
    (house.answers(name) / "old.py").write_text("", "utf-8")


@plant("missing-file", "README.md is missing")
def solution_unexplained(house, name):
    (house.answers(name) / "README.md").unlink()


@plant("readme-heading", "'Say it aloud'")
def nothing_aloud(house, name):
    house.change(house.folder(name) / "README.md", "## Say it aloud", "## Later")


@plant("readme-solution", "return len(batches(items, size))")
def telling_readme(house, name):
    house.change(
        house.folder(name) / "README.md", "You have more.", "`return len(batches(items, size))`"
    )


@plant("hidden-missing", "hidden.py is missing")
def nothing_hidden(house, name):
    (house.answers(name) / "hidden" / f"test_{name}_hidden.py").unlink()


@plant("hidden-rejects", "reject growing", "test_more")
def hidden_asks_for_more(house, name):
    path = house.answers(name) / "hidden" / f"test_{name}_hidden.py"
    with path.open("a", encoding="utf-8") as file:
        file.write(
            "\n\ndef test_more():\n    from pathlib import Path\n"
            f"    import {name}\n    assert 'checked' not in Path({name}.__file__).read_text()\n"
        )


@plant("hidden-stub", "passes the hidden tests")
def hidden_asks_nothing(house, name):
    path = house.answers(name) / "hidden" / f"test_{name}_hidden.py"
    path.write_text(f"import {name}\n\ndef test_it():\n    assert {name}\n", "utf-8")


@plant("real-time", "sleeps in earnest")
def sleepy(house, name):
    house.change(
        tests(house, name),
        "    items = numbers(rng, 4)\n",
        "    time.sleep(0.001)\n    items = numbers(rng, 4)\n",
    )
    house.change(tests(house, name), "import pytest\n", "import time\n\nimport pytest\n")


@plant("border", "capsys sees nothing")
def listening(house, name):
    house.change(
        tests(house, name),
        "def test_size_one_makes_a_batch_of_each(rng)",
        "def test_size_one_makes_a_batch_of_each(rng, capsys)",
    )


@plant("border", "patches the answer's inside")
def patching(house, name):
    house.change(
        tests(house, name),
        "def test_size_one_makes_a_batch_of_each(rng):\n",
        "def test_size_one_makes_a_batch_of_each(rng, monkeypatch):\n"
        f'    monkeypatch.setattr("{name}.fits", fits)\n',
    )


@plant("flaky", "is not always the same", long=True)
def order_matters(house, name):
    house.change(tests(house, name), "def numbers(", "seen = []\n\n\ndef numbers(")
    house.change(
        tests(house, name),
        "    items = numbers(rng, 4)\n",
        "    items = numbers(rng, 4)\n    seen.append(1)\n",
    )
    house.change(
        tests(house, name),
        "def test_calls_counts_the_batches(rng, held):\n",
        "def test_calls_counts_the_batches(rng, held):\n    assert not seen\n",
    )


@plant("flaky", "fork", long=True)
def process_matters(house, name):
    house.change(tests(house, name), "import pytest\n", "import os\n\nimport pytest\n")
    house.change(tests(house, name), "def numbers(", "HERE = os.getpid()\n\n\ndef numbers(")
    house.change(
        tests(house, name),
        "    items = numbers(rng, 4)\n",
        "    items = numbers(rng, 4)\n    assert os.getpid() == HERE\n",
    )


@plant("seed", "wrong/fits_too_much passes with some random inputs", "--kata-seed=", long=True)
def caught_by_chance(house, name):
    house.change(
        tests(house, name),
        "(size + 1, False)",
        "(size + rng.choice([1, 1, 1, size + 1]), False)",
    )


@plant("mutant-survives", "limit < 0", "list it in wrong.toml", long=True)
def surviving_mutant(house, name):
    house.change(
        house.answers(name) / f"{name}.py",
        "    return len(batches(items, size)) < 2",
        "    limit = 2\n    return len(batches(items, size)) < limit or limit < 0",
    )


@plant("equivalent", "is no mutant of the exemplar", long=True)
def old_equivalent(house, name):
    with wrong_toml(house, name).open("a", encoding="utf-8") as file:
        file.write(f'\n[[equivalent]]\nmutant = "{name}.py:1 1 -> 2"\nwhy = "It was there once."\n')


@plant("impostor-accepted", "calls: an answer that says 5.0 for 5 is accepted", long=True)
def accepted_impostor(house, name):
    house.change(
        tests(house, name),
        '        assert type(got) is int, f"calls() must count in int, and said {got!r}."\n',
        "",
    )


@plant("tests", "SyntaxError", "test_broken_tests.py")
def broken_tests(house, name):
    house.change(tests(house, name), "import pytest\n", "import pytest !\n")


@plant("stub-import", "SyntaxError")
def broken_stub(house, name):
    house.change(stub(house, name), "def fits(", "def fits((")


@plant("answers", "latin.py", "not UTF-8", long=True)
def unreadable_answer(house, name):
    (house.answers(name) / "right" / "latin.py").write_bytes(b"# caf\xe9\n")


@plant("answers", "no [[wrong]] entry for wrong/new", long=True)
def undeclared_answer(house, name):
    (house.answers(name) / "wrong" / "new.py").write_text("", "utf-8")
