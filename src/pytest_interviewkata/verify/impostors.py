"""Impostors: exemplars in disguise, right for the very calls that the visible tests make.

Made from what the exemplar was seen to do while the tests ran, so that each is
fair: wrong for something that the contract asks for. What it cannot be wrong in
is not made: there is no `1 for True` where nothing returns True.

* **Table** knows the calls that the tests made and answers None to others. Not
  for callables that take nothing but objects, True and False.
* **First** is right on the first call in a process; then it repeats itself and
  does nothing. For what returns data, not for what makes an object or a function.
* **Greedy** is right, and empties (or fills) the list, dict, set or bytearray
  that it was given.
* **Floats** and **Ones** say 5.0 for 5 and 1 for True; **Attributes** does so in
  the public fields of an object.
* **Silent** swallows every exception and returns None.
* **Idle** does nothing, where the result is always None: a lock that is not
  released, a state that is never what it was.
* **Shared** keeps one state for all objects of a class.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pytest_interviewkata.verify.disguise import disguised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    Files = Mapping[str, str]

DOES: Final[Mapping[str, tuple[str, str]]] = {
    "Table": (
        "knows the calls that these tests make and answers None to all others",
        "give it inputs that each run makes anew (the `rng` fixture)",
    ),
    "First": (
        "is right on the first call in a process and then repeats itself",
        "call it twice and look at what the second call says and does",
    ),
    "Greedy": (
        "is right but empties the caller's argument",
        "look at the argument after the call (wrapped in `held()`, so that both sides see it)",
    ),
    "Floats": ("says 5.0 for 5", "look at the type of the numbers that it returns"),
    "Ones": ("says 1 for True", "compare with `is True` and `is False`"),
    "Attributes": (
        "keeps 5.0 for 5 and 1 for True",
        "look at the type of the fields that may be read",
    ),
    "Silent": ("swallows every exception", "expect its exceptions with pytest.raises"),
    "Idle": ("does nothing at all", "look at what it must change, or change back"),
    "Shared": (
        "keeps one state for all objects",
        "use two objects of the class, in one process, and look at both",
    ),
}


@dataclass(frozen=True)
class Impostor:
    """One disguise of one callable (or class)."""

    act: str
    target: str
    files: Files

    @property
    def id(self) -> str:
        """How problems name it."""
        return f"{self.act} {self.target}"

    @property
    def does(self) -> str:
        """What is wrong with it."""
        return DOES[self.act][0]

    @property
    def advice(self) -> str:
        """What a test must do to see through it."""
        return DOES[self.act][1]


@dataclass
class Seen:
    """What one callable was seen to do."""

    keys: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    varies: bool = False
    mutable: bool = False
    state: bool = False
    raised: bool = False
    returned: bool = False

    def take(self, facts: Mapping[str, Any]) -> None:
        """Learn from one call."""
        self.keys.add(facts["key"])
        self.kinds |= set(facts.get("kinds", ()))
        self.shown |= set(facts.get("shown", ()))
        self.varies |= facts["varies"]
        self.mutable |= facts["mutable"]
        self.state |= facts.get("state", False)
        self.raised |= "raised" in facts
        self.returned |= "kinds" in facts


def recording(files: Files, path: Path) -> Files:
    """Return the exemplar, noting every call in a file."""
    return _disguised(files, "Record", "", str(path))


def impostors(files: Files, recorded: Path, own: frozenset[str]) -> list[Impostor]:
    """Make the impostors of an exemplar from what it was seen to do.

    `own` is what the answer has to write: what the stub gives already needs no disguise.
    """
    seen = read(recorded.read_text("utf-8").splitlines() if recorded.exists() else ())
    units: dict[str, dict[str, Seen]] = defaultdict(dict)
    for name, what in seen.items():
        units[unit_of(name)][name] = what
    acts = [act for unit in sorted(own & units.keys()) for act in _of_unit(unit, units[unit])]
    for name, what in seen.items():
        if name.partition("(")[0] in own:
            acts += _of_callable(name, what)
    return [
        Impostor(act, target, _disguised(files, act, target, *more)) for act, target, *more in acts
    ]


def read(lines: Iterable[str]) -> dict[str, Seen]:
    """Gather what was noted, by callable."""
    seen: dict[str, Seen] = defaultdict(Seen)
    for line in lines:
        facts = json.loads(line)
        seen[facts["name"]].take(facts)
    return dict(sorted(seen.items()))


def unit_of(name: str) -> str:
    """Return the function or the class that a callable belongs to."""
    return name.partition("(")[0].partition(".")[0]


def _of_unit(unit: str, within: Mapping[str, Seen]) -> Iterator[tuple[Any, ...]]:
    if any(what.varies for what in within.values()):
        yield "Table", unit, sorted(set().union(*(what.keys for what in within.values())))
    if any(what.state for what in within.values()):
        yield "Shared", unit
    if any(what.shown & {"int", "bool"} for what in within.values()):
        yield "Attributes", unit


def _of_callable(name: str, what: Seen) -> Iterator[tuple[str, str]]:
    making = name.endswith("__init__")
    if what.mutable:
        yield "Greedy", name
    if what.raised:
        yield "Silent", name
    if making or not what.returned or "handle" in what.kinds:
        return
    yield "First", name
    if "int" in what.kinds:
        yield "Floats", name
    if "bool" in what.kinds:
        yield "Ones", name
    if what.kinds == {"NoneType"}:
        yield "Idle", name


def _disguised(files: Files, act: str, target: str, *more: object) -> Files:
    return {
        name: disguised(text, act, target, *more) if name.endswith(".py") else text
        for name, text in files.items()
    }
