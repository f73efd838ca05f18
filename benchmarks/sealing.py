"""Scoring cases and sealing all in a folder, beside scoring them alone, whole processes."""

import shutil
from collections.abc import Iterator
from itertools import count

from benchmarks.case_files import case_file
from benchmarks.command import columnar_if_offered, run, score
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import MILLION, Settings
from benchmarks.timing import Took, Way, in_turn

PART = "sealing"

#: How scoring with the judgements sealed is to compare with scoring alone.
TO_ALONE = Limit(3)

_ALONE, _SEALED = "Parquet to scores", "Parquet to scores and a sealed run"
_WITHOUT_RECORDS = f"{_SEALED}, without its records"


def rows(settings: Settings) -> Iterator[Row]:
    """At every size, with the records in the run and without."""
    for size in settings.sizes:
        alone = score(case_file(settings, "Parquet", size), evaluator=columnar_if_offered())
        ways: dict[str, Way] = {
            _ALONE: lambda alone=alone: run(alone, settings.seconds),
            _SEALED: _sealing(settings, alone),
            _WITHOUT_RECORDS: _sealing(settings, (*alone, "--without-records")),
        }
        took = in_turn(ways, settings.runs)
        for name, its_time in took.items():
            limit = TO_ALONE if size >= MILLION and name != _ALONE else None
            yield measured(PART, (name, size), its_time, (_ALONE, took[_ALONE]), limit)


def _sealing(settings: Settings, command: tuple[str, ...]) -> Way:
    """A command with a new run each time, which is gone once it was timed."""
    numbers = count()

    def way() -> Took:
        folder = settings.folder / f"run-{next(numbers)}"
        try:
            return run((*command, "--run", str(folder)), settings.seconds)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    return way
