"""`interviewkata verify`: the tests of katas accept what is right, and nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.cli import options
from pytest_interviewkata.cli.terminal import Tone
from pytest_interviewkata.errors import CannotWrite

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from pytest_interviewkata.cli.app import App
    from pytest_interviewkata.cli.options import Commands
    from pytest_interviewkata.cli.terminal import Terminal
    from pytest_interviewkata.verify import KataProof, Options


def add(commands: Commands) -> None:
    """Add the command."""
    parser = options.command(
        commands,
        "verify",
        "prove that the tests of katas accept what is right and reject what is wrong",
        "For those who write katas: every answer on both sides of the border, mutants, "
        "impostors, repeats. Writes mistakes.toml, origin.json and proof.json when all holds.",
    )
    parser.add_argument("katas", nargs="*", metavar="KATA", help="default: all of the library")
    parser.add_argument("--json", type=Path, metavar="PATH", help="also write the result as JSON")
    _amounts(parser)
    _ways(parser)
    options.library(parser)
    parser.set_defaults(run=run)


def _amounts(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--repeat",
        type=_whole,
        default=3,
        metavar="N",
        help="run each answer N times more, in random order, on two processes, with the CPUs "
        "busy (default: 3; the standard asks for 100)",
    )
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="processes at once (default: 1)"
    )


def _ways(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--services",
        choices=("embedded", "real"),
        default="embedded",
        help="'real' also runs every answer on the empty servers named by REDIS_URL, "
        "DATABASE_URL and AMQP_URL, and compares",
    )
    parser.add_argument(
        "--stale",
        action="store_true",
        help="leave the long proof (mutants, impostors, repeats) out where proof.json says that "
        "nothing has changed since",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; a generated file that is out of date is a problem",
    )


def run(args: Namespace, app: App) -> int:
    """Prove, and print what was found; 1 when a kata does not meet the bar."""
    from pytest_interviewkata.verify import verify  # noqa: PLC0415  much to load for the others

    katas = [app.kata(name) for name in args.katas] or list(app.catalogue)
    watcher = Watcher(app.terminal)
    proofs = []
    for proof in verify(katas, app.library, _options(args, watcher)):
        watcher.clear()
        print("\n".join(_lines(proof, app.terminal)), flush=True)
        proofs.append(proof)
    if args.json:
        _write(args.json, proofs)
    print(_summary(proofs, app.terminal))
    return int(not all(proof.ok for proof in proofs))


def _options(args: Namespace, watcher: Watcher) -> Options:
    from pytest_interviewkata.verify import Options  # noqa: PLC0415  much to load for the others

    return Options(
        repeat=args.repeat,
        real=args.services == "real",
        jobs=args.jobs,
        stale=args.stale,
        check=args.check,
        tell=watcher,
    )


class Watcher:
    """Shows what is going on: one line that changes, or one line a step where lines cannot."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._shown = ""

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show how far a piece of work has come."""
        if sys.stderr.isatty():
            text = self._terminal.fit(f"{what} {done}/{total}", self._terminal.width - 1)
            print(f"\r{text:<{len(self._shown)}}", end="", file=sys.stderr, flush=True)
            self._shown = text
        elif done >= total:
            print(f"{what} {total}", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Make room for something that stays."""
        if self._shown:
            print(f"\r{' ' * len(self._shown)}\r", end="", file=sys.stderr, flush=True)
            self._shown = ""


def _lines(proof: KataProof, terminal: Terminal) -> Iterable[str]:
    state = terminal.paint("ok", Tone.GOOD) if proof.ok else terminal.paint("not ok", Tone.BAD)
    yield f"{terminal.paint(proof.kata, Tone.STRONG)}  {state}"
    mutants, impostors = proof.mutants, proof.impostors
    yield (
        f"  {proof.right} right, {proof.wrong_caught} of {proof.wrong} wrong caught "
        f"({proof.fingerprints} fingerprints), "
        f"{mutants.killed} of {mutants.made - mutants.equivalent} mutants killed "
        f"({mutants.equivalent} equivalent), "
        f"{impostors.rejected} of {impostors.made} impostors rejected, {proof.seconds:.2f} s"
    )
    for note in proof.notes:
        yield terminal.paint(f"  {note}", Tone.FAINT)
    for problem in proof.problems:
        yield f"  {terminal.paint(problem.check, Tone.CARE)}: {problem.message}"


def _summary(proofs: list[KataProof], terminal: Terminal) -> str:
    bad = sum(not proof.ok for proof in proofs)
    if bad:
        return terminal.paint(f"{bad} of {len(proofs)} katas do not meet the bar.", Tone.BAD)
    return terminal.paint(f"{len(proofs)} katas meet the bar.", Tone.GOOD)


def _write(path: Path, proofs: Iterable[KataProof]) -> None:
    text = json.dumps([_json(proof) for proof in proofs], indent=2, ensure_ascii=False) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotWrite(path, error) from error


def _json(proof: KataProof) -> dict[str, Any]:
    return {
        "kata": proof.kata,
        "ok": proof.ok,
        "right": proof.right,
        "wrong": proof.wrong,
        "wrong_caught": proof.wrong_caught,
        "mutants": asdict(proof.mutants),
        "impostors": asdict(proof.impostors),
        "fingerprints": proof.fingerprints,
        "seconds": proof.seconds,
        "problems": [str(problem) for problem in proof.problems],
    }


def _whole(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is less than 0")
    return number


def _positive(text: str) -> int:
    if _whole(text) == 0:
        raise argparse.ArgumentTypeError("0 is less than 1")
    return int(text)
