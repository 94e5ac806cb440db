"""Reports into files: asked for, checked, written whole."""

import os
import stat
import sys
import threading

import pytest

from pytest_interviewkata.errors import KataError
from pytest_interviewkata.reports import FORMATS, ReportUnwritable, check, parse, report, write
from pytest_interviewkata.reports.registry import UnknownFormat
from pytest_interviewkata.reports.write import BadTarget

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a matter of POSIX files")


@pytest.fixture
def target(tmp_path):
    return parse(f"json={tmp_path / 'katas.json'}")


def test_format_and_path_are_read(tmp_path, monkeypatch):
    """A path is meant from where the run began, and ~ is one's home."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "me"))

    assert parse("json=out/a=b.json").path == tmp_path / "out" / "a=b.json"
    assert parse("json=~/katas.json").path == tmp_path / "me" / "katas.json"
    assert parse("json=x").report is FORMATS["json"]


@pytest.mark.parametrize("text", ["", "json", "json=", "=katas.json", "="])
def test_what_is_not_format_and_path_is_explained(text):
    """The message shows how to write it."""
    with pytest.raises(BadTarget) as caught:
        parse(text)

    assert str(caught.value) == (
        f"{text!r} is not FORMAT=PATH. Write for example json=report.json. The formats are json."
    )


@pytest.mark.parametrize(
    ("name", "advice"), [("jsn", "Did you mean json?"), ("xml", "The formats are json.")]
)
def test_an_unknown_format_is_answered_with_the_known_ones(name, advice):
    """The nearest where one is near, all of them otherwise."""
    with pytest.raises(UnknownFormat) as caught:
        report(name)

    assert str(caught.value) == f"There is no report format {name!r}. {advice}"


def test_each_format_is_found_by_its_own_name():
    """The registry and the formats agree on what they are called."""
    assert all(report(name).name == name for name in FORMATS)
    with pytest.raises(TypeError):
        FORMATS["mine"] = None


def test_a_report_is_written(target, example):
    """The file holds what the format makes of the results."""
    check(target)
    write(target, example)

    assert target.path.read_text("utf-8") == FORMATS["json"].render(example)
    assert [path.name for path in target.path.parent.iterdir()] == ["katas.json"]


def test_a_report_replaces_the_last_one(target, example, results):
    """The newest run is what the file tells."""
    write(target, example)
    write(target, results())

    assert target.path.read_text("utf-8") == FORMATS["json"].render(results())


def unwritable(target, action, *arguments):
    with pytest.raises(ReportUnwritable) as caught:
        action(target, *arguments)
    assert isinstance(caught.value, KataError)
    return str(caught.value)


def test_a_missing_folder_is_seen_before_the_run(tmp_path):
    """What and where, before anybody has waited for a run."""
    target = parse(f"json={tmp_path / 'no' / 'katas.json'}")

    assert unwritable(target, check) == (
        f"The json report cannot be written to {target.path}: {tmp_path / 'no'} is not a folder. "
        "Name another file, as FORMAT=PATH."
    )


def test_a_folder_in_place_of_the_file_is_seen_before_the_run(target):
    """A folder is not replaced by a report."""
    target.path.mkdir()

    assert "it is a folder" in unwritable(target, check)


@POSIX
@pytest.mark.parametrize("protected", ["file", "folder"])
def test_missing_permission_is_seen_before_the_run(target, example, protected, monkeypatch):
    """A file that may not be written is not replaced either."""
    write(target, example)
    guarded = target.path if protected == "file" else target.path.parent
    if protected == "folder":
        target.path.unlink()
    # root may write everywhere, so that the question itself is answered here
    monkeypatch.setattr(os, "access", lambda path, mode: path != guarded or mode != os.W_OK)

    assert "permission denied" in unwritable(target, check)


def test_a_report_that_fails_half_way_leaves_the_last_one(target, example, results, monkeypatch):
    """Written whole or not at all, and nothing is left lying about."""
    write(target, example)
    before = target.path.read_text("utf-8")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    assert "katas.json: no space left on device." in unwritable(target, write, results())
    assert target.path.read_text("utf-8") == before
    assert [path.name for path in target.path.parent.iterdir()] == ["katas.json"]


@POSIX
def test_a_report_keeps_the_permissions_of_the_last_one(target, example):
    """A file that others may read stays readable."""
    write(target, example)
    target.path.chmod(0o640)
    write(target, example)

    assert stat.S_IMODE(target.path.stat().st_mode) == 0o640


@POSIX
def test_a_link_stays_a_link(target, example, tmp_path):
    """The report goes to where the link leads."""
    real = tmp_path / "real.json"
    target.path.symlink_to(real)

    write(target, example)

    assert target.path.is_symlink()
    assert real.read_text("utf-8") == FORMATS["json"].render(example)


@POSIX
def test_a_pipe_is_written_to_and_not_replaced(target, example):
    """A report can be handed to a program that waits for it."""
    os.mkfifo(target.path)
    received = []
    reader = threading.Thread(target=lambda: received.append(target.path.read_text("utf-8")))
    reader.start()

    write(target, example)
    reader.join(10)

    assert received == [FORMATS["json"].render(example)]
    assert target.path.is_fifo()


@POSIX
def test_a_full_device_is_reported(example):
    """The system's own reason is passed on."""
    target = parse("json=/dev/full")
    if not target.path.exists():
        pytest.skip("no /dev/full here")

    assert "/dev/full: no space left on device" in unwritable(target, write, example)
