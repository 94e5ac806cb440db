"""Several copies of the same modules in one interpreter, each of them a process of its own."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pytest_interviewkata.harness.dispatch import dispatching
from pytest_interviewkata.harness.forks import as_forked, own_builtins

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import CodeType


class Crossroads(ModuleType):
    """Stands in `sys.modules` and is, for whoever asks, its own copy of the module.

    So pickle finds the class that the process knows, and an import the module that it
    has. Who asks is seen from the innermost caller that belongs to one of the copies.
    """

    def __init__(self, name: str, copier: Copier) -> None:
        super().__init__(name)
        object.__getattribute__(self, "__dict__")["_kata"] = (name, copier)

    def __getattribute__(self, attribute: str) -> Any:  # noqa: ANN401 - whatever is in there
        name, copier = object.__getattribute__(self, "__dict__")["_kata"]
        return getattr(copier.asked(name), attribute)


class Copier:
    """Executes modules as often as wanted and knows whose code is whose."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths
        self._code: dict[str, CodeType] = {}
        self._families: dict[int, dict[str, ModuleType]] = {}
        self._keep: list[dict[str, ModuleType]] = []
        self.originals = {name: sys.modules[name] for name in paths if name in sys.modules}

    def copy(self) -> Mapping[str, ModuleType]:
        """Return fresh copies of all modules, which know one another."""
        self._stand_in()
        family: dict[str, ModuleType] = {}
        self._keep.append(family)
        for name in self._paths:
            self._member(family, name)
        return family

    def asked(self, name: str) -> ModuleType:
        """Return the module of this name that belongs to whoever calls."""
        frame = sys._getframe(2)  # noqa: SLF001 - the only way to see who asks
        while frame is not None:
            family = self._families.get(id(frame.f_globals))
            if family is not None:
                return self._member(family, name)
            frame = frame.f_back  # type: ignore[assignment]
        return self.originals[name]

    def close(self) -> None:
        """Take the stand-ins away again."""
        for name, original in self.originals.items():
            if isinstance(sys.modules.get(name), Crossroads):
                sys.modules[name] = original
        self._families.clear()
        self._keep.clear()

    def _stand_in(self) -> None:
        for name in self._paths:
            if not isinstance(sys.modules.get(name), Crossroads):
                if name not in self.originals:
                    self.originals[name] = _blank(name, self._paths[name])
                sys.modules[name] = Crossroads(name, self)

    def _member(self, family: dict[str, ModuleType], name: str) -> ModuleType:
        if name not in family:
            module = family[name] = _blank(name, self._paths[name])
            self._families[id(vars(module))] = family
            vars(module)["__builtins__"] = own_builtins(f"process {self._keep.index(family)}")
            with dispatching():
                exec(self._compiled(name), vars(module))  # noqa: S102 - as importing it does
            as_forked(vars(module))
        return family[name]

    def _compiled(self, name: str) -> CodeType:
        if name not in self._code:
            path = self._paths[name]
            self._code[name] = compile(path.read_bytes(), str(path), "exec")
        return self._code[name]


def _blank(name: str, path: Path) -> ModuleType:
    spec = spec_from_file_location(name, path)
    if spec is None:
        raise ImportError(f"{path} is no Python module.")
    return module_from_spec(spec)
