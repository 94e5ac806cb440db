"""A SQLite file that both sides can open."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.connection import Connection
from pytest_interviewkata.harness.doors import Door

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_interviewkata.harness.gate import Gate


class Database:
    """The test's own view of a database."""

    def __init__(self, path: Path, schema: str = "") -> None:
        self.path = path
        self._connection = sqlite3.connect(
            path, timeout=0, isolation_level=None, check_same_thread=False
        )
        # Readers never wait for a writer, as on a database server.
        self._connection.executescript(
            f"pragma synchronous = off; pragma journal_mode = wal; begin; {schema}; commit"
        )

    def execute(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run one statement outside all processes and return its rows."""
        return self._connection.execute(sql, parameters).fetchall()

    def reached_by(self, gate: Gate) -> Connect:
        """Return how one process reaches this database."""
        return connects(str(self.path), gate)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Connect:
    """Opens connections for one process: call it. They never wait for a lock."""

    def __init__(self, path: str, gate: Gate) -> None:
        self._path = path
        self._gate = gate
        # A forgotten one lives on: in sqlite3 it is part of a cycle, and keeps its locks until
        # the garbage collector comes by.
        self._opened: list[Connection] = []
        self.__kata_door__ = Door("sqlite", {"path": path, "gate": gate})

    def __call__(self) -> Connection:
        """Open one more."""
        # The threads of a world are its processes: exactly one of them runs at a time.
        connection = sqlite3.connect(
            self._path, timeout=0, check_same_thread=False, factory=Connection
        )
        sqlite3.Connection.execute(connection, "pragma synchronous = off")
        connection.gate = self._gate
        self._opened.append(connection)
        return connection

    def abandon(self) -> None:
        """Close all, as the end of their process does: what is not committed is undone."""
        while self._opened:
            self._opened.pop().drop()


def connects(path: str, gate: Gate) -> Connect:
    """Build what an answer calls to open a connection."""
    return Connect(path, gate)
