"""What kata tests import."""

import subprocess
import sys

import pytest

from pytest_interviewkata import harness


def test_everything_that_is_promised_is_there():
    """Each name of the package's list can be imported from it."""
    assert all(getattr(harness, name) for name in harness.__all__)


def test_an_unknown_name_is_an_attribute_error():
    """A slip of the pen is told as Python tells it."""
    with pytest.raises(AttributeError, match="no attribute 'Wrold'"):
        _ = harness.Wrold


def test_nothing_is_loaded_before_it_is_asked_for():
    """Importing the harness costs nothing: neither Redis nor asyncio nor pytest is loaded."""
    code = (
        "import sys; from pytest_interviewkata.harness import spy\n"
        "heavy = {'redis', 'fakeredis', 'lupa', 'asyncio', 'time_machine', 'pytest'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
