"""Where one library of katas lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

WORKSPACE_FILE: Final = "interviewkata.toml"
"""Marks a folder as somebody's workspace; may be committed."""

WORKSPACE_FOLDER: Final = ".interviewkata"
"""Marks a workspace too, and holds its progress; never committed."""

OWN_LIBRARY: Final = "pytest-interviewkata"
"""The id of the katas that this project ships."""


@dataclass(frozen=True)
class Library:
    """A folder of katas, the folder of their solutions where there is one, and a stable id."""

    katas: Path
    solutions: Path | None
    id: str

    @property
    def root(self) -> Path:
        """The folder that holds `katas/`."""
        return self.katas.parent
