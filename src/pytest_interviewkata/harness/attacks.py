"""Attacks on any answer, however it is written: kill it, let a rival in, try the orders."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pytest_interviewkata.harness.ending import Ending
    from pytest_interviewkata.harness.node import Node
    from pytest_interviewkata.harness.world import Lab, World


@dataclass(frozen=True)
class Attack:
    """One attack: after the k-th command of the operation."""

    world: World
    k: int
    command: str
    ending: Ending
    rival: Ending | None = None


def killed_after_each_command(lab: Lab, operation: Callable[[Node], object]) -> Iterator[Attack]:
    """Run the operation in fresh worlds and kill it after its first, second, ... command."""
    for k in count(1):
        world = lab.world()
        world.actor("victim", operation)
        world.kill("victim", after=k)
        victim = world.process("victim")
        ending = world.run()["victim"]
        if not ending.killed:
            _raise(ending)
            return
        yield Attack(world, k, victim.effects[-1], ending)


def rival_after_each_command(
    lab: Lab, operation: Callable[[Node], object], rival: Callable[[Node], object]
) -> Iterator[Attack]:
    """Run the operation in fresh worlds; a rival acts before its first command, after it, ..."""
    for k in count():
        world = lab.world()
        world.actor("first", operation)
        node = world.process("first")
        node.then[k] = partial(world.rival, "rival", rival)
        endings = world.run()
        if "rival" not in endings:
            _raise(endings["first"])
            return
        command = node.effects[k - 1] if k else "nothing"
        yield Attack(world, k, command, endings["first"], endings["rival"])


def _raise(undisturbed: Ending) -> None:
    """Raise what an operation fails with all by itself: it proves nothing about the attack."""
    if undisturbed.error is not None:
        raise undisturbed.error


def explore(
    lab: Lab,
    build: Callable[[World], object],
    check: Callable[[World, Mapping[str, Ending]], object],
    *,
    preemptions: int = 2,
    max_runs: int = 300,
) -> int:
    """Try the orders in which actors can act, those nearest to the plain one first.

    `build(world)` adds the actors, `check(world, endings)` asserts what must be true. The
    first AssertionError is raised with its schedule and time line. Returns how many were tried.
    """
    queue: deque[tuple[int, ...]] = deque([()])
    runs = 0
    while queue and runs < max_runs:
        schedule = queue.popleft()
        runs += 1
        world = lab.world()
        _try(world, schedule, build, check)
        for longer in world.scheduler.choices.others():
            if sum(map(bool, longer)) <= preemptions and len(queue) + runs < max_runs:
                queue.append(longer)
        lab.drop(world)
    return runs


def _try(
    world: World,
    schedule: Sequence[int],
    build: Callable[[World], object],
    check: Callable[[World, Mapping[str, Ending]], object],
) -> None:
    build(world)
    endings = world.run(schedule)
    try:
        check(world, endings)
    except AssertionError as error:
        error.add_note(f"What happened (schedule {list(schedule)}):\n{world.timeline()}")
        raise
