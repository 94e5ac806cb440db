"""Which lines of the answer each test touches."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Generator
    from types import FrameType
    from typing import Any

    from _typeshed import TraceFunction

    from pytest_interviewkata.plugin.channel import Send


class Touched:
    """Traces the tests and sends, for each, the lines of these files that it ran."""

    def __init__(self, files: Collection[str], send: Send) -> None:
        self._files = frozenset(files)
        self._send = send
        self._lines: set[int] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None]:
        """Trace one test, in all its threads."""
        self._lines = set()
        threading.settrace(self._entered)
        sys.settrace(self._entered)
        try:
            yield
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self._send({"at": "touched", "node": item.nodeid, "lines": sorted(self._lines)})

    def _entered(self, frame: FrameType, event: str, arg: Any) -> TraceFunction | None:  # noqa: ANN401
        del event, arg
        if frame.f_code.co_filename not in self._files:
            return None
        lines = self._lines

        def moved(frame: FrameType, event: str, arg: Any) -> TraceFunction:  # noqa: ANN401
            del event, arg
            lines.add(frame.f_lineno)
            return moved

        return moved
