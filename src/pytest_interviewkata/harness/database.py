"""A SQLite database that both sides can open: each statement is an effect of its process."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.doors import Door

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from pytest_interviewkata.harness.gate import Gate


class Database:
    """The test's own view of a database file."""

    def __init__(self, path: Path, schema: str = "") -> None:
        self.path = path
        with self._own() as connection:
            # Readers never wait for a writer, as on a database server.
            connection.execute("pragma journal_mode = wal")
            connection.executescript(schema)

    def execute(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run one statement outside all processes and return its rows."""
        with self._own() as connection:
            return connection.execute(sql, parameters).fetchall()

    def reached_by(self, gate: Gate) -> Connect:
        """Return how one process reaches this database."""
        return build(str(self.path), gate)

    @contextmanager
    def _own(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=0)) as connection, connection:
            connection.execute("pragma synchronous = off")
            yield connection


class Connect:
    """Opens connections for one process. A killed process commits nothing more."""

    def __init__(self, path: str, gate: Gate) -> None:
        self._path = path
        self._gate = gate
        self._opened: list[Connection] = []
        self.__kata_door__ = Door("sqlite", {"path": path, "gate": gate})

    def __call__(self) -> Connection:
        """Open one more connection. It never waits for a lock."""
        # The other processes of a world may run in other threads of this one.
        connection = sqlite3.connect(
            self._path, timeout=0, check_same_thread=False, factory=Connection
        )
        sqlite3.Connection.execute(connection, "pragma synchronous = off")
        connection.gate = self._gate
        self._opened.append(connection)
        return connection

    def abandon(self) -> None:
        """Close all, as the end of their process does: what is not committed is undone."""
        for connection in self._opened:
            connection.drop()
        self._opened.clear()


def build(path: str, gate: Gate) -> Connect:
    """Build what an answer calls to open a connection."""
    return Connect(path, gate)


class Connection(sqlite3.Connection):
    """A connection whose statements and commits pass the gate of its process."""

    gate: Gate

    def cursor(self, factory: Callable[..., Any] | None = None) -> Any:  # noqa: ANN401
        """Return a cursor that passes the gate."""
        return super().cursor(factory or Cursor)

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401
        """Run one statement."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:  # noqa: ANN401
        """Run one statement for each set of parameters."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, script: str, /) -> Any:  # noqa: ANN401
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
    ) -> Any:  # noqa: ANN401
        # The base class commits in C, past any method of ours.
        (self.rollback if kind else self.commit)()
        return False

    def drop(self) -> None:
        """End the connection without asking the gate."""
        super().close()


class Cursor(sqlite3.Cursor):
    """A cursor whose statements pass the gate."""

    def execute(self, sql: str, parameters: Any = (), /) -> Any:  # noqa: ANN401
        """Run one statement."""
        return _through(_gate(self), _label(sql), super().execute, sql, parameters)

    def executemany(self, sql: str, parameters: Any, /) -> Any:  # noqa: ANN401
        """Run one statement for each set of parameters."""
        return _through(_gate(self), _label(sql), super().executemany, sql, parameters)

    def executescript(self, script: str, /) -> Any:  # noqa: ANN401
        """Run several statements."""
        return _through(_gate(self), _label(script), super().executescript, script)


def _gate(cursor: sqlite3.Cursor) -> Gate:
    connection: Any = cursor.connection
    gate: Gate = connection.gate
    return gate


def _through(gate: Gate, label: str, act: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401
    gate.before(label)
    result = act(*args)
    gate.after(label)
    return result


def _label(sql: str) -> str:
    return " ".join(sql.split())

