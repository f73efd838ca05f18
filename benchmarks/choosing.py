"""Where the command should change from one evaluator to the other: the same files by each, whole processes."""

from collections.abc import Iterator

from benchmarks.case_files import case_file
from benchmarks.command import offers_evaluators, process, score
from benchmarks.row import Row, measured
from benchmarks.settings import Settings
from benchmarks.timing import in_turn

PART = "choosing"

SIZES = (85, 500, 2_000, 10_000)

_BY_ITSELF = "as the command chooses"


def rows(settings: Settings) -> Iterator[Row]:
    """Files of CSV, up to the sizes asked for."""
    if not offers_evaluators():
        yield Row(PART, "score --evaluator", note="this version of the command has no --evaluator")
        return
    for size in (size for size in SIZES if size <= settings.sizes[-1]):
        file = case_file(settings, "CSV", size)
        commands = {which: score(file, evaluator=which) for which in ("reference", "columnar")}
        commands |= {_BY_ITSELF: score(file)}
        took = in_turn({n: process(c, settings.seconds) for n, c in commands.items()}, settings.runs)
        for name, its_time in took.items():
            yield measured(PART, (f"CSV to scores, {name}", size), its_time, ("columnar", took["columnar"]))
