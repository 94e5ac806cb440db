"""One process of the answer, as a test meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.gate import Killed

if TYPE_CHECKING:
    from collections.abc import Callable

    import redis

    from pytest_interviewkata.harness.process import Process
    from pytest_interviewkata.harness.redis.wire import Wire, Wires
    from pytest_interviewkata.harness.world import World


class Node:
    """What the answer makes public is an attribute: `process.Cache`."""

    def __init__(self, name: str, process: Process, world: World) -> None:
        self.name = name
        self.process = process
        self.gate = NodeGate(self, world)
        self.effects: list[str] = []
        """What it has done, one label each."""
        self.dies_after: int | None = None
        self.then: dict[int, Callable[[], None]] = {}
        """What happens right after its k-th effect (0: before its first), before anything else."""
        self._world = world
        self._wires: Wires | None = None

    @property
    def alive(self) -> bool:
        """It has not been killed."""
        return self.process.alive

    @property
    def world(self) -> World:
        """Where it lives."""
        return self._world

    def public(self, name: str) -> object:
        """Return what the answer calls `name`, as this process sees it."""
        return self.process.public(name)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the answer defines
        if name.startswith("__"):
            raise AttributeError(name)
        return self.public(name)

    def enter(self) -> None:
        """Give it the turn: only for devices that let it act outside a run."""
        self.process.enter()

    def leave(self) -> None:
        """End its turn."""
        self.process.leave()

    def redis(self, **options: Any) -> redis.Redis:  # noqa: ANN401 - redis-py's own
        """Return a client of this process."""
        from pytest_interviewkata.harness.redis.client import build  # noqa: PLC0415 - an extra

        return build(self.wires, options)

    @property
    def wires(self) -> Wires:
        """All its connections to Redis."""
        from pytest_interviewkata.harness.redis.wire import Wires  # noqa: PLC0415 - an extra

        if self._wires is None:
            self._wires = Wires(self._wire, self.check)
        return self._wires

    def kill(self) -> None:
        """End it at once: none of its later effects happen, not even in `finally`."""
        if not self.alive:
            return
        self.close(end=True)
        self._world.note(self.name, "is killed")
        self._world.scheduler.end(self.process)

    def close(self, *, end: bool) -> None:
        """Hang up everywhere, and end the process if asked to."""
        if end and self.alive:
            self.process.kill()
        if self._wires is not None:
            self._wires.close_all()

    def check(self) -> None:
        """Raise Killed when it is dead."""
        if not self.alive:
            raise Killed

    def _wire(self) -> Wire:
        from pytest_interviewkata.harness.redis.wire import Wire  # noqa: PLC0415 - an extra

        return Wire(self._world.connect(), self.gate, self._world.clock)


class NodeGate:
    """Every effect of one process passes here."""

    def __init__(self, node: Node, world: World) -> None:
        self._node = node
        self._world = world

    def before(self, label: str) -> None:
        """Let the others go first if the schedule says so."""
        node = self._node
        node.check()
        if not node.effects and 0 in node.then:
            node.then.pop(0)()
        self._world.scheduler.pause()
        node.check()
        self._world.note(node.name, label)

    def after(self, label: str) -> None:
        """Count the effect; let happen what was to happen after it."""
        node = self._node
        node.effects.append(label)
        count = len(node.effects)
        if count in node.then:
            node.then[count]()
        if count == node.dies_after:
            node.kill()
            raise Killed

    def wait(self, ready: Callable[[], bool], due: int | None) -> bool:
        """Let the others go on until it is ready, or time is due."""
        self._node.check()
        return self._world.scheduler.wait(ready, due)
