"""The long proof of one kata: seeds, repeats, mutants and impostors, in forks of warm children."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Answer, Expect, Outcome, Role
from pytest_interviewkata.runner import Ask, How, run_rounds
from pytest_interviewkata.verify import impostors as disguises
from pytest_interviewkata.verify.benches import Benches, load
from pytest_interviewkata.verify.case import fingerprint, said
from pytest_interviewkata.verify.findings import Impostors, Mutation, Problem
from pytest_interviewkata.verify.mutants import mutants
from pytest_interviewkata.verify.runs import INSIDE, SEED, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pytest_interviewkata.model import Verdict
    from pytest_interviewkata.runner import Judged
    from pytest_interviewkata.verify.case import Case
    from pytest_interviewkata.verify.findings import Options
    from pytest_interviewkata.verify.impostors import Impostor
    from pytest_interviewkata.verify.mutants import Mutant
    from pytest_interviewkata.verify.runs import Runs

TWO: Final = 2
"""Processes that repeat the answers side by side."""
LEAST_CPU: Final = 0.25
TIMES: Final = 10
"""A mutant may take so many times the exemplar's CPU, and no less than LEAST_CPU."""
