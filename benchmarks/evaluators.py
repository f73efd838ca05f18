"""Measures the two evaluators side by side on the Core Case Inspection, and the same questions written in Polars by hand.

Results are checked to be equal before anything is timed. Run it with `make bench`, or with sizes:
`python benchmarks/evaluators.py 85 10000`. Read the ratios, not the seconds.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import by_hand
import polars as pl

import aboveline
from aboveline.columnar.counts import counts, grouped_counts
from aboveline.columnar.frame import CASE_ID, case_records, frame_schema
from aboveline.columnar.judge import batch, judgements
from aboveline.columnar.plan import collected
from aboveline.columnar.reasons import reasons
from aboveline.framework.model import Framework
from aboveline.reference.judge import judge
from aboveline.scoring.tally import tally, tally_of_counts

ROOT = Path(__file__).resolve().parent.parent
SIZES = (85, 10_000, 100_000, 1_000_000)

#: The reference evaluator is timed on no more cases than this, and taken to need as long for each of the others.
MOST_ONE_BY_ONE = 2_000

BY_HAND = [expr.meta.output_name() for expr in by_hand.QUESTIONS]

_REFERENCE = "reference, judgements"
_SOME, _SOME_BY_HAND = f"columnar, judgements of {len(BY_HAND)}", f"by hand, outcomes of {len(BY_HAND)}"


def made_up(framework: Framework, size: int) -> pl.DataFrame:
    """So many cases: every word of every field about as often, one in twenty missing, some answers marked."""
    columns = [pl.format("A{}", pl.int_range(size)).alias(CASE_ID)]
    for seed, (name, kind) in enumerate(frame_schema(framework).items()):
        if isinstance(kind, pl.Enum):
            words = pl.Series(kind.categories, dtype=kind)
            drawn = pl.int_range(size, dtype=pl.UInt64).hash(seed)
            columns.append(
                pl.when(drawn % 20 != 0).then(pl.lit(words).gather((drawn // 20) % len(words))).alias(name)
            )
    return pl.select(columns)


def seconds(ways: dict[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """The median time of each way; they take turns, so that a noisy moment touches all alike."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(runs + 1):
        for name, work in ways.items():
            start = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(its_times[1:]) for name, its_times in times.items()}


def check_equal(framework: Framework, cases: pl.DataFrame) -> None:
    """Raise AssertionError unless all agree on a sample of the cases."""
    some = cases.head(MOST_ONE_BY_ONE)
    of = batch(framework, some.lazy())
    one_by_one = [judge(framework, record) for record in case_records(framework, some)]
    if tally_of_counts(framework, counts(of)) != tally(framework, one_by_one):
        raise AssertionError("the evaluators disagree")
    codes, hand = collected(judgements(of, BY_HAND)), by_hand.outcomes(some.lazy()).collect()
    for name in BY_HAND:
        meant = [by_hand.CODES[reason.outcome] for reason in reasons(framework.questions[name])]
        if [meant[code] for code in codes[name]] != hand[name].to_list():
            raise AssertionError(f"{name} by hand is not what it is by the criteria")


def measured(framework: Framework, size: int) -> dict[str, float]:
    """The seconds each way takes for so many cases that are in memory."""
    cases = made_up(framework, size)
    check_equal(framework, cases)
    records = case_records(framework, cases.head(MOST_ONE_BY_ONE))
    share, lazy = size / len(records), cases.lazy()
    of = batch(framework, lazy)
    all_of_it, some_of_it, hand = judgements(of), judgements(of, BY_HAND), by_hand.outcomes(lazy)
    one_by_one = seconds({_REFERENCE: lambda: [judge(framework, record) for record in records]}, 2)
    at_once = seconds(
        {
            "columnar, framework to judgements": lambda: collected(judgements(batch(framework, lazy))),
            "columnar, judgements": lambda: collected(all_of_it),
            "columnar, tallies": lambda: counts(of),
            "columnar, tallies by sentence": lambda: grouped_counts(of, ("sentence",)),
            _SOME: lambda: collected(some_of_it),
            _SOME_BY_HAND: lambda: hand.collect(engine="streaming"),
            f"{_SOME_BY_HAND}, not streamed": hand.collect,
        },
        9,
    )
    return {name: share * took for name, took in one_by_one.items()} | at_once


def peak_memory(size: int) -> int:
    """The most memory, in MiB, that tallying so many cases from a Parquet file takes, as a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "cases.parquet")
        subprocess.run([sys.executable, __file__, "--write", str(size), file], check=True)
        done = subprocess.run(
            [sys.executable, __file__, "--tally", file], check=True, capture_output=True, text=True
        )
    return int(done.stdout)


def _most_memory() -> int:
    """The most MiB this process has held; Linux alone says it of the program and not of what started it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def framework_here() -> Framework:
    """The framework all is measured on."""
    return aboveline.load_framework(ROOT / "criteria" / "cci-2012")


def write_in_parts(size: int, file: str) -> None:
    """A Parquet file of so many cases, the same million over and over."""
    part = made_up(framework_here(), min(size, 10**6)).lazy()
    pl.concat([part] * max(1, size // 10**6)).sink_parquet(file, row_group_size=100_000)


def main() -> None:
    """Print the table; with `--json FILE` write the figures as well."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--write"]:
        write_in_parts(int(arguments[1]), arguments[2])
        return
    if arguments[:1] == ["--tally"]:
        counts(batch(framework_here(), pl.scan_parquet(arguments[1])))
        print(_most_memory())
        return
    sizes = [int(each) for each in arguments if each.isdigit()] or list(SIZES)
    framework, rows = framework_here(), {}
    for size in sizes:
        rows[size] = measured(framework, size)
        print(f"\n{size:,} cases, {len(framework.questions)} questions, {os.cpu_count()} cores")
        print(f"{'':44} {'seconds':>9} {'cases/s':>12} {'x reference':>12}")
        slowest = rows[size][_REFERENCE]
        for name, took in rows[size].items():
            print(f"{name:44} {took:9.4f} {size / took:12,.0f} {slowest / took:12.1f}")
        print(f"columnar takes {rows[size][_SOME] / rows[size][_SOME_BY_HAND]:.2f} times as long as by hand")
    if "--memory" in arguments:
        for size in sizes:
            print(f"peak memory, Parquet to tallies, {size:,} cases: {peak_memory(size)} MiB")
    if "--json" in arguments:
        file = Path(arguments[arguments.index("--json") + 1])
        file.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
