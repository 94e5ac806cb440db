"""What the test's side can ask of the answer's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.border.importing import imported

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_interviewkata.harness.border.codec import Node
    from pytest_interviewkata.harness.border.worker import Worker

Message = dict[str, "Node"]

KEPT = ("do", "on", "now", "held", "loop")
"""What of a message is no parameter."""


class Deeds:
    """Each method is one question; its parameters are what the question brings along."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def do(self, message: Message) -> Any:  # noqa: ANN401
        """Do what a message says and return or raise what came of it."""
        tasks = self._worker.tasks
        if message.get("loop") and not tasks.is_running():
            with tasks.running():
                return self._do(message)
        return self._do(message)

    def _do(self, message: Message) -> Any:  # noqa: ANN401
        named, decode = self._worker.stubs.named, self._worker.stubs.codec.decode
        deed: Callable[..., Any] = getattr(self, f"do_{message['do']}")
        details = {key: decode(node) for key, node in message.items() if key not in KEPT}
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
            raise error  # noqa: TRY301 - so that the block sees it as it would in one process
        except BaseException as raised:  # noqa: BLE001 - likewise
            return bool(leave(type(raised), raised, raised.__traceback__))

    def do_aiter(self, it: Any) -> Any:  # noqa: ANN401
        """Start to iterate over it in steps that are awaited."""
        return aiter(it)

    def do_spawn(
        self,
        it: Any,  # noqa: ANN401
        how: str,
        task: int,
        error: BaseException | None = None,
    ) -> None:
        """Await it, or what one of its special methods returns, in the event loop."""
        awaited = it if how == "await" else _coroutine(it, how, error)
        self._worker.tasks.spawn(task, awaited)

    def do_turn(self, finished: list[Any], cancelled: list[int]) -> object:
        """Let the event loop run."""
        return self._worker.tasks.turn(finished, cancelled)

    def do_end(self) -> None:
        """End the event loop."""
        self._worker.tasks.end()


def _coroutine(it: Any, how: str, error: BaseException | None) -> Any:  # noqa: ANN401
    if how != "aexit":
        return special(it, f"__{how}__")()
    trace = error and error.__traceback__
    return special(it, "__aexit__")(error and type(error), error, trace)


def special(it: Any, method: str) -> Callable[..., Any]:  # noqa: ANN401
    """Return a special method as Python finds it: through the type."""
    found = getattr(type(it), method, None)
    if found is None:
        raise TypeError(f"{type(it).__name__!r} object has no {method}")
    bound: Callable[..., Any] = found.__get__(it, type(it))
    return bound
