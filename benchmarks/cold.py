"""How long a learner waits for one kata, from nothing, beside pytest on one trivial file."""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import interleaved, median

ROOT = Path(__file__).parents[1]
KATAS = ("python/deep_vs_shallow_copy", "redis/setnx_lock", "celery/idempotent_task")


def run(rounds=7):
    """Return rows: what, wall and CPU seconds by median."""
    with tempfile.TemporaryDirectory() as name:
        trivial = Path(name) / "test_trivial.py"
        trivial.write_text("def test_it():\n    assert True\n", encoding="utf-8")
        pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        plugin = [*pytest, "-p", "pytest_interviewkata.plugin"]
        commands = {"one trivial test, plain pytest": [*pytest, str(trivial)]}
        commands |= {slug: [*plugin, str(ROOT / "katas" / slug)] for slug in KATAS}
        env = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "INTERVIEWKATA_HOME": name}
        costs = interleaved(commands, rounds, env=env)
    return [
        {
            "what": what,
            "wall_s": round(median(runs, "wall"), 3),
            "cpu_s": round(median(runs, "cpu"), 3),
        }
        for what, runs in costs.items()
    ]
