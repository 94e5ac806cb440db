"""What people install works: `python tests/check_wheel.py FOLDER`.

Builds the wheel, installs it where nothing else is, makes a workspace with
`init` and runs one kata, whose stub must fail. The answers must not be there.
"""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command, expect=0, cwd=None):
    """Run a command; its output, or an error that shows it."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    output = done.stdout + done.stderr
    if done.returncode != expect:
        sys.exit(f"{command} ended with {done.returncode}, not {expect}:\n{output}")
    return output


def expect(condition, message):
    """Stop with the message unless the condition holds."""
    if not condition:
        sys.exit(message)


def main(folder):
    """Build, install, init, run."""
    folder.mkdir(parents=True, exist_ok=True)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    [wheel] = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True, clear=True)
    scripts = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", f"{wheel}[redis]")
    work = folder / "work"
    run(scripts / "interviewkata", "init", work, "--topic", "redis", cwd=folder)
    output = run(scripts / "pytest", "katas/redis/setnx_lock", expect=1, cwd=work)
    expect("not started" in output, f"The stub should say that it is not started:\n{output}")
    installed = list((folder / "env").rglob("redis/setnx_lock/wrong"))
    expect(not installed, f"Answers must not be installed: {installed}")
    print(f"{wheel.name}: installs, initialises a workspace, and its stub fails as it should")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "wheel")
