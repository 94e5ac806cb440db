"""The command as a whole: what it says when something is wrong, and to whom."""

import os
import subprocess
import sys

import pytest

from pytest_interviewkata import cli
from pytest_interviewkata.cli import entry
from pytest_interviewkata.cli.terminal import Terminal, Tone

COMMANDS = ["list", "hint", "solution", "reset", "init", "doctor"]
NAMING = ["hint", "solution", "reset"]


def interviewkata(*argv, **more):
    """Run the command in a process of its own."""
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from pytest_interviewkata.cli import main; sys.exit(main())",
            *argv,
        ],
        capture_output=True,
        check=False,
        encoding="utf-8",
        **more,
    )


def test_the_version_is_that_of_the_distribution(run, capsys):
    """`--version` says which is installed."""
    with pytest.raises(SystemExit) as ended:
        run("--version")

    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("interviewkata ")


@pytest.mark.parametrize("argv", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_every_command_explains_itself_within_80_columns(run, capsys, argv, monkeypatch):
    """The help names the command and fits a plain terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    with pytest.raises(SystemExit) as ended:
        run(*argv)

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert said.startswith(f"usage: interviewkata {argv[0] if len(argv) > 1 else ''}".rstrip())
    assert max(map(len, said.splitlines())) <= 80


def test_the_help_lists_every_command(run, capsys):
    """What there is can be found."""
    with pytest.raises(SystemExit):
        run("--help")

    said = capsys.readouterr().out
    assert all(f"\n    {name} " in said for name in COMMANDS)


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["hnit"], "invalid choice: 'hnit'"),
        (["hint"], "the following arguments are required: KATA"),
        (["hint", "ttl", "--step", "two"], "argument --step: invalid int value: 'two'"),
        (["init"], "the following arguments are required: DIR"),
        (["list", "--jsn"], "unrecognized arguments: --jsn"),
    ],
)
def test_a_command_line_that_says_nothing_sensible_ends_with_2(katas, run, capsys, argv, said):
    """What is wrong with it goes to stderr."""
    with pytest.raises(SystemExit) as ended:
        run(*argv)

    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", NAMING)
def test_an_unknown_kata_is_answered_with_the_nearest_names(katas, run, command):
    """On stderr, with exit code 2, and without a traceback."""
    done = run(command, "redis/lru_cahce")

    assert (done.code, done.out) == (2, "")
    assert done.err == "There is no kata 'redis/lru_cahce'. Did you mean redis/lru_cache?\n"


@pytest.mark.parametrize("argv", [["list"], *([name, "ttl"] for name in NAMING)])
def test_a_library_that_is_not_there_is_named(run, tmp_path, argv):
    """Every command that names katas takes --library, and says what it should hold."""
    done = run(*argv, "--library", tmp_path / "nowhere")

    assert done.code == 2
    assert f"{tmp_path / 'nowhere'} holds no katas/ folder. --library takes" in done.err


@pytest.mark.parametrize("argv", [["list"], *([name, "ttl"] for name in NAMING)])
def test_a_broken_library_is_named_with_file_and_key(katas, run, argv):
    """An invalid kata.toml is a message in every command."""
    path = katas.write("katas/redis/ttl/kata.toml", "titel = 1\n")

    done = run(*argv)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{path}: ")


def test_katas_of_another_library_are_found_with_library(katas, run, tmp_path, monkeypatch):
    """From anywhere, katas that others keep."""
    monkeypatch.chdir(tmp_path)

    assert "lru_cache" in run("list", "--library", katas.root).out
    assert "Look here." in run("hint", "ttl", "--library", katas.root).out


def test_what_is_not_the_user_s_fault_is_a_traceback(katas, run, monkeypatch):
    """Our own bugs are not dressed up as messages."""
    monkeypatch.setattr("pytest_interviewkata.cli.hint.run", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run("hint", "ttl")


def test_an_interrupted_command_ends_as_shells_expect(katas, run, monkeypatch):
    """Control-C is no traceback."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pytest_interviewkata.cli.hint.run", interrupted)

    assert run("hint", "ttl").code == 130


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break differently there")
def test_a_reader_who_leaves_early_causes_no_traceback(katas, home):
    """`interviewkata list | head` ends quietly."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        child = subprocess.Popen(
            [sys.executable, "-c", "from pytest_interviewkata.cli import main; main()", "list"],
            stdout=nobody,
            stderr=subprocess.PIPE,
        )
    assert child.communicate(timeout=60)[1] == b""


def test_a_narrow_encoding_prints_what_it_can(katas, home):
    """A terminal without the letter shows a question mark, not a traceback."""
    katas.kata("redis/ttl", title="Naïve ☃ caches", level=4)

    done = interviewkata("list", env={**os.environ, "PYTHONIOENCODING": "ascii"})

    assert (done.returncode, done.stderr) == (0, "")
    assert "Na?ve ? caches" in done.stdout


def test_the_command_works_in_a_process_of_its_own(katas, home):
    """Exit code, stdout and stderr are those of a program."""
    done = interviewkata("hint", "ttl")
    wrong = interviewkata("hint", "tttl")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Look here." in done.stdout
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "Did you mean ttl" in wrong.stderr


def test_a_command_that_an_installation_leaves_out_is_not_offered(run, capsys, monkeypatch):
    """The others work without it."""
    monkeypatch.setattr(entry, "COMMANDS", ("list", "gone"))
    with pytest.raises(SystemExit):
        run("--help")

    said = capsys.readouterr().out
    assert "\n    list " in said
    assert "\n    gone " not in said


@pytest.mark.parametrize(
    ("environment", "terminal", "colour"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colour_is_shown_where_somebody_sees_it(monkeypatch, environment, terminal, colour):
    """Never in a pipe, never against NO_COLOR."""
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)

    painted = Terminal.of(sys.stdout).paint("text", Tone.GOOD)

    assert painted == ("\033[32mtext\033[0m" if colour else "text")


def test_a_text_is_shortened_to_its_room():
    """What does not fit ends in dots, and what fits is left alone."""
    assert Terminal().fit("a long title", 9) == "a long..."
    assert Terminal().fit("a title", 9) == "a title"


def test_main_is_what_the_console_script_calls():
    """The entry point of pyproject.toml."""
    assert cli.main is entry.main
