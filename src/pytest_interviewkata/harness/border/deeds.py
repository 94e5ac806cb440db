"""What the test's side can ask of the answer's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.importing import imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.worker import Worker

Message = dict[str, "Node"]


class Deeds:
    """Each method is one question; its parameters are what the question brings along."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def do(self, message: Message) -> Any:  # noqa: ANN401
        """Do what a message says and return or raise what came of it."""
        named, decode = self._worker.stubs.named, self._worker.stubs.codec.decode
        deed: Callable[..., Any] = getattr(self, f"do_{message['do']}")
        details = {
            key: decode(node)
            for key, node in message.items()
            if key not in ("do", "on", "now", "held")
        }
        return deed(named(message["on"]), **details) if "on" in message else deed(**details)

    def do_import(self, **details: Any) -> Any:  # noqa: ANN401
        """Import the answer, and say what it makes public."""
        return imported(self._worker.classes, **details)

    def do_call(self, it: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:  # noqa: ANN401
        """Call it."""
        return it(*args, **kwargs)

    def do_get(self, it: Any, attribute: str) -> Any:  # noqa: ANN401
        """Read a field of it."""
        return getattr(it, attribute)

    def do_set(self, it: Any, attribute: str, value: Any) -> None:  # noqa: ANN401
        """Write a field of it."""
        setattr(it, attribute, value)

    def do_iterate(self, it: Any) -> Any:  # noqa: ANN401
        """Start to iterate over it."""
        return iter(it)

    def do_next(self, it: Any) -> Any:  # noqa: ANN401
        """Return its next item."""
        return next(it)

    def do_enter(self, it: Any) -> Any:  # noqa: ANN401
        """Begin a block with it."""
        return special(it, "__enter__")()

    def do_exit(self, it: Any, error: BaseException | None) -> bool:  # noqa: ANN401
        """End a block with it, well or with an exception."""
        leave = special(it, "__exit__")
        if error is None:
            return bool(leave(None, None, None))
        try:
            raise error
        except BaseException as raised:
            return bool(leave(type(raised), raised, raised.__traceback__))


def special(it: Any, method: str) -> Callable[..., Any]:  # noqa: ANN401
    """Return a special method as Python finds it: through the type."""
    found = getattr(type(it), method, None)
    if found is None:
        raise TypeError(f"{type(it).__name__!r} object has no {method}")
    bound: Callable[..., Any] = found.__get__(it, type(it))
    return bound
