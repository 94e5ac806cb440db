"""Records and generated files: what was proved, and of which state of the files."""

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.errors import CannotWrite
from pytest_interviewkata.model import Outcome, Role, TestOutcome, TestResult, Verdict
from pytest_interviewkata.verify import NoSolutions, Options, generated, record, verify
from pytest_interviewkata.verify.case import case_of
from pytest_interviewkata.verify.runs import INSIDE, Runs


@pytest.fixture
def case(greenhouse):
    return case_of(greenhouse.kata("stock_level"), greenhouse.library.solutions)


@pytest.fixture
def proved(greenhouse, case):
    greenhouse.prove_nothing("stock_level")
    return record.read(case)


def test_a_record_is_read_as_it_was_written(case, proved):
    """What was proved is there again, and is about these files."""
    assert proved.sides == ("inside",)
    assert record.is_fresh(case, proved)


@pytest.mark.parametrize(
    "file",
    [
        "katas/tiny/stock_level/test_stock_level.py",
        "katas/tiny/stock_level/kata.toml",
        "solutions/tiny/stock_level/stock_level.py",
        "solutions/tiny/stock_level/wrong/put_replaces.py",
        "solutions/tiny/stock_level/hidden/test_stock_level_hidden.py",
    ],
)
def test_a_changed_file_makes_a_record_stale(greenhouse, case, proved, file):
    """Tests, metadata and answers: the proof was of others."""
    path = greenhouse.root / file
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")

    assert not record.is_fresh(case, proved)


@pytest.mark.parametrize("file", ["README.md", "mistakes.toml", "origin.json"])
def test_what_is_checked_every_time_leaves_a_record_fresh(greenhouse, case, proved, file):
    """A better README needs no new proof."""
    (greenhouse.folder("stock_level") / file).write_text("x", "utf-8")

    assert record.is_fresh(case, proved)


def test_newlines_of_another_platform_change_nothing(greenhouse, case, proved):
    """A checkout on Windows has the same record."""
    path = greenhouse.folder("stock_level") / "test_stock_level.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert record.is_fresh(case, proved)


def test_another_python_needs_another_proof(case, proved, monkeypatch):
    """What holds on one version need not hold on the next."""
    monkeypatch.setattr(record, "PYTHON", "3.99")

    assert not record.is_fresh(case, proved)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"hash": 1}', "\x00"])
def test_a_record_that_cannot_be_read_proves_nothing(case, text):
    """Somebody edited it by hand, or a merge did."""
    (case.folder / record.FILE).write_text(text, "utf-8")

    assert record.read(case) is None
    assert not record.is_fresh(case, None)


def one_failure(case):
    runs = Runs()
    for answer in case.of(Role.WRONG):
        test = TestResult("test_a[1]", TestOutcome.FAILED, "no", 7)
        runs.add(INSIDE, answer, Verdict(case.kata.slug, Outcome.FAILED, (test,)))
    return runs


def test_fingerprints_are_those_of_whole_runs_that_failed(case):
    """An answer that hangs or cannot be imported is no pattern to compare with."""
    names = {diagnosis.name for diagnosis in generated.diagnoses(case, one_failure(case))}

    assert names == {wrong.name for wrong in case.declared.wrong} - {"no_class"}


def test_generated_files_are_written_once_and_are_then_up_to_date(case):
    """They say what is so, and can be read by those who use them."""
    runs = one_failure(case)
    stale = list(generated.out_of_date(case, runs))
    generated.write(case, runs, stale)

    assert stale == ["mistakes.toml", "origin.json"]
    assert list(generated.out_of_date(case, runs)) == []
    assert catalogue.read_diagnoses(case.kata)[0].fails == {"test_a[1]": 7}


def test_a_library_without_solutions_cannot_be_verified(greenhouse):
    """The error says what to do."""
    library = greenhouse.library
    bare = type(library)(library.katas, None, library.id)

    with pytest.raises(NoSolutions, match="--library DIR"):
        next(verify([greenhouse.kata("stock_level")], bare, Options()))


def test_solutions_that_cannot_be_written_to_are_a_clear_error(case, proved, monkeypatch):
    """An installed library is read-only: --check is for those."""

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    with pytest.raises(CannotWrite, match=r"proof\.json cannot be written"):
        record.write(case, proved)
