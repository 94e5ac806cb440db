"""A SQLite connection whose statements and commits pass the gate of its process."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from pytest_interviewkata.harness.gate import Gate


class Connection(sqlite3.Connection):
    """In all else the connection that `sqlite3.connect` makes."""

    gate: Gate

    def cursor(self, factory: Callable[..., Any] | None = None) -> Any:  # noqa: ANN401 - sqlite3's
        """Return a cursor that passes the gate."""
        return super().cursor(factory or Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401 - sqlite3's
        """Run one statement."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:  # noqa: ANN401 - sqlite3's
        """Run one statement for each set of parameters."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, script: str, /) -> Any:  # noqa: ANN401 - sqlite3's
        """Run several statements."""
        return self.cursor().executescript(script)

    def commit(self) -> None:
        """Commit what is open."""
        if self.in_transaction:
            _through(self.gate, "COMMIT", super().commit)

    def rollback(self) -> None:
        """Undo what is open."""
        if self.in_transaction:
            _through(self.gate, "ROLLBACK", super().rollback)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> Any:  # noqa: ANN401 - sqlite3's
        # The base class commits in C, past any method of ours.
        (self.rollback if kind else self.commit)()
        return False

    def drop(self) -> None:
        """End it without asking the gate: what is not committed is undone."""
        super().close()


class Cursor(sqlite3.Cursor):
    """In all else the cursor that a connection makes."""

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401 - sqlite3's
        """Run one statement."""
        return _through(_gate(self), sql, super().execute, sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:  # noqa: ANN401 - sqlite3's
        """Run one statement for each set of parameters."""
        return _through(_gate(self), sql, super().executemany, sql, parameters)

    def executescript(self, script: str, /) -> Any:  # noqa: ANN401 - sqlite3's
        """Run several statements."""
        return _through(_gate(self), script, super().executescript, script)


def _gate(cursor: sqlite3.Cursor) -> Gate:
    connection: Any = cursor.connection
    gate: Gate = connection.gate
    return gate


def _through(gate: Gate, label: str, act: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401
    gate.before(label)
    result = act(*args)
    gate.after(label)
    return result
