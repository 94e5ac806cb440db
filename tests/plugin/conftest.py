"""Somebody to run pytest for."""

import pytest
from learning import Learner


@pytest.fixture
def learner(library, tmp_path):
    """Return somebody with an empty library."""
    return Learner(library, tmp_path / "home")
