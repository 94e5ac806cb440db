"""A world: a clock, a Redis, and the processes of an answer acting in it one at a time."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from pytest_interviewkata.harness.actor import Actor, here
from pytest_interviewkata.harness.clock import Clock
from pytest_interviewkata.harness.dispatch import NS, SWITCHBOARD
from pytest_interviewkata.harness.gate import OpenGate
from pytest_interviewkata.harness.node import Node
from pytest_interviewkata.harness.redis.server import Embedded
from pytest_interviewkata.harness.scheduler import Scheduler
from pytest_interviewkata.harness.timeline import Timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import redis

    from pytest_interviewkata.harness.ending import Ending
    from pytest_interviewkata.harness.gate import WaitingGate
    from pytest_interviewkata.harness.process import Processes
    from pytest_interviewkata.harness.redis.server import Server, Service
    from pytest_interviewkata.harness.redis.wire import Link


class World:
    """One fresh world. Time in it moves only when everybody sleeps."""

    def __init__(
        self, processes: Processes, service: Service | None = None, clock: Clock | None = None
    ) -> None:
        self.clock = clock or Clock()
        self._own_clock = clock is None
        self._service = service or Embedded()
        self._processes = processes
        self._timeline = Timeline(self.clock)
        self.scheduler = Scheduler(self.clock, self._timeline)
        self._nodes: dict[str, Node] = {}
        self._all: list[Node] = []
        self._server_or_none: Server | None = None
        self._open = True
        self.clock.sleeper = self._sleep

    @property
    def main(self) -> Node:
        """The process of the test itself."""
        return self._node("main")

    @property
    def elapsed(self) -> float:
        """Virtual seconds since the world began."""
        return self.clock.elapsed

    @property
    def commands(self) -> int:
        """How many effects there have been, of all processes together."""
        return sum(len(node.effects) for node in self._all)

    @cached_property
    def inspect(self) -> redis.Redis:
        """A client for the test's own eyes: never a step, always bytes."""
        from pytest_interviewkata.harness.redis.client import build  # noqa: PLC0415 - an extra
        from pytest_interviewkata.harness.redis.wire import Wire, Wires  # noqa: PLC0415

        return build(Wires(lambda: Wire(self.connect(), OpenGate(), self.clock), lambda: None), {})

    def redis(self, **options: Any) -> redis.Redis:  # noqa: ANN401 - redis-py's own
        """Return a client of the test's own process, stepped as any."""
        return self.main.redis(**options)

    def process(self, name: str) -> Node:
        """Return the process of the answer with this name.

        It starts when first asked for, and afresh when it is asked for after it was killed.
        """
        return self._node(name)

    def gate(self, name: str) -> WaitingGate:
        """Return the gate that the effects of this process pass: for devices beside Redis."""
        return self._node(name).gate

    def actor(self, name: str, fn: Callable[[Node], object], *, at: float = 0.0) -> None:
        """Let `fn(process)` act as a process of its own, from the virtual second `at` on."""
        self.scheduler.add(self._actor(name, fn, at))

    def rival(self, name: str, fn: Callable[[Node], object]) -> None:
        """Let `fn(process)` act now, while the actor that asks stands still."""
        self.scheduler.let_in(self._actor(name, fn, self.clock.elapsed))

    def run(self, schedule: Sequence[int] = (), *, until: float = 600.0) -> dict[str, Ending]:
        """Let all actors act until they end, at most so many virtual seconds.

        The schedule says who goes on wherever several could: 0 is who goes on anyway.
        """
        SWITCHBOARD.prefer(self.clock)
        try:
            return self.scheduler.run(schedule, until)
        except BaseException as error:
            error.add_note(f"What happened:\n{self._timeline}")
            raise

    def kill(self, name: str, *, after: int) -> None:
        """Let the process die right after its k-th command."""
        self.process(name).dies_after = after

    def timeline(self) -> str:
        """Print what has happened, one line each."""
        return str(self._timeline)

    def note(self, name: str, event: str) -> None:
        """Add a line to the time line."""
        self._timeline.add(name, event)

    def connect(self) -> Link:
        """Open a connection to this world's Redis."""
        if self._server_or_none is None:
            self._server_or_none = self._service.open(self.clock)
        return self._server_or_none.connect()

    def close(self) -> None:
        """End every process and thread of this world."""
        if not self._open:
            return
        self._open = False
        SWITCHBOARD.prefer(self.clock)
        self.scheduler.close()
        for node in self._all:
            node.close(end=node.name != "main")
        if self._server_or_none is not None:
            self._server_or_none.close()
        if self._own_clock:
            self.clock.__exit__()
        self.clock.sleeper = None

    def __enter__(self) -> Self:
        if self._own_clock:
            self.clock.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _actor(self, name: str, fn: Callable[[Node], object], at: float) -> Actor:
        node = self._node(name)
        due = self.clock.time_ns() + max(round((at - self.clock.elapsed) * NS), 0)
        return Actor(name, node.process, lambda: fn(node), due)

    def _node(self, name: str) -> Node:
        node = self._nodes.get(name)
        if node is None or not node.alive:
            main = name == "main"
            process = self._processes.main if main else self._processes.start(name)
            node = self._nodes[name] = Node(name, process, self)
            self._all.append(node)
        return node

    def _sleep(self, seconds: float) -> bool:
        actor = here()
        if actor is not None:
            self._timeline.add(actor.name, f"sleeps {seconds:g} s")
        return self.scheduler.sleep(seconds)


class Lab:
    """Makes worlds, as many as wanted."""

    def __init__(self, processes: Processes, service: Service | None = None) -> None:
        self._processes = processes
        self._service = service or Embedded()
        self._worlds: list[World] = []

    def world(self) -> World:
        """Return one more fresh world. Its clock is in charge until the next is made."""
        world = World(self._processes, self._service)
        world.__enter__()
        self._worlds.append(world)
        return world

    def drop(self, world: World) -> None:
        """Close one that nobody looks at any more."""
        self._worlds.remove(world)
        world.close()

    def close(self) -> None:
        """Close all of them."""
        while self._worlds:
            self._worlds.pop().close()
