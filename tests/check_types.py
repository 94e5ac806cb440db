"""Type-check every stub, then every exemplar in its place: `python tests/check_types.py`."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OPTIONS = ["--ignore-missing-imports", "--allow-untyped-decorators", "--config-file", os.devnull]


def mypy(files):
    """Check the files together; their folders are where they import each other from."""
    paths = os.pathsep.join(sorted({str(file.parent) for file in files}))
    command = [sys.executable, "-m", "mypy", *OPTIONS, *map(str, files)]
    return subprocess.run(command, env={**os.environ, "MYPYPATH": paths}, check=False).returncode


def main():
    """Two runs, because an exemplar has its stub's module name."""
    katas = [file.parent for file in sorted(ROOT.glob("katas/*/*/kata.toml"))]
    support = [file for kata in katas for file in kata.glob("*_support.py")]
    stubs = [kata / f"{kata.name}.py" for kata in katas]
    exemplars = [ROOT / "solutions" / kata.parent.name / kata.name / stub.name
                 for kata, stub in zip(katas, stubs, strict=True)]  # fmt: skip
    python = [file for file in stubs if file.exists()]
    return mypy(python + support) or mypy([file for file in exemplars if file.exists()] + support)


if __name__ == "__main__":
    sys.exit(main())
