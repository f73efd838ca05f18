"""Explaining one judgement of a sealed run, whole processes: the largest run beside the smallest."""

from collections.abc import Iterator

from benchmarks.case_files import case_file
from benchmarks.command import ABOVELINE, columnar_if_offered, process, run, score
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import MILLION, Settings
from benchmarks.timing import CannotRunError, Took, in_turn

PART = "explaining"

#: How many seconds more it may take in the largest run than in the smallest.
MORE = Limit(1)

_ABOUT = ("--case", "A7", "--question", "rmp_timely")


def rows(settings: Settings) -> Iterator[Row]:
    """The smallest and the largest size."""
    ways = {}
    for size in (settings.sizes[0], settings.sizes[-1]):
        folder = str(settings.folder / f"explained-{size}")
        scored = score(case_file(settings, "Parquet", size), evaluator=columnar_if_offered())
        try:
            run((*scored, "--run", folder), settings.seconds)
        except CannotRunError as error:
            yield Row(PART, "one judgement of a sealed run", size, note=f"no run to explain: {error}")
            continue
        ways[size] = process((*ABOVELINE, "explain", folder, *_ABOUT), settings.seconds)
    took = in_turn({f"{size:,} cases": way for size, way in ways.items()}, settings.runs)
    first = next(iter(took), "")
    for size, its_time in zip(ways, took.values(), strict=True):
        yield measured(PART, ("one judgement of a sealed run", size), its_time, (first, took[first]))
    if len(took) > 1 and settings.sizes[-1] >= MILLION:
        yield from _more(first, *took.values(), size=settings.sizes[-1])


def _more(first: str, least: Took, most: Took, *, size: int) -> Iterator[Row]:
    if least.seconds is not None and most.seconds is not None:
        more = most.seconds - least.seconds
        name = f"seconds more than in the run of {first}"
        yield Row(PART, name, size, more, target=f"{MORE} s", met=MORE.met_by(more))
