"""Draw docs/run.svg from a real run: `python docs/make_picture.py` (needs rich).

A workspace in which one kata is solved, one has a known mistake, and nothing else is changed.
"""

import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
SOLVED = {
    "redis/setnx_lock": "wrong/get_then_delete.py",
    "redis/cache_aside": "cache_aside.py",
}
WIDTH = 88


def run(folder):
    """Run the topic in a fresh workspace and return what the terminal shows."""
    interviewkata = [sys.executable, "-m", "pytest_interviewkata"]
    work = folder / "practice"
    subprocess.run([*interviewkata, "init", str(work), "--topic", "redis"], check=True, cwd=folder)
    for slug, answer in SOLVED.items():
        name = slug.partition("/")[2]
        target = work / "katas" / slug / f"{name}.py"
        shutil.copyfile(ROOT / "solutions" / slug / answer, target)
    command = [sys.executable, "-m", "pytest", "katas/redis", "--color=yes", "-p", "no:randomly"]
    env = {**os.environ, "INTERVIEWKATA_HOME": str(folder / "home"), "COLUMNS": str(WIDTH)}
    done = subprocess.run(
        command, cwd=work, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return done.stdout


def main():
    """Run, and draw."""
    with tempfile.TemporaryDirectory() as folder:
        shown = run(Path(folder))
    lines = [
        line
        for line in shown.splitlines()
        if not line.startswith(("platform ", "rootdir: ", "plugins: "))
    ]
    console = Console(record=True, width=WIDTH, force_terminal=True, file=io.StringIO())
    console.print(Text.from_ansi("$ pytest katas/redis\n" + "\n".join(lines)))
    console.save_svg(str(ROOT / "docs" / "run.svg"), title="pytest katas/redis")


if __name__ == "__main__":
    main()
