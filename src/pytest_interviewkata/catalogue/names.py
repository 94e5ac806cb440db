"""Which names are legal. Each function returns what is wrong with one, or nothing."""

from __future__ import annotations

import keyword
import re
import sys
from typing import Final

PATTERN: Final = re.compile(r"[*?\[\]{}]")
RESERVED: Final = frozenset(
    {"README.md", "kata.toml", "conftest.py", "mistakes.toml", "origin.json", "__init__.py"}
)


def bad_name(name: str) -> str:
    """Judge the name of a kata: it is imported, so it must not hide another module."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        return "a name is made of lower-case letters, digits and _, a letter first"
    if keyword.iskeyword(name):
        return "it is a word of Python's own"
    if name in sys.stdlib_module_names:
        return "it is a module of the standard library"
    return ""


def bad_topic(topic: str) -> str:
    """Judge the name of a topic's folder. It is never imported."""
    return "" if re.fullmatch(r"[a-z][a-z0-9_]*", topic) else bad_name(topic)


def bad_slug(slug: str) -> str:
    """Judge a reference to a kata."""
    if re.fullmatch(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", slug):
        return ""
    return "a kata is named topic/name"


def bad_concept(concept: str) -> str:
    """Judge a concept's id."""
    if re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9]+(-[a-z0-9]+)*)+", concept):
        return ""
    return "a concept's id reads topic.some-words"


def bad_test(test: str) -> str:
    """Judge a test's name, with or without its parameters."""
    return "" if re.match(r"(Test\w*::)*test\w*(\[.*\])?$", test) else "a test is named test_…"


def bad_file(name: str) -> str:
    """Judge the name of a file in a kata's folder: exact, plain, and not one of our own."""
    if PATTERN.search(name):
        return "files are listed one by one, patterns are not expanded"
    if "/" in name or "\\" in name or name.startswith("."):
        return "a file's name is plain: no folders, no leading dot"
    return "the name is taken by a file of the kata itself" if name in RESERVED else ""
