"""`python -m benchmarks [NAME…] [--json PATH]`: a table to read, JSON to keep."""

import argparse
import json
import platform
import sys
from pathlib import Path

from benchmarks import cold, mutants, overhead

BENCHMARKS = {"overhead": overhead.run, "cold": cold.run, "mutants": mutants.run}


def table(name, rows):
    """Print the rows of one benchmark, a column a key."""
    keys = list(rows[0])
    width = max(len(str(row["what"])) for row in rows)
    print(f"\n{name}\n  {'':{width}}  " + "  ".join(f"{key:>14}" for key in keys[1:]))
    for row in rows:
        print(f"  {row['what']:{width}}  " + "  ".join(f"{row[key]!s:>14}" for key in keys[1:]))


def main():
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[*BENCHMARKS, []], help=", ".join(BENCHMARKS))
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args()
    results = {"python": platform.python_version(), "machine": platform.platform()}
    for name in args.name or BENCHMARKS:
        results[name] = BENCHMARKS[name]()
        table(name, results[name])
    if args.json:
        args.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
