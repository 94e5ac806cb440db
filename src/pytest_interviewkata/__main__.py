"""`python -m pytest_interviewkata` is `interviewkata`."""

import sys

from pytest_interviewkata.cli import main

if __name__ == "__main__":
    sys.exit(main())
