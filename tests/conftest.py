"""What the tests of several parts share: a library of katas, built as a test describes it."""

import json

import pytest


class LibraryBuilder:
    """A library on disk. Whatever a test does not mention is in order."""

    def __init__(self, root):
        self.root = root
        self.katas = root / "katas"
        self.solutions = root / "solutions"

    def kata(self, slug, *, drop=(), extra="", **values):
        """Write one kata; keywords are keys of its kata.toml."""
        topic, _, name = slug.partition("/")
        folder = self.katas / topic / name
        folder.mkdir(parents=True, exist_ok=True)
        keys = {
            "format_version": 1,
            "title": f"About {name}",
            "level": 2,
            "minutes": 20,
            "concepts": ["shared.concept"],
            "files": [f"{name}.py"],
            "kind": "function",
            "hints": ["Look here.", "Think of this.", "Nearly the answer."],
            **values,
        }
        lines = [f"{key} = {json.dumps(keys[key])}" for key in keys if key not in drop]
        self.write(f"katas/{slug}/kata.toml", "\n".join([*lines, extra, ""]))
        self.write(f"katas/{slug}/README.md", f"# {name}\n")
        self.write(f"katas/{slug}/{name}.py", f'"""The stub of {name}."""\n')
        self.write(f"katas/{slug}/test_{name}.py", "def test_it():\n    raise AssertionError\n")
        return folder

    def concepts(self, text='[concepts]\n"shared.concept" = "Shared"\n', head=""):
        """Write the concept list."""
        return self.write("katas/concepts.toml", f"format_version = 1\n{head}\n{text}")

    def write(self, name, text):
        """Write any file, by its path within the library."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return path


@pytest.fixture
def library(tmp_path):
    """Return the builder of a library that has a concept list and no kata yet."""
    builder = LibraryBuilder(tmp_path / "library")
    builder.concepts()
    return builder


@pytest.fixture(scope="session")
def library_builder():
    """Return the builder itself, for libraries that several tests look at."""
    return LibraryBuilder
