"""Answer k of every kata in one staged tree, and one pytest child for the lot."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pytest_interviewkata.model import Limits, Outcome, Verdict
from pytest_interviewkata.runner import tree
from pytest_interviewkata.runner.how import PACKAGE, How, argv, environment
from pytest_interviewkata.runner.verdicts import Events, read
from pytest_interviewkata.sandbox import run_child

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_interviewkata.model import Answer, Kata
    from pytest_interviewkata.sandbox import Finished

    Pair = tuple[Kata, Answer]

CHANNEL: Final = f"{PACKAGE}.plugin.channel"
START: Final = 10.0
"""Seconds for a child to start in, on a busy machine."""
PATIENCE: Final = 6.0
"""So many times its limit may a kata take where nobody expects an answer to hang."""


def run_rounds(
    answers: Sequence[Pair],
    how: How | None = None,
    *,
    alone: Callable[[Answer], bool] = lambda _: False,
    jobs: int = 1,
    tell: Callable[[int], None] = lambda _: None,
) -> list[Verdict]:
    """Judge answers, in their order.

    An answer that is expected to hang or crash gets a child of its own
    (`alone`), and so does each of a round that did not come to its end.
    `tell` hears how many answers each child has judged.
    """
    chosen = how or How()
    single = [[place] for place, (_, answer) in enumerate(answers) if alone(answer)]
    shared = [place for place, (_, answer) in enumerate(answers) if not alone(answer)]
    dealt = tree.rounds([answers[place] for place in shared])
    groups = [*([shared[turn] for turn in turns] for turns in dealt), *single]

    def judge(group: list[int]) -> list[tuple[int, Verdict]]:
        pairs = [answers[place] for place in group]
        verdicts = _child(pairs, chosen, 1.0) if group in single else _judge(pairs, chosen)
        tell(len(group))
        return list(zip(group, verdicts, strict=True))

    with ThreadPoolExecutor(jobs) as pool:
        judged = dict(one for many in pool.map(judge, groups) for one in many)
    return [judged[place] for place in range(len(answers))]


def _judge(pairs: Sequence[Pair], how: How) -> list[Verdict]:
    verdicts = _child(pairs, how, PATIENCE)
    if len(pairs) == 1:
        return verdicts
    return [
        verdict if _complete(verdict) else _child([pair], how, PATIENCE)[0]
        for pair, verdict in zip(pairs, verdicts, strict=True)
    ]


def _complete(verdict: Verdict) -> bool:
    return verdict.whole or bool(verdict.reason)


def _child(pairs: Sequence[Pair], how: How, patience: float) -> list[Verdict]:
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="interviewkata-")))
        targets = tree.stage(stack, root, pairs, how)
        channel = root / "channel"
        finished = run_child(
            argv(root, how, targets, CHANNEL),
            limits=_limits([kata for kata, _ in pairs], patience),
            cwd=root,
            env=environment(root, how, INTERVIEWKATA_CHANNEL=str(channel)),
        )
        events = Events(read(channel))
    return [_verdict(events, finished, kata) for kata, _ in pairs]


def _verdict(events: Events, finished: Finished, kata: Kata) -> Verdict:
    verdict = events.verdict(kata.slug, tree.prefix(kata), timed_out=finished.timed_out)
    if verdict.tests or verdict.reason:
        return verdict
    return Verdict(kata.slug, Outcome.BROKEN, whole=False, reason=_why(finished))


def _why(finished: Finished) -> str:
    said = " / ".join(finished.output.strip().splitlines()[-3:])
    return f"no test was collected (pytest ended with {finished.returncode}: {said})"


def _limits(katas: Sequence[Kata], patience: float) -> Limits:
    seconds = START + patience * sum(kata.limits.seconds for kata in katas)
    return Limits(seconds, max(kata.limits.memory_mb for kata in katas))
