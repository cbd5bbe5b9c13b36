"""A population from Python: what the door costs beside the core, and whether threads run side by side.

Made-up citizens and their evidence are handed over as tables of Arrow and judged by
`benches/src/learner.tieuchi`. The core works on threads of its own, so the processor time of the calling
thread is that of the door: the way in, the waiting, and the results as a table. The most memory is that of
the process, told before and after. All is printed as a table.
"""

from __future__ import annotations

import gc
import random
import resource
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

import tieuchi

SET = Path(__file__).resolve().parents[2] / "benches" / "src" / "learner.tieuchi"
ROUNDS = 5


def population(count: int) -> tuple[pa.Table, dict[str, pa.Table]]:
    """Citizens in the order of their identifiers, with evidence sorted by citizen; always the same."""
    chance = np.random.default_rng(2025)
    ids = np.char.mod("C-%07d", np.arange(count))

    def words(options: list[str], rows: int) -> pa.Array:
        keys = pa.array(chance.integers(0, len(options), rows, dtype=np.int8))
        return pa.DictionaryArray.from_arrays(keys, pa.array(options))

    def tenths(high: int, rows: int) -> pa.Array:
        return pa.array(chance.integers(0, high, rows) / 10.0)

    def truth(share: float, rows: int) -> pa.Array:
        return pa.array(chance.random(rows) < share)

    def days(rows: int) -> pa.Array:
        # From the first day of 2024, over two years.
        return pa.array((19_723 + chance.integers(0, 731, rows)).astype(np.int32), pa.date32())

    def of_citizens(most: int) -> Any:
        return np.repeat(ids, chance.integers(0, most, count))

    people = pa.table({
        "id": pa.array(ids),
        "group": words(["farmer", "worker", "official", "learner"], count),
        "hours_a_week": tenths(240, count),
        "uses_computer": truth(0.7, count),
        "plans": pa.array(chance.integers(0, 8, count)),
        "plans_done": pa.array(chance.integers(0, 5, count)),
        "language": words(["none", "basic", "good"], count),
        "disciplined": truth(0.97, count),
        "2.3": pa.array(chance.integers(0, 21, count) / 2.0),
    })
    courses, meetings, advice = of_citizens(5), of_citizens(6), of_citizens(4)
    return people, {
        "course": pa.table({
            "subject": courses,
            "day": days(len(courses)),
            "hours": pa.array(chance.integers(10, 400, len(courses)) / 10.0),
            "passed": truth(0.8, len(courses)),
        }),
        "meeting": pa.table({"subject": meetings, "day": days(len(meetings)), "led": truth(0.3, len(meetings))}),
        "advice": pa.table({"subject": advice, "day": days(len(advice))}),
    }


def peak() -> int:
    """The most memory of the process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def shares(plan: tieuchi.Plan, people: pa.Table, evidence: dict[str, pa.Table]) -> None:
    """How much of the time is the door's."""
    before = peak()
    ways: list[float] = []
    outs: list[float] = []
    for _ in range(ROUNDS):
        gc.collect()
        whole, own = time.process_time(), time.thread_time()
        results = plan.evaluate_table(people, evidence, period=2025)
        judged, waited = time.process_time() - whole, time.thread_time() - own
        own = time.thread_time()
        table = results.to_pyarrow()
        out = time.thread_time() - own
        assert len(table) == len(people) and len(results.problems) == 0
        core = judged - waited
        ways.append(waited / core)
        outs.append(out / core)
        del results, table
    print(f"{len(people)} citizens, {sum(map(len, evidence.values()))} rows of evidence\n")
    print("| a population and threads | median (least – greatest) | aim |\n|---|---:|---:|")
    both = [way + out for way, out in zip(ways, outs, strict=True)]
    for name, found, aim in (
        ("in and waiting, to the core", ways, ""),
        ("results as a table, to the core", outs, ""),
        ("both", both, "at most 15"),
    ):
        middle, low, high = (100 * share(found) for share in (statistics.median, min, max))
        print(f"| {name}, % | {middle:.1f} ({low:.1f} – {high:.1f}) | {aim} |")
    print(f"| most memory with the tables, MiB | {before} | |")
    print(f"| most memory with the results, MiB | {peak()} | |")


def together(plan: tieuchi.Plan) -> None:
    """Single calls on one thread and on two at once: the time of one, twice over, beside both."""
    context = plan.context(period=2025)
    chance = random.Random(2025)
    given = [
        {"hours_a_week": chance.randrange(0, 240) / 10, "meeting": [{"day": "2025-03-01", "led": True}] * 40}
        for _ in range(2_000)
    ]

    def run() -> None:
        for dossier in given:
            plan.evaluate(dossier, context)

    ratios: list[float] = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        run()
        alone = time.perf_counter() - begun
        threads = [threading.Thread(target=run) for _ in range(2)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        ratios.append(2 * alone / (time.perf_counter() - begun))
    middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
    print(f"| two threads of single calls to one | {middle:.2f} ({low:.2f} – {high:.2f}) | |")


def main() -> None:
    plan = tieuchi.load(SET)
    shares(plan, *population(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
    together(plan)


if __name__ == "__main__":
    main()
