"""The most memory the command holds from Parquet to scores, and how that grows with the cases."""

from collections.abc import Iterator

from benchmarks.case_files import case_file
from benchmarks.command import columnar_if_offered, process, score
from benchmarks.row import Limit, Row
from benchmarks.settings import MILLION, Settings
from benchmarks.timing import Took, in_turn

PART = "memory"

MORE = 10 * MILLION

#: MiB in all at ten million cases, and above what a million take.
AT_MORE, ABOVE_MILLION = Limit(6 * 1024), Limit(2 * 1024)


def rows(settings: Settings) -> Iterator[Row]:
    """At every size; with `large` also at a million and at ten million cases."""
    sizes = sorted({*settings.sizes, *((MILLION, MORE) if settings.large else ())})
    held: dict[int, float] = {}
    for size in sizes:
        command = score(case_file(settings, "Parquet", size), evaluator=columnar_if_offered())
        took = in_turn({PART: process(command, settings.seconds)}, 1)[PART]
        if took.mebibytes is not None:
            held[size] = took.mebibytes
        yield _row(size, took, held, sizes[0])
    if MILLION in held and MORE in held:
        more = held[MORE] - held[MILLION]
        name = f"ten million above one million: {more:,.0f} MiB"
        yield Row(
            PART, name, MORE, mebibytes=more, target=f"{ABOVE_MILLION} MiB", met=ABOVE_MILLION.met_by(more)
        )
    elif not settings.large:
        yield Row(PART, "Parquet to scores", MORE, note="not measured; to measure it: --large")


def _row(size: int, took: Took, held: dict[int, float], least: int) -> Row:
    has_target = size == MORE and size in held
    return Row(
        PART,
        "Parquet to scores",
        size,
        took.seconds,
        took.mebibytes,
        held[size] / held[least] if size in held and least in held else None,
        f"{least:,} cases" if size in held and least in held else None,
        f"{AT_MORE} MiB" if has_target else None,
        AT_MORE.met_by(held[size]) if has_target else None,
        took.why_not,
    )
