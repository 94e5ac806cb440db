"""What verify writes into a kata's folder: the fingerprints of mistakes and the hashes of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Diagnosis
from pytest_interviewkata.verify.case import failures
from pytest_interviewkata.verify.checks.wrong import diagnosable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_interviewkata.model import Kata
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.runs import Runs


def diagnoses(case: Case, runs: Runs) -> tuple[Diagnosis, ...]:
    """Return the fingerprint of each wrong answer that a run can be compared with."""
    return tuple(
        Diagnosis(
            name=answer.name,
            says=case.wrong(answer).why,
            fails={test.name: test.line or 0 for test in failures(verdict)},
        )
        for answer, verdict in diagnosable(case, runs)
    )


def out_of_date(case: Case, runs: Runs) -> Iterator[str]:
    """Name the files that do not say what is so."""
    if catalogue.read_diagnoses(case.kata) != diagnoses(case, runs):
        yield "mistakes.toml"
    if dict(catalogue.read_origin(case.kata)) != _hashes(case.kata):
        yield "origin.json"


def write(case: Case, runs: Runs, names: list[str]) -> None:
    """Write what is out of date."""
    if "mistakes.toml" in names:
        catalogue.write_diagnoses(case.kata, diagnoses(case, runs))
    if "origin.json" in names:
        catalogue.write_origin(case.kata)


def _hashes(kata: Kata) -> dict[str, str]:
    names = {*kata.files, kata.test_file.name, *kata.support}
    return {name: catalogue.digest((kata.folder / name).read_bytes()) for name in names}
