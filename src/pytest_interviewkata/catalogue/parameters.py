"""`[parameters.name]`, what a candidate's own variant of a kata may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_interviewkata.model import Parameter

if TYPE_CHECKING:
    from pytest_interviewkata.catalogue.table import Table

PARAMETER_KEYS = ("default", "values", "what")
KINDS = (str, int, float)


def read_parameters(table: Table) -> tuple[Parameter, ...]:
    """Read the parameters of one kata."""
    names = tuple(table.mapping("parameters"))
    every = table.table("parameters", names)
    return tuple(_parameter(every.table(name, PARAMETER_KEYS), name) for name in names)


def _parameter(table: Table, name: str) -> Parameter:
    if not name.isidentifier():
        table.fail(f"the parameter {name!r} must be a name of Python's kind.")
    values = _values(table)
    default = table.value("default")
    if not any(default == value and type(default) is type(value) for value in values):
        table.refuse("default", f"one of the values {list(values)}", default)
    return Parameter(name, _plain(default), values, table.text("what", ""))


def _values(table: Table) -> tuple[str | int | float, ...]:
    values = table.value("values")
    if not isinstance(values, list) or not values:
        table.refuse("values", "a list of texts or of numbers", values)
    kind = type(values[0])
    if kind not in KINDS or any(type(value) is not kind for value in values):
        table.refuse("values", "a list of texts or of numbers, all of one kind", values)
    return tuple(values)


def _plain(value: object) -> str | int | float:
    assert isinstance(value, KINDS)
    return value
