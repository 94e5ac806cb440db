"""How many mutants a second one core judges, from making them to the verdict."""

import os
import time
from pathlib import Path

from pytest_interviewkata import catalogue
from pytest_interviewkata.verify import Options, mutation
from pytest_interviewkata.verify.benches import Benches
from pytest_interviewkata.verify.case import case_of
from pytest_interviewkata.verify.runs import SEED, How, Runs
from pytest_interviewkata.verify.trial import Trial, measured

ROOT = Path(__file__).parents[1]
KATAS = ("python/deep_vs_shallow_copy", "python/retry_backoff")


def run(rounds=3):
    """Return rows: kata, mutants, and how many a second of CPU and of the wall clock."""
    return [row(slug, rounds) for slug in KATAS]


def row(slug, rounds):
    """Judge all mutants of a kata, `rounds` times; the best round counts."""
    case = case_of(catalogue.read_kata(ROOT / "katas" / slug), ROOT / "solutions")
    _, idle, _ = judged(case, 0)
    count, cpu, wall = min((judged(case, 1) for _ in range(rounds)), key=lambda each: each[1])
    return {
        "what": slug,
        "mutants": count,
        "per_cpu_s": round(count / (cpu - idle), 1),
        "per_wall_s": round(count / wall, 1),
    }


def judged(case, times):
    """Judge all mutants so often; return their number, CPU of all processes, and wall seconds."""
    before = os.times()
    count, wall = 0, 0.0
    with Benches(case, How(seed=SEED), 1) as benches:
        measure = measured(benches, case.exemplar.files, SEED)
        trial = Trial(case, Runs(), benches, Options(), measure)
        for _ in range(times):
            started = time.perf_counter()
            count += mutation.check(trial)[0].made
            wall += time.perf_counter() - started
    return count, sum(os.times()[:4]) - sum(before[:4]), wall
