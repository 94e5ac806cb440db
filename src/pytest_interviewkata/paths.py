"""Where the library, the workspace and the progress database live."""

from __future__ import annotations

import os
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pytest_interviewkata.errors import LibraryNotFound
from pytest_interviewkata.model import OWN_LIBRARY, WORKSPACE_FILE, WORKSPACE_FOLDER, Library

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Library", "home", "library", "own", "packaged", "workspace"]

PACKAGE = Path(__file__).resolve().parent
SOLUTIONS_PACKAGE = "pytest_interviewkata_solutions"


def library(override: Path | None = None, start: Path | None = None) -> Library:
    """Find the katas: those asked for, else the ones we stand in, else the project's own."""
    if override is not None:
        return _described(_asked_for(override))
    here = _upwards(start, _is_library)
    return _described(here / "katas") if here else own()


def own() -> Library:
    """Find the katas that this project ships: the clone's, else the installed package's."""
    katas = _clone_katas() or packaged()
    if katas is None:
        raise LibraryNotFound(PACKAGE)
    return _described(katas)


def home(start: Path | None = None) -> Path:
    """Where progress and backups are kept. The folder need not exist yet."""
    asked = os.environ.get("INTERVIEWKATA_HOME")
    if asked:
        return _absolute(Path(asked).expanduser())
    here = workspace(start)
    if here:
        return here / WORKSPACE_FOLDER
    from platformdirs import user_data_path  # noqa: PLC0415  a workspace does not need it

    return user_data_path("interviewkata", appauthor=False)


def workspace(start: Path | None = None) -> Path | None:
    """Return the workspace that a folder lies in, if it lies in one."""
    return _upwards(start, _is_workspace)


def packaged() -> Path | None:
    """Return the untouched katas inside the installed package, where there are any."""
    katas = PACKAGE / "katas"
    return katas if katas.is_dir() else None


def _clone_katas() -> Path | None:
    # An editable install may leave a stale copy in site-packages: the clone goes first.
    root = PACKAGE.parents[1]
    return root / "katas" if _is_clone(root) else None


def _asked_for(folder: Path) -> Path:
    katas = _absolute(folder.expanduser()) / "katas"
    if not katas.is_dir():
        raise LibraryNotFound(_absolute(folder), asked=True)
    return katas


def _described(katas: Path) -> Library:
    name = _id(katas)
    return Library(katas, _solutions(katas, name), name)


def _solutions(katas: Path, name: str) -> Path | None:
    beside = katas.parent / "solutions"
    if beside.is_dir():
        return beside
    return _own_solutions() if name == OWN_LIBRARY else None


def _own_solutions() -> Path | None:
    clone = _clone_katas()
    if clone and (clone.parent / "solutions").is_dir():
        return clone.parent / "solutions"
    spec = find_spec(SOLUTIONS_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return next((Path(place) for place in places or ()), None)


def _id(katas: Path) -> str:
    """Read the library's id; what is wrong with the file is the catalogue's to say."""
    try:
        name = tomllib.loads((katas / "concepts.toml").read_text("utf-8")).get("library")
    except (OSError, ValueError):
        name = None
    return name if isinstance(name, str) and name else katas.parent.name


def _is_workspace(folder: Path) -> bool:
    marked = (folder / WORKSPACE_FILE).is_file() or (folder / WORKSPACE_FOLDER).is_dir()
    return marked and (folder / "katas").is_dir()


def _is_clone(folder: Path) -> bool:
    return (folder / "katas").is_dir() and (folder / "src" / PACKAGE.name).is_dir()


def _is_library(folder: Path) -> bool:
    listed = (folder / "katas" / "concepts.toml").is_file()
    return listed or _is_workspace(folder) or _is_clone(folder)


def _upwards(start: Path | None, wanted: Callable[[Path], bool]) -> Path | None:
    here = _absolute(start) if start else _standing()
    return next((folder for folder in (here, *here.parents) if wanted(folder)), None)


def _standing() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:  # somebody has removed the folder under our feet
        return PACKAGE


def _absolute(path: Path) -> Path:
    # Not resolve(): the paths that we show are those that the learner typed.
    return Path(os.path.abspath(path))  # noqa: PTH100
