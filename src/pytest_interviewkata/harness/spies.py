"""What of a test's object an answer may call."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def spy(*methods: str) -> Callable[[type[T]], type[T]]:
    """Declare the methods of a class that an answer may call, from either side of the border."""

    def declare(cls: type[T]) -> type[T]:
        missing = [name for name in methods if not callable(getattr(cls, name, None))]
        if missing:
            raise TypeError(f"{cls.__name__} has no method {', '.join(missing)}.")
        cls.__kata_methods__ = methods  # type: ignore[attr-defined]
        return cls

    return declare
