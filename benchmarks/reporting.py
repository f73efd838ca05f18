"""Writing the report of an inspection, whole processes: of Essex in one page, of very many cases with a folder of case pages."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from aboveline.report.inspection.cases import MOST_IN_ONE
from benchmarks.case_files import case_file
from benchmarks.command import ABOVELINE, CRITERIA, ESSEX, process, run
from benchmarks.row import Limit, Row, measured
from benchmarks.settings import Settings
from benchmarks.timing import CannotRunError, in_turn

PART = "reporting"

#: How many seconds the report of 85 cases may take beyond importing what it needs.
SECONDS = Limit(3)
#: How large the page alone may be, whatever the number of cases.
MEGABYTES = Limit(20)
#: The most cases that are reported one by one; each takes as long as the others.
MOST = 10_000

_IMPORTING, _SCORES, _REPORT = "importing what a report needs", "scores alone", "the report with its cases"
_IMPORTS = "import aboveline.cli.reported, polars, jinja2, markupsafe, lark, numpy"
_BESIDE = str(Path(ESSEX).parent)
_TEXTS = (
    *("--materials", f"{_BESIDE}/materials", "--population", f"{_BESIDE}/foreword.csv"),
    *("--survey", f"young_people={_BESIDE}/young-people.csv", "--survey", f"victims={_BESIDE}/victims.csv"),
)


def rows(settings: Settings) -> Iterator[Row]:
    """The Essex report beside its imports and its scores; then made-up cases, at every size up to `MOST`."""
    page = settings.folder / "essex.html"
    report = (*ABOVELINE, "report", CRITERIA, ESSEX, *_TEXTS, "--output", str(page))
    commands = {
        _IMPORTING: (ABOVELINE[0], "-c", _IMPORTS),
        _SCORES: (*ABOVELINE, "score", CRITERIA, ESSEX),
        f"{_REPORT}, in one page": report,
    }
    took = in_turn({name: process(one, settings.seconds) for name, one in commands.items()}, settings.runs)
    for name, its_time in took.items():
        yield measured(PART, (f"Essex: {name}", 85), its_time, (_SCORES, took[_SCORES]))
    whole, imports = took[f"{_REPORT}, in one page"].seconds, took[_IMPORTING].seconds
    if whole is not None and imports is not None:
        beyond, size = whole - imports, page.stat().st_size / 1e6
        name = f"Essex: seconds of the report beyond imports, for a page of {size:.1f} MB"
        yield Row(PART, name, 85, beyond, target=f"{SECONDS} s", met=SECONDS.met_by(beyond))
    for size in settings.sizes:
        if MOST_IN_ONE < size <= MOST:
            yield _in_folder(settings, size)


def _in_folder(settings: Settings, size: int) -> Row:
    """One run over so many cases; a second would tell nothing more, as each case is work of its own."""
    page, folder = settings.folder / f"report-{size}.html", settings.folder / f"cases-{size}"
    command = (*ABOVELINE, "report", CRITERIA, case_file(settings, "CSV", size), "--by", "sentence")
    try:
        its_time = run((*command, "--output", str(page), "--case-pages", str(folder)), settings.seconds)
        megabytes = page.stat().st_size / 1e6
        folder_megabytes = sum(one.stat().st_size for one in folder.iterdir()) / 1e6
    except CannotRunError as error:
        return Row(PART, f"{_REPORT}, with case pages", size, note=str(error))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Row(
        PART,
        f"{_REPORT}, a page of {megabytes:.1f} MB and a folder of {folder_megabytes:,.0f} MB",
        size,
        its_time.seconds,
        its_time.mebibytes,
        target=f"page {MEGABYTES} MB",
        met=MEGABYTES.met_by(megabytes),
    )
