"""`interviewkata verify`: options, table, JSON and exit code."""

import json

import pytest

from pytest_interviewkata.cli import main
from pytest_interviewkata.verify import Impostors, KataProof, Mutation, Problem

FINE = KataProof(
    kata="tiny/in_batches",
    right=3,
    wrong=6,
    wrong_caught=6,
    mutants=Mutation(26, 1, 25),
    impostors=Impostors(15, 15),
    fingerprints=5,
    seconds=0.02,
    problems=(),
    notes=("wrote proof.json",),
)
POOR = KataProof(
    kata="tiny/stock_level",
    right=3,
    wrong=6,
    wrong_caught=5,
    mutants=Mutation(27, 0, 26),
    impostors=Impostors(11, 11),
    fingerprints=5,
    seconds=0.01,
    problems=(Problem("wrong-survives", "wrong/put_replaces passes every test"),),
)


@pytest.fixture
def command(greenhouse, monkeypatch):
    """Return the command, with a verify that knows its answers; it keeps what it was asked."""

    def verify(katas, library, options):
        command.asked = ([kata.slug for kata in katas], library, options)
        known = {proof.kata: proof for proof in (FINE, POOR)}
        for kata in katas:
            options.tell("inside", 1, 1)
            yield known[kata.slug]

    def command(*args):
        return main(["verify", "--library", str(greenhouse.root), *args])

    monkeypatch.setattr("pytest_interviewkata.verify.verify", verify)
    return command


def test_katas_that_meet_the_bar_exit_with_0(command, capsys):
    """The figures are on one line, and what was written is said."""
    code = command("in_batches")
    out, err = capsys.readouterr()

    assert code == 0
    assert "tiny/in_batches  ok" in out
    assert "25 of 25 mutants killed (1 equivalent), 15 of 15 impostors rejected" in out
    assert "wrote proof.json" in out
    assert "inside 1" in err


def test_a_kata_that_does_not_meet_the_bar_exits_with_1(command, capsys):
    """Without names, all katas of the library are verified, and every problem is shown."""
    code = command()
    out, _ = capsys.readouterr()

    assert code == 1
    assert command.asked[0] == ["tiny/in_batches", "tiny/stock_level"]
    assert "wrong-survives: wrong/put_replaces passes every test" in out
    assert "1 of 2 katas do not meet the bar." in out


def test_the_json_has_the_documented_shape(command, tmp_path):
    """One object a kata; problems are sentences that begin with the check's name."""
    command("--json", str(tmp_path / "proofs.json"))
    fine, poor = json.loads((tmp_path / "proofs.json").read_text("utf-8"))

    assert fine == {
        "kata": "tiny/in_batches",
        "ok": True,
        "right": 3,
        "wrong": 6,
        "wrong_caught": 6,
        "mutants": {"made": 26, "equivalent": 1, "killed": 25},
        "impostors": {"made": 15, "rejected": 15},
        "fingerprints": 5,
        "seconds": 0.02,
        "problems": [],
    }
    assert poor["problems"] == ["wrong-survives: wrong/put_replaces passes every test"]
    assert poor["ok"] is False


def test_options_reach_the_proof(command):
    """Repeats, services, jobs, --stale and --check."""
    command("in_batches", "--repeat", "100", "--services", "real", "--jobs", "2", "--stale")
    options = command.asked[2]

    assert (options.repeat, options.real, options.jobs) == (100, True, 2)
    assert (options.stale, options.check) == (True, False)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["in_batch"], "in_batches"),
        (["--repeat", "-1"], "less than 0"),
        (["--jobs", "0"], "less than 1"),
        (["--services", "fast"], "embedded"),
        (["in_batches", "--json", "no/such/folder.json"], "cannot be written"),
    ],
)
def test_bad_input_is_a_clear_error(command, capsys, args, says):
    """The nearest name, the valid values, the file that cannot be written."""
    try:
        code = command(*args)
    except SystemExit as end:
        code = end.code

    assert code == 2
    assert says in capsys.readouterr().err
