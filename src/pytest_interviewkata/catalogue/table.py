"""One table of a metadata file, taken key by key. Whatever is wrong is named with its file."""

from __future__ import annotations

from enum import StrEnum
from reprlib import repr as short
from typing import TYPE_CHECKING, NoReturn, TypeVar

from pytest_interviewkata.catalogue.reading import read_toml
from pytest_interviewkata.errors import InvalidFile, UnknownKey, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

Word = TypeVar("Word", bound=StrEnum)

FORMAT = 1


class Table:
    """The keys of one table. Each method takes one and insists on its type."""

    def __init__(
        self, path: Path, data: Mapping[str, object], keys: Sequence[str], name: str = ""
    ) -> None:
        self.path = path
        self._data = data
        self._name = name
        for key in data:
            if key not in keys:
                raise UnknownKey(path, key, keys, name)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a string with something in it."""
        value = self._take(key, default)
        if not isinstance(value, str) or not (value.strip() or value == default):
            self.refuse(key, "a text", value)
        return value

    def texts(
        self, key: str, default: tuple[str, ...] | None = None, *, empty: bool = False
    ) -> tuple[str, ...]:
        """Take a list of different strings, at least one unless it may be empty."""
        value = self._take(key, default)
        if value is default and default is not None:
            return default
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.refuse(key, "a list of texts", value)
        if not value and default is None and not empty:
            self.refuse(key, "a list with at least one text", value)
        for twice in (v for n, v in enumerate(value) if v in value[:n]):
            self.fail(f"{self._called(key)} names {twice!r} twice.")
        return tuple(value)

    def names(
        self, key: str, complaint: Callable[[str], str], default: tuple[str, ...] | None = None
    ) -> tuple[str, ...]:
        """Take a list of names about which there is no complaint."""
        found = self.texts(key, default)
        for name in found:
            if said := complaint(name):
                self.fail(f"{self._called(key)} holds {name!r}: {said}.")
        return found

    def whole(
        self, key: str, default: int | None = None, *, low: int = 1, high: int | None = None
    ) -> int:
        """Take a whole number within its limits."""
        value = self._take(key, default)
        limits = f"from {low} to {high}" if high else f"of at least {low}"
        if type(value) is not int or value < low or (high and value > high):
            self.refuse(key, f"a whole number {limits}", value)
        return value

    def seconds(self, key: str, default: float) -> float:
        """Take a number above zero."""
        value = self._take(key, default)
        if not isinstance(value, int | float) or value is True or not 0 < value < float("inf"):
            self.refuse(key, "a number above 0", value)
        return float(value)

    def choice(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """Take one of a set of words."""
        value = self._take(key, default)
        try:
            return words(str(value))
        except ValueError:
            self.unknown(key, value, [word.value for word in words])

    def words(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        """Take a list of words from a set; none when the key is missing."""
        values = self.texts(key, ())
        for value in values:
            if value not in known:
                self.unknown(key, value, sorted(known))
        return values

    def table(self, key: str, keys: Sequence[str]) -> Table:
        """Take a table of known keys; an empty one when it is missing."""
        return Table(self.path, self.mapping(key), keys, self._called(key))

    def tables(self, key: str, keys: Sequence[str]) -> list[Table]:
        """Take a list of tables, `[[key]]`."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.refuse(key, f"a list of tables, [[{key}]]", value)
        return [Table(self.path, data, keys, f"[{self._called(key)}]") for data in value]

    def mapping(self, key: str) -> Mapping[str, object]:
        """Take a table whose keys are names; an empty one when it is missing."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            self.refuse(key, f"a table, [{key}]", value)
        return value

    def pairs(self, key: str) -> Mapping[str, str]:
        """Take a table of names and texts."""
        found = self.mapping(key)
        for name, value in found.items():
            if isinstance(value, dict):
                self.fail(f"{name!r} in [{key}] holds a table: a name with a dot needs quotes.")
            if not isinstance(value, str) or not value.strip():
                self.refuse(f"{key}.{name}", "a text", value)
        return found  # type: ignore[return-value]

    def value(self, key: str) -> object:
        """Take what stands there, of whatever type."""
        return self._take(key, None)

    def refuse(self, key: str, wanted: str, value: object) -> NoReturn:
        """Say that a value is not what its key must hold."""
        self.fail(f"{self._called(key)} must be {wanted}, not {short(value)}.")

    def unknown(self, key: str, value: object, known: Sequence[str]) -> NoReturn:
        """Say that a word is not one of the known ones."""
        hint = nearest(str(value), known, "It may be")
        self.fail(f"{self._called(key)} does not know {short(value)}. {hint}")

    def fail(self, problem: str) -> NoReturn:
        """Say what is wrong with this file."""
        raise InvalidFile(self.path, problem)

    def _take(self, key: str, default: object) -> object:
        value = self._data.get(key, default)
        if value is None:
            self.fail(f"{self._called(key)!r} is missing.")
        return value

    def _called(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key


def read_table(path: Path, keys: Sequence[str], *, versioned: bool = True) -> Table:
    """Read a file of one of our formats; `versioned` says that it must name its version."""
    data = read_toml(path)
    version = data.get("format_version", None if versioned else FORMAT)
    if type(version) is int and version > FORMAT:
        raise InvalidFile(
            path,
            f"has format_version {version}, this pytest-interviewkata reads {FORMAT}. "
            "Upgrade it: pip install -U pytest-interviewkata",
        )
    table = Table(path, data, ("format_version", *keys))
    table.whole("format_version", None if versioned else FORMAT, high=FORMAT)
    return table
