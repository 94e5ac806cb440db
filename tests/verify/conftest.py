"""A small library that meets the bar, in a temporary folder."""

import pytest
from greenhouse import Greenhouse

collect_ignore = ["library"]  # katas, not tests of ours


@pytest.fixture
def greenhouse(tmp_path):
    """Return a library of two katas that meet the bar."""
    return Greenhouse(tmp_path / "library")


@pytest.fixture(scope="session")
def sound_proofs(tmp_path_factory):
    """Prove the small library once, on both sides, and keep what was written."""
    house = Greenhouse(tmp_path_factory.mktemp("sound") / "library")
    house.told = []
    told = lambda *args: house.told.append(args)  # noqa: E731
    house.proofs = house.verify("in_batches", "stock_level", outside=True, seeds=3, tell=told)
    return house
