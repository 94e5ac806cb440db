"""What a test holds of the answer: handles to objects that live in the answer's process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Protocol, Self

from pytest_interviewkata.harness.border.poison import crosses

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Generator, Iterator
    from types import TracebackType

    from pytest_interviewkata.harness.border.codec import Node

READABLE = ("__name__", "__doc__", "__wrapped__")
"""What of Python's own attributes can be read through a handle."""
AWAITED = ("Task", "Future")
"""What asyncio keeps in sets."""
MOST_ITEMS = 100_000
"""An iterator that gives more than this is taken to be endless."""


class Asked(Protocol):
    """Where the questions of a handle go: the link to its process."""

    def ask(self, do: str, handle: Handle, **details: Any) -> Any:  # noqa: ANN401
        """Have the answer's side do something with an object of its own."""

    def ask_later(
        self,
        do: str,
        handle: Handle,
        **details: Any,  # noqa: ANN401
    ) -> Coroutine[Any, Any, Any]:
        """Have it do something that is awaited."""

    def poison(self, reason: str) -> BaseException:
        """Remember why the test fails, and return what to raise."""


class Handle:
    """An object of the answer, in the answer's own process.

    It can be called, read, iterated, entered and awaited. Everything that would need the
    object itself, comparing it first of all, fails the test.
    """

    __slots__ = ("_kata_asked", "_kata_kind", "_kata_name")

    _kata_asked: Callable[[], Asked]
    _kata_kind: str
    _kata_name: Node

    def __init__(self, asked: Callable[[], Asked], kind: str, name: Node) -> None:
        for slot, value in zip(Handle.__slots__, (asked, kind, name), strict=True):
            object.__setattr__(self, slot, value)

    def __repr__(self) -> str:
        return f"<{self._kata_kind} of the answer>"

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Call it, over there."""
        return self._kata_asked().ask("call", self, args=args, kwargs=kwargs)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__") and name not in READABLE:
            raise AttributeError(f"{name} of an object of the answer is not for a test to read")
        return self._kata_asked().ask("get", self, attribute=name)

    def __setattr__(self, name: str, value: Any) -> None:  # noqa: ANN401
        self._kata_asked().ask("set", self, attribute=name, value=value)

    def __iter__(self) -> Iterator[Any]:
        return Items(self._kata_asked(), self._kata_asked().ask("iterate", self))

    def __next__(self) -> Any:  # noqa: ANN401
        return self._kata_asked().ask("next", self)

    def __enter__(self) -> Any:  # noqa: ANN401
        return self._kata_asked().ask("enter", self)

    def __exit__(
        self, kind: object, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None and not crosses(error):
            return False
        quiet = bool(self._kata_asked().ask("exit", self, error=error))
        return _honest(self._kata_asked(), error, quiet=quiet)

    def __hash__(self) -> int:
        if self._kata_kind not in AWAITED:
            raise _misuse(self, "hashed")
        return id(self)

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._kata_asked().ask_later("await", self).__await__()

    def __aiter__(self) -> AsyncIterator[Any]:
        found: AsyncIterator[Any] = self._kata_asked().ask("aiter", self)
        return found

    def __anext__(self) -> Coroutine[Any, Any, Any]:
        return self._kata_asked().ask_later("anext", self)

    def __aenter__(self) -> Coroutine[Any, Any, Any]:
        return self._kata_asked().ask_later("aenter", self)

    async def __aexit__(
        self, kind: object, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None and not crosses(error):
            return False
        quiet = bool(await self._kata_asked().ask_later("aexit", self, error=error))
        return _honest(self._kata_asked(), error, quiet=quiet)


class Items:
    """The items of one iteration over an object of the answer."""

    def __init__(self, asked: Asked, iterator: Handle) -> None:
        self._asked = asked
        self._iterator = iterator
        self._count = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Any:  # noqa: ANN401
        self._count += 1
        if self._count > MOST_ITEMS:
            raise self._asked.poison(f"the answer gave more than {MOST_ITEMS} items: endless?")
        return self._asked.ask("next", self._iterator)


def _honest(asked: Asked, error: BaseException | None, *, quiet: bool) -> bool:
    """Let a block of the answer's swallow exceptions, but no failed assertion of the test."""
    if quiet and isinstance(error, AssertionError):
        raise asked.poison("the answer's block swallowed a failed assertion of the test")
    return quiet


def _refusal(done: str) -> Callable[..., NoReturn]:
    def refuse(self: Handle, *_: object) -> NoReturn:
        raise _misuse(self, done)

    return refuse


def _misuse(handle: Handle, done: str) -> BaseException:
    kind = handle._kata_kind  # noqa: SLF001
    return handle._kata_asked().poison(  # noqa: SLF001
        f"the answer returned an object (type {kind}) where plain data was expected: it was {done}"
    )


# Not `len`: list() and tuple() ask for it on their own; without it len() is a TypeError.
REFUSED = {
    "compared": ("eq", "ne", "lt", "le", "gt", "ge"),
    "tested for truth": ("bool",),
    "indexed": ("getitem", "setitem", "delitem"),
    "searched": ("contains", "reversed"),
    "converted": ("int", "float", "complex", "index", "bytes", "round", "fspath"),
    "calculated with": (
        *("add", "radd", "sub", "rsub", "mul", "rmul", "truediv", "rtruediv", "floordiv"),
        *("rfloordiv", "mod", "rmod", "pow", "rpow", "and", "rand", "or", "ror", "xor", "rxor"),
        *("neg", "pos", "abs", "invert", "divmod", "rdivmod", "matmul", "rmatmul"),
        *("lshift", "rlshift", "rshift", "rrshift"),
    ),
}
for _done, _names in REFUSED.items():
    for _name in _names:
        setattr(Handle, f"__{_name}__", _refusal(_done))
# Not in the class's body: there it would be the docstring of Handle itself.
setattr(Handle, "__doc__", property(lambda handle: handle.__getattr__("__doc__")))  # noqa: B010
