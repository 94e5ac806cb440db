"""docs/mastery.md says what the code does."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from pytest_interviewkata.mastery import evidence, forgetting, mastery, worth
from pytest_interviewkata.mastery.evidence import FAILING, SPOILED, UNAIDED
from pytest_interviewkata.model import Outcome

DOC = Path(__file__).parents[2] / "docs" / "mastery.md"
TEXT = DOC.read_text("utf-8").replace("\N{MULTIPLICATION SIGN}", "x").replace("\N{EN DASH}", "-")
EXAMPLES = re.findall(r"^### ([^\n]+)\n[^#]*?(^\|.+?)^$", f"{TEXT}\n", re.MULTILINE | re.DOTALL)
OUTCOMES = {
    "passes": {"outcome": Outcome.PASSED},
    "passes after a look": {"outcome": Outcome.PASSED, "spoiled": True},
    "fails": {"outcome": Outcome.FAILED},
}


def rows(table):
    """Read the cells of a table's rows, without its head."""
    lines = table.strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_there_are_three_worked_examples():
    """The tables are found, so that the next test tests something."""
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize(("example", "table"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_every_number_of_a_worked_example_is_computed(example, table, make_kata, attempt):
    """Whoever follows an example by hand comes to the numbers that the product shows."""
    katas, history = {}, []
    for number, (day, name, level, happens, *numbers) in enumerate(rows(table)):
        slug, now = f"redis/{name}", datetime.fromisoformat(f"{day}T12:{number:02}:00+00:00")
        katas[slug] = make_kata(slug, int(level))
        if happens != "nothing":
            one = attempt(0, id=str(number), kata=slug, **OUTCOMES[happens])
            history.append(type(one)(**{**vars(one), "at": now}))
        shown = {slug: evidence(history, kata, now) for slug, kata in katas.items()}
        found, known = shown[slug], [one for one in shown.values() if one]
        topic = f"{mastery('redis', list(katas.values()), known, now).percent} %"
        if found is None:
            assert numbers == ["-", "-", "-", topic]
        else:
            values = [f"{found.retrievable:.3f}", f"{worth(found):.3f}", f"{found.due:%Y-%m-%d}"]
            assert numbers == [*values, topic], f"{day} {name} {happens}"


@pytest.mark.parametrize(
    "constant",
    [
        "(1 + 19/81 x days / stability) ^ -0.5",
        "stability = min(365, stability x (1 + 20 x (1 - retrievable)))",
        "It is 3 days after\nthe first pass",
        "worth = strength x min(1, retrievable / 0.9)",
        "1 on your own, 0.5 after a look at the\nsolution. It is halved",
    ],
)
def test_the_formula_is_written_down_with_its_numbers(constant):
    """What the tables are computed with stands in the document in full."""
    assert (forgetting.FIRST, forgetting.GAIN, forgetting.LONGEST) == (3, 20, 365)
    assert (UNAIDED, SPOILED, FAILING, forgetting.KEPT) == (1.0, 0.5, 0.5, 0.9)
    assert round(forgetting.FACTOR, 12) == round(19 / 81, 12)
    assert constant in TEXT
