"""Files that cannot be read at all."""

import os

import pytest

from pytest_interviewkata import catalogue
from pytest_interviewkata.catalogue.reading import read_json, read_text


def test_a_folder_without_kata_toml_says_that_it_is_missing(tmp_path, refusal):
    """The missing file is named."""
    said = refusal(catalogue.read_kata, tmp_path)

    assert said == f"{tmp_path / 'kata.toml'}: the file is missing."


@pytest.mark.parametrize(
    ("text", "line"),
    [('title = "a"\nlevel = = 3\n', 2), ("[limits\n", 1), ('a = 1\nb = """\n\nopen', 4)],
)
def test_what_is_not_toml_is_named_with_its_line(library, refusal, text, line):
    """The message names the file, the line and the parser's complaint."""
    path = library.write("katas/redis/lru/kata.toml", text)

    assert refusal(catalogue.read_kata, path.parent).startswith(f"{path}: line {line} is not TOML:")


def test_a_key_that_is_there_twice_is_named_with_its_line(library, refusal):
    """TOML forbids it, and says where."""
    path = library.write("katas/redis/lru/kata.toml", "level = 1\nlevel = 2\n")

    assert f"{path}: line 2 is not TOML" in refusal(catalogue.read_kata, path.parent)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(library, refusal):
    """An editor's old encoding is recognised, not guessed at."""
    path = library.write("katas/redis/lru/kata.toml", "")
    path.write_bytes(b'level = 1\ntitle = "caf\xe9"\n')

    said = refusal(catalogue.read_kata, path.parent)

    assert said == f"{path}: line 2 is not UTF-8. Save the file as UTF-8."


def test_a_folder_where_a_file_should_be_cannot_be_read(tmp_path, refusal):
    """Whatever the system says is passed on with the path."""
    (tmp_path / "kata.toml").mkdir()

    assert f"{tmp_path / 'kata.toml'}: cannot be read" in refusal(catalogue.read_kata, tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads whatever it likes"
)
def test_a_file_that_may_not_be_read_says_so(tmp_path, refusal):
    """Permission denied is a message, not a traceback."""
    path = tmp_path / "kata.toml"
    path.write_text("level = 1\n", "utf-8")
    path.chmod(0)

    assert "cannot be read: Permission denied" in refusal(catalogue.read_kata, tmp_path)


def test_text_is_read_with_plain_newlines(tmp_path):
    """A checkout with Windows newlines reads like any other."""
    path = tmp_path / "stub.py"
    path.write_bytes(b"a\r\nb\r\n")

    assert read_text(path) == "a\nb\n"


def test_what_is_not_json_is_named_with_its_line(tmp_path, refusal):
    """The generated JSON files have the same kind of message."""
    path = tmp_path / "origin.json"
    path.write_text('{\n  "files": oops\n}', "utf-8")

    assert refusal(read_json, path) == f"{path}: line 2 is not JSON: Expecting value."
