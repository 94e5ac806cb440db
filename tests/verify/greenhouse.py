"""A library in a temporary folder, to plant things in."""

import shutil
from pathlib import Path

from pytest_interviewkata import catalogue
from pytest_interviewkata.model import Library
from pytest_interviewkata.verify import Impostors, Mutation, Options, record, verify
from pytest_interviewkata.verify.case import case_of

LIBRARY = Path(__file__).parent / "library"


class Greenhouse:
    """A library in a temporary folder, to plant things in."""

    def __init__(self, root):
        self.root = root
        shutil.copytree(LIBRARY, root, ignore=shutil.ignore_patterns("__pycache__"))

    @property
    def library(self):
        """The library, as the commands see it."""
        return Library(self.root / "katas", self.root / "solutions", "tiny")

    def kata(self, name):
        """Read one kata."""
        return catalogue.read_kata(self.folder(name))

    def folder(self, name):
        """Where a kata lies."""
        return self.root / "katas" / "tiny" / name

    def answers(self, name):
        """Where its solutions lie."""
        return self.root / "solutions" / "tiny" / name

    def copy(self, of, name):
        """Plant a copy of a kata under another name."""
        for place in (self.folder, self.answers):
            shutil.copytree(place(of), place(name))
            for path in sorted(place(name).rglob("*"), reverse=True):
                if path.is_file():
                    path.write_text(path.read_text("utf-8").replace(of, name), "utf-8")
                    path.rename(path.with_name(path.name.replace(of, name)))
        return self

    def change(self, path, old, new):
        """Change one place of one file."""
        text = path.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        path.write_text(text.replace(old, new), "utf-8")

    def drop_wrong(self, name, answer):
        """Take one wrong answer out."""
        (self.answers(name) / "wrong" / f"{answer}.py").unlink()
        path = self.answers(name) / "wrong.toml"
        entries = path.read_text("utf-8").split("\n[[wrong]]")
        kept = [entry for entry in entries if f'name = "{answer}"' not in entry]
        path.write_text("\n[[wrong]]".join(kept), "utf-8")

    def prove_nothing(self, name):
        """Put a record of a long proof beside a kata, so that --stale leaves it out."""
        case = case_of(self.kata(name), self.library.solutions)
        proved = record.Record(
            hash=record.state(case),
            python=record.PYTHON,
            repeat=1,
            seeds=1,
            sides=("inside",),
            services=("embedded",),
            mutants=Mutation(1, 0, 1),
            impostors=Impostors(1, 1),
        )
        record.write(case, proved)

    def verify(self, *names, **options):
        """Verify some katas; return the proofs by name."""
        chosen = Options(**{"repeat": 1, "seeds": 2, "outside": False} | options)
        katas = [self.kata(name) for name in names]
        proofs = verify(katas, self.library, chosen)
        return {proof.kata.partition("/")[2]: proof for proof in proofs}
