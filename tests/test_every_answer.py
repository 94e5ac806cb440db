"""Every answer of every kata of the library, in rounds: right ones pass, wrong ones are caught."""

from pathlib import Path

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Role
from pytest_interviewkata.verify.case import case_of
from pytest_interviewkata.verify.checks import right, stub, wrong
from pytest_interviewkata.verify.findings import Options
from pytest_interviewkata.verify.runs import run_all

ROOT = Path(__file__).parents[1]
KATAS = sorted(f"{path.parts[-3]}/{path.parts[-2]}" for path in ROOT.glob("katas/*/*/kata.toml"))


@pytest.fixture(scope="module")
def judged():
    """Return each kata's answers with the verdicts on them, by slug."""
    cases = [case_of(kata, ROOT / "solutions") for kata in catalogue.load(ROOT / "katas")]
    runs = run_all(cases, Options(outside=False, jobs=2))
    return {case.kata.slug: (case, runs[case.kata.slug]) for case in cases}


@pytest.mark.xdist_group("answers")
@pytest.mark.parametrize("slug", KATAS)
def test_every_answer_is_judged_rightly(judged, slug):
    """Stubs fail, right answers pass, wrong answers fail the tests that wrong.toml names."""
    case, runs = judged[slug]

    problems = [str(each) for look in (stub, right, wrong) for each in look.check(case, runs)]

    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("slug", KATAS)
def test_a_kata_has_answers_enough(slug):
    """Two further right answers and five wrong ones, at least."""
    kata = catalogue.read_kata(ROOT / "katas" / slug)
    roles = [answer.role for answer in catalogue.read_answers(kata, ROOT / "solutions")]
    assert roles.count(Role.EXEMPLAR) == 1
    assert roles.count(Role.RIGHT) >= 2
    assert roles.count(Role.WRONG) >= 5
