"""What impostors do. Each act is about one callable, or about a class, or about all there is."""

# ruff: noqa: ANN401, ARG002  an answer takes and returns anything

import hashlib
import inspect
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

from pytest_interviewkata.verify.disguise.values import (
    MUTABLE,
    converted,
    kinds,
    shape,
    spoil,
    varies,
)

RUN = object()


class Act:
    """Changes nothing. `name` is the callable that an act is about, or what comes out of it."""

    deep = False
    """It is about all methods of a class, and about what a function makes, too."""

    def __init__(self, target: str = "") -> None:
        self.target = target

    def concerns(self, name: str) -> bool:
        """Say whether it is about a callable."""
        inner = (f"{self.target}.", f"{self.target}(")
        return name == self.target or (self.deep and name.startswith(inner))

    def before(self, call: "Call") -> Any:
        """Return what to answer at once, or RUN."""
        return RUN

    def after(self, call: "Call", result: Any) -> Any:
        """Return what to answer instead of the right result."""
        return result

    def failed(self, call: "Call", error: Exception) -> Any:
        """Return what to answer instead of an exception, or raise it."""
        raise error


class Call:
    """One call from outside."""

    def __init__(
        self,
        name: str,
        args: tuple[Any, ...],
        named: dict[str, Any],
        me: Any,
        run: Callable[[], Any],
    ) -> None:
        self.name = name
        self.args = args
        self.named = named
        self.me = me
        self.run = run

    def given(self) -> list[Any]:
        """Return all arguments."""
        return [*self.args, *self.named.values()]

    def key(self) -> str:
        """Return what a lookup table knows a call by."""
        names = [f"{name}={shape(value)}" for name, value in sorted(self.named.items())]
        text = f"{self.name}({','.join([*map(shape, self.args), *names])})"
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class Record(Act):
    """Notes every call, in a file."""

    def __init__(self, target: str, path: str) -> None:
        super().__init__(target)
        self.path = path
        self.lock = threading.Lock()

    def concerns(self, name: str) -> bool:
        """Note all of them."""
        del name
        return True

    def after(self, call: Call, result: Any) -> Any:
        """Note a call that returned."""
        if inspect.isgenerator(result):
            return self.passing(call, result)
        self.note(call, kinds=sorted(kinds(result)))
        return result

    def passing(self, call: Call, items: Iterator[Any]) -> Iterator[Any]:
        """Note what comes out of a generator."""
        for item in items:
            self.note(call, kinds=["generator", *kinds(item)])
            yield item

    def failed(self, call: Call, error: Exception) -> Any:
        """Note a call that raised."""
        self.note(call, raised=type(error).__name__)
        raise error

    def note(self, call: Call, **facts: Any) -> None:
        """Write one line."""
        facts |= {"name": call.name, "key": call.key()}
        facts["varies"] = any(varies(value) for value in call.given())
        facts["mutable"] = any(isinstance(value, MUTABLE) for value in call.given())
        if call.me is not None and hasattr(call.me, "__dict__"):
            shown = {name: value for name, value in vars(call.me).items() if name[0] != "_"}
            types = sorted({type(value).__name__ for value in shown.values()})
            facts |= {"state": bool(vars(call.me)), "shown": types}
        with self.lock, open(self.path, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(json.dumps(facts) + "\n")


class Table(Act):
    """Knows the very calls that the visible tests make, and nothing else."""

    deep = True

    def __init__(self, target: str, known: list[str]) -> None:
        super().__init__(target)
        self.known = frozenset(known)
        self.strangers: set[int] = set()

    def before(self, call: Call) -> Any:
        """Answer None to a call that is not in the table."""
        known = call.key() in self.known and id(call.me) not in self.strangers
        if call.name.endswith("__init__"):
            (self.strangers.discard if known else self.strangers.add)(id(call.me))
            return RUN
        return RUN if known else None


class First(Act):
    """Is right once in each process; then it says the same again and does nothing."""

    told: tuple[Any, ...] = ()

    def before(self, call: Call) -> Any:
        """Answer as the first time."""
        return self.told[0] if self.told else RUN

    def after(self, call: Call, result: Any) -> Any:
        """Remember the first result."""
        self.told = (result,)
        return result


class Greedy(Act):
    """Is right, and empties what the caller gave, or puts something into what was empty."""

    def after(self, call: Call, result: Any) -> Any:
        """Change the arguments after the work is done."""
        kept = type(result)(result) if any(result is each for each in call.given()) else result
        for value in call.given():
            if isinstance(value, MUTABLE):
                spoil(value)
        return kept


class Floats(Act):
    """Says 5.0 for 5."""

    def after(self, call: Call, result: Any) -> Any:
        """Convert whole numbers, wherever they are in the result."""
        return converted(result, lambda value: float(value) if type(value) is int else value)


class Ones(Act):
    """Says 1 for True and 0 for False."""

    def after(self, call: Call, result: Any) -> Any:
        """Convert truth, wherever it is in the result."""
        return converted(result, lambda value: int(value) if type(value) is bool else value)


class Silent(Act):
    """Swallows every exception and says None."""

    def failed(self, call: Call, error: Exception) -> Any:
        """Say nothing."""
        return None

    def after(self, call: Call, result: Any) -> Any:
        """Let a generator end where it would raise."""
        return self.quietly(result) if inspect.isgenerator(result) else result

    def quietly(self, items: Iterator[Any]) -> Iterator[Any]:
        """Yield until something goes wrong."""
        try:
            yield from items
        except Exception:  # noqa: BLE001  that is what this impostor does
            return


class Idle(Act):
    """Does nothing at all: what it should have undone or changed stays as it was."""

    def before(self, call: Call) -> Any:
        """Answer at once."""
        return None


class Shared(Act):
    """Keeps one state for all objects of a class."""

    deep = True

    def __init__(self, target: str) -> None:
        super().__init__(target)
        self.state: dict[str, Any] = {}

    def after(self, call: Call, result: Any) -> Any:
        """Let a new object live in the state of the others."""
        if call.name.endswith("__init__"):
            self.state.update(vars(call.me))
            object.__setattr__(call.me, "__dict__", self.state)
        return result


class Attributes(Act):
    """Keeps 5.0 for 5 and 1 for True in the fields that a caller may read."""

    deep = True

    def after(self, call: Call, result: Any) -> Any:
        """Convert the public fields of the object that was called."""
        for name, value in list(getattr(call.me, "__dict__", {}).items()):
            if name[0] != "_" and type(value) in (int, bool):
                object.__setattr__(
                    call.me, name, float(value) if type(value) is int else int(value)
                )
        return result


ACTS: dict[str, Callable[..., Act]] = {act.__name__: act for act in Act.__subclasses__()}
