"""What of a test's object an answer may call."""

import pytest

from pytest_interviewkata.harness import spy


def test_a_spy_declares_its_methods():
    """The declaration is what the border reads; the class stays what it is."""

    @spy("charge", "refund")
    class Gateway:
        def charge(self):
            return "charged"

        def refund(self):
            """Give it back."""

    assert Gateway.__kata_methods__ == ("charge", "refund")
    assert Gateway().charge() == "charged"


def test_a_method_that_is_missing_is_named():
    """A slip of the pen is an error at once."""
    with pytest.raises(TypeError, match="Gateway has no method refund"):

        @spy("charge", "refund")
        class Gateway:
            def charge(self):
                """Take it."""
