"""verify: what meets the bar is ok, and whatever does not is named."""

import json

import pytest
from greenhouse import Greenhouse
from plants import PLANTS

from pytest_interviewkata.verify import Impostors, Mutation


def test_katas_that_meet_the_bar_are_ok(sound_proofs):
    """Nothing is found where there is nothing to find, on both sides of the border."""
    problems = [
        str(problem) for proof in sound_proofs.proofs.values() for problem in proof.problems
    ]

    assert problems == []


def test_the_figures_of_a_proof_are_counted(sound_proofs):
    """Right and wrong answers, mutants, impostors and fingerprints."""
    proof = sound_proofs.proofs["in_batches"]

    assert (proof.right, proof.wrong, proof.wrong_caught) == (3, 6, 6)
    assert proof.mutants == Mutation(made=26, equivalent=0, killed=26)
    assert proof.impostors == Impostors(made=15, rejected=15)
    assert proof.fingerprints == 5
    assert 0 < proof.seconds < 3


def test_what_holds_is_written_down(sound_proofs):
    """Fingerprints, hashes and the proof lie in the folders, and the proof says so."""
    proof = sound_proofs.proofs["stock_level"]
    record = json.loads((sound_proofs.answers("stock_level") / "proof.json").read_text("utf-8"))

    assert proof.notes == ("wrote mistakes.toml, origin.json, proof.json",)
    assert record["sides"] == ["inside", "outside"]
    assert record["mutants"] == {"made": 27, "equivalent": 0, "killed": 27}


def test_progress_is_told(sound_proofs):
    """Long work says what it is doing and how far it has come."""
    what = {told[0] for told in sound_proofs.told}

    assert {"inside", "outside", "hidden", "tiny/in_batches: mutants"} <= what
    assert all(done <= total for _, done, total in sound_proofs.told)


@pytest.fixture(scope="session")
def planted(tmp_path_factory):
    """Plant everything into copies of one kata, and verify them all at once."""
    house = Greenhouse(tmp_path_factory.mktemp("planted") / "library")
    house.drop_wrong("in_batches", "never_ends")
    for name, (change, *_, long) in PLANTS.items():
        house.copy("in_batches", name)
        change(house, name)
        if not long:
            house.prove_nothing(name)
    return house.verify(*PLANTS, stale=True, repeat=2, seeds=20, jobs=2)


@pytest.mark.parametrize("name", PLANTS)
def test_what_was_planted_is_named(planted, name):
    """The check that notices says which answer or test it is, and the kata is not ok."""
    _, check, says, _ = PLANTS[name]
    messages = [problem.message for problem in planted[name].problems if problem.check == check]

    assert any(all(part in message for part in says) for message in messages), planted[
        name
    ].problems
    assert not planted[name].ok
