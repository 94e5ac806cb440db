"""What became of each kata of the run: its state, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from pytest_interviewkata.model import Outcome, TestOutcome
from pytest_interviewkata.reports.text import GLUE, glued, pad, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_interviewkata.model import KataResult
    from pytest_interviewkata.reports.look import Look

WIDEST_NAME: Final = 32
LEAST: Final = 30
"""Where less than this is left beside the names, what is said stands below them."""
GAP: Final = "  "
BELOW: Final = "   "


class Line(NamedTuple):
    """A sign, its colour, the state in words, and a command or a file to go on with."""

    sign: str
    colour: str
    says: str
    then: str = ""


def kata_lines(results: Sequence[KataResult], look: Look) -> list[str]:
    """Write a line for each kata, by name; a long one goes on below its own beginning."""
    results = sorted(results, key=lambda result: result.kata.slug)
    names = [look.clip(look.clean(result.kata.slug), WIDEST_NAME) for result in results]
    longest = max(map(width, names), default=0)
    return [
        text
        for name, result in zip(names, results, strict=True)
        for text in _lines(pad(name, longest), line(result, look), look)
    ]


def line(result: KataResult, look: Look) -> Line:
    """Say what became of a kata."""
    glyphs, verdict = look.glyphs, result.verdict
    match verdict.outcome:
        case Outcome.NOT_ASSESSED:
            return Line(glyphs.unknown, "yellow", f"not assessed: {_reason(result, look)}")
        case Outcome.BROKEN:
            return Line(glyphs.broken, "red", _reason(result, look))
        case Outcome.PASSED if not verdict.whole:
            return Line(glyphs.passed, "yellow", "what ran has passed; not all tests ran")
        case Outcome.PASSED:
            but = _but(result)
            return Line(glyphs.passed, "yellow" if but else "green", f"passed{but}")
    if result.fresh:
        return Line(glyphs.waiting, "dim", "not started", _task(result))
    says = f"{_failed(result)}{_like(result, look)}"
    return Line(glyphs.failed, "red", says, "" if result.mistake else _help(result))


def _reason(result: KataResult, look: Look) -> str:
    return glued(look.clean(result.verdict.reason)) or "no reason was given"


def _but(result: KataResult) -> str:
    if result.edited:
        return ", edited tests: no evidence"
    return " after a look at the solution: half" if result.spoiled else ""


def _failed(result: KataResult) -> str:
    verdict = result.verdict
    if verdict.timed_out:
        return "did not end in time"
    ran = sum(test.outcome is not TestOutcome.SKIPPED for test in verdict.tests)
    edited = ", edited tests: no evidence" if result.edited else ""
    some = "" if verdict.whole else "; not all tests ran"
    return f"{len(verdict.failed)} of {ran} tests failed{edited}{some}"


def _like(result: KataResult, look: Look) -> str:
    if not result.mistake:
        return ""
    says = f": {look.clean(result.says)}" if result.says else ""
    return f", this looks like {look.clean(result.mistake)}{says}"


def _help(result: KataResult) -> str:
    if result.hints < len(result.kata.hints):
        return f"interviewkata hint {result.kata.slug}"
    return f"interviewkata solution {result.kata.slug} --spoil"


def _task(result: KataResult) -> str:
    return "/".join((*result.kata.folder.parts[-3:], "README.md"))


def _lines(name: str, line: Line, look: Look) -> list[str]:
    head = f" {look.paint(line.sign, line.colour, 'bold')} {name}"
    indent = width(f" {line.sign} {name}{GAP}")
    room = look.columns - indent
    then = f"{look.glyphs.arrow} {look.clean(line.then)}".replace(" ", GLUE) if line.then else ""
    if room < LEAST:
        return [head.rstrip(), *_below(f"{line.says} {then}".rstrip(), look)]
    apart = width(then) > room  # a command that is broken cannot be copied
    first, *rest = wrap(line.says if apart else f"{line.says} {then}".rstrip(), room)
    beside = [f"{head}{GAP}{first}", *(" " * indent + text for text in rest)]
    return [*beside, *_below(then, look)] if apart else beside


def _below(says: str, look: Look) -> list[str]:
    return [BELOW + text for text in wrap(says, look.columns - len(BELOW))]
