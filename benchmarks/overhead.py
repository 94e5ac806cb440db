"""What the plugin costs where there is no kata, beside other reporters."""

import sys
import tempfile
from pathlib import Path

from benchmarks.measure import interleaved, median, median_ratio

TESTS_PER_FILE = 100


def suite(folder, tests):
    """Write `tests` trivial tests, a hundred to a file."""
    for number in range(tests // TESTS_PER_FILE):
        body = "".join(f"def test_{i}():\n    assert True\n" for i in range(TESTS_PER_FILE))
        (folder / f"test_{number}.py").write_text(body, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")


def commands(folder):
    """Name the peers, each with autoloading off and its one plugin on."""
    pytest = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return {
        "plain pytest": pytest,
        "plain pytest again (noise)": list(pytest),
        "pytest-interviewkata": [*pytest, "-p", "pytest_interviewkata.plugin"],
        "pytest-reportlog": [*pytest, "-p", "pytest_reportlog.plugin",
                             f"--report-log={folder}/log"],
        "pytest-json-report": [*pytest, "-p", "pytest_jsonreport.plugin", "--json-report",
                               f"--json-report-file={folder}/report.json"],
        "pytest-html": [*pytest, "-p", "pytest_metadata.plugin", "-p", "pytest_html.plugin",
                        f"--html={folder}/report.html"],
    }  # fmt: skip


def run(tests=10_000, rounds=5):
    """Return rows: name, CPU ratio to plain pytest, peak memory over it in MB."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        suite(folder, tests)
        env = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        costs = interleaved(commands(folder), rounds, cwd=folder, env=env)
    plain = median(costs["plain pytest"], "peak_mb")
    return [
        {
            "what": f"{peer}, {tests:,} tests",
            "cpu_ratio": round(median_ratio(costs, peer, "plain pytest"), 3),
            "peak_mb_over": round(median(costs[peer], "peak_mb") - plain, 1),
        }
        for peer in costs
    ]
