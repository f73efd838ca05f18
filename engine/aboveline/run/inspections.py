"""Lays sealed runs and past headline scores beside each other: which is this one, and which make the benchmark."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, nearest
from aboveline.frozen import frozen
from aboveline.records.headlines import Headline, Headlines, folded
from aboveline.report.comparison import (
    BenchmarkRow,
    ComparisonView,
    DifferenceBlock,
    InspectionRow,
    StoredScore,
    benchmark_row,
    score_columns,
)
from aboveline.run.stored import StoredScores
from aboveline.scoring.benchmark import Benchmark, benchmark
from aboveline.scoring.compared import Ends
from aboveline.scoring.model import ScoreName
from aboveline.wording.message import joined, message, plural


@frozen
class NamedRun:
    """A sealed run that is compared: its name, its folder, and the scores it was sealed with.

    By its name it is found among past inspections; it may be shown by another title. One without either is `nameless`.
    """

    name: str
    folder: str
    scores: StoredScores = field(repr=False)
    title: str | None = None
    nameless: bool = False

    @property
    def shown(self) -> str:
        """What it is called in a table."""
        return message("This inspection") if self.nameless else self.title or self.name

    @property
    def told(self) -> str:
        """What it is called within a sentence."""
        return message("this inspection") if self.nameless else self.shown


@frozen
class Inspections:
    """Some inspections laid beside each other, past ones first: a row each, and sentences on what was taken for what."""

    rows: tuple[InspectionRow, ...]
    notes: tuple[str, ...]

    @property
    def this(self) -> InspectionRow:
        """The one that the others are a benchmark for."""
        return next(row for row in self.rows if row.is_this)


def inspections(
    runs: Sequence[NamedRun], past: Sequence[Headlines], this: str | None
) -> tuple[Inspections | None, Diagnostics]:
    """Every inspection once; None where it is unclear which is which.

    This one is the last run, or the inspection named `this`. An inspection in a file that has the name of a run, with or
    without its year, is that run.
    """
    rows, notes = list[InspectionRow](), list[str]()
    taken = dict[str, Headline]()
    for headlines in past:
        for one in headlines.inspections:
            run = next(
                (run for run in runs if folded(run.name) in {folded(one.name), folded(one.area)}), None
            )
            if run is None:
                rows.append(_of_headline(one, headlines.file, runs[-1].scores.themes))
            elif run.name in taken:
                return None, (_unclear(run, taken[run.name], one),)
            else:
                taken[run.name] = one
                notes.append(_taken(run, one, headlines.file))
    rows.extend(_of_run(one) for one in runs)
    notes.extend(note for one in runs for note in _behind(one))
    at = len(rows) - 1 if this is None else _named(rows, this)
    if at is None:
        return None, (_no_such(rows, this or ""),)
    placed = (evolve(row, is_this=i == at, in_benchmark=i != at) for i, row in enumerate(rows))
    return Inspections(tuple(placed), tuple(notes)), ()


def _named(rows: Sequence[InspectionRow], name: str) -> int | None:
    """The place of the one inspection of that name, with or without its year; None where there is none, or several."""
    whole = [at for at, row in enumerate(rows) if folded(name) in {folded(row.name), folded(row.of)}]
    areas = [at for at, row in enumerate(rows) if folded(name) == folded(row.name.rpartition(",")[0])]
    return next((found[0] for found in (whole, areas) if len(found) == 1), None)


def _no_such(rows: Sequence[InspectionRow], name: str) -> Diagnostic:
    known = {row.name.casefold(): row.name for row in rows}
    near = known.get(nearest(name, set(known)) or "")
    message = f"there is no one inspection `{name}` among the runs and the past inspections"
    return Diagnostic("no-such-inspection", message, help=f"did you mean `{near}`?" if near else None)


def _unclear(run: NamedRun, one: Headline, other: Headline) -> Diagnostic:
    message = f"the run `{run.name}` could be `{one.name}` or `{other.name}` of the past inspections"
    help_ = f'say which by its name: "{one.name}={run.folder}", or another name if it is neither'
    return Diagnostic("unclear-inspection", message, help=help_)


def _taken(run: NamedRun, one: Headline, file: str) -> str:
    """What is said where an inspection in a file is taken to be a run, and where its scores are not the run's."""
    own = {score.key: score.percent for score in run.scores.scores if score.kind == "theme"}
    differ = [f"{theme} {score}%" for theme, score in one.scores.items() if own.get(theme) != score]
    if not differ:
        return message(
            "“{name}” in {file} is taken to be the run {run} and counts once, with the scores of the run. If it is another "
            "inspection, give the run another name: NAME=FOLDER.",
            name=one.name,
            file=file,
            run=run.told,
        )
    return message(
        "“{name}” in {file} is taken to be the run {run} and counts once, with the scores of the run. The file has other "
        "scores of it: {scores}. If it is another inspection, give the run another name: NAME=FOLDER.",
        name=one.name,
        file=file,
        run=run.told,
        scores=joined(differ),
    )


def _behind(run: NamedRun) -> Iterator[str]:
    """What is to be known of the scores of a run that its figures alone do not show."""
    of = run.scores
    names: Mapping[str, Callable[[str], str]] = {
        "theme": str,
        "section": lambda key: message("section {key}", key=key),
        "criterion": lambda key: message("criterion {key}", key=key),
    }
    shown = [(names[score.kind](score.key), score) for score in of.scores if score.kind in names]
    if of.overrides:
        moved = [joined((name, score.without), " ") for name, score in shown if score.without is not None]
        yield plural(
            "In {run} {n:,} judgement was overridden by a person, and its scores are with that. {without}",
            "In {run} {n:,} judgements were overridden by a person, and its scores are with that. {without}",
            of.overrides,
            run=run.told,
            without=message("Without: {scores}.", scores=joined(moved))
            if moved
            else message("That moves none of the scores here."),
        )
    could_be = [joined((name, score.could_be), " ") for name, score in shown if score.could_be is not None]
    if could_be:
        yield message(
            "Of {run} some judgements are missing. What its scores could be: {scores}.",
            run=run.told,
            scores=joined(could_be),
        )
    if of.left_out:
        yield plural(
            "Of {run} {n:,} record had errors and was left out.",
            "Of {run} {n:,} records had errors and were left out.",
            of.left_out,
            run=run.told,
        )


def _of_headline(one: Headline, file: str, labels: Mapping[str, str]) -> InspectionRow:
    scores: dict[ScoreName, StoredScore] = {
        ("theme", theme): StoredScore(
            "theme", theme, labels.get(theme, theme), "scored", percent, None, None, 0, 0
        )
        for theme, percent in one.scores.items()
    }
    return InspectionRow(
        one.name,
        file,
        is_run=False,
        is_this=False,
        in_benchmark=True,
        cases=None,
        version=None,
        scores=scores,
    )


def _of_run(one: NamedRun) -> InspectionRow:
    return InspectionRow(
        one.shown,
        one.folder,
        is_run=True,
        is_this=False,
        in_benchmark=True,
        cases=one.scores.cases,
        version=one.scores.version,
        scores={(score.kind, score.key): score for score in one.scores.scores},
    )


# --- The benchmark ---------------------------------------------------------------------------


def laid_beside(
    runs: Sequence[NamedRun],
    past: Sequence[Headlines],
    found: Inspections,
    ends: Mapping[ScoreName, Ends],
    difference: DifferenceBlock | None = None,
) -> ComparisonView:
    """The comparison; `ends` are the intervals of this one's headline scores, where its cases are known."""
    stored, this = runs[-1].scores, found.this
    summaries = {one.theme: one for headlines in past for one in headlines.summaries}
    others = [row for row in found.rows if row.in_benchmark]
    if summaries:
        of = _beside_published(runs[-1], this)
        benchmarks = {
            theme: Benchmark(theme, one.inspections, one.lowest, one.highest, Fraction(one.average))
            for theme, one in summaries.items()
        }
    else:
        of = _beside_so_many(runs[-1], this, len(others))
        percents = [_percents(row) for row in others]
        # The lowest, highest and average of one are but that one.
        enough = len(others) > 1 or past
        benchmarks = {theme: benchmark(theme, percents) for theme in stored.themes} if enough else {}
    return ComparisonView(
        framework=stored.framework,
        this=this.name,
        benchmark_of=of,
        benchmark=tuple(_benchmark_rows(stored.themes, benchmarks, this, ends)),
        columns=score_columns(found.rows),
        rows=found.rows,
        difference=difference,
        notes=(*found.notes, *_missing(past, stored.themes), *_about_average(benchmarks, summaries)),
    )


def _beside_published(last: NamedRun, this: InspectionRow) -> str:
    if last.nameless:
        return message("Scores that were published of other inspections, and of this one")
    return message("Scores that were published of other inspections, and of {this}", this=this.name)


def _beside_so_many(last: NamedRun, this: InspectionRow, others: int) -> str:
    if last.nameless:
        return plural(
            "Scores of {n} other inspection, and of this one",
            "Scores of {n} other inspections, and of this one",
            others,
        )
    return plural(
        "Scores of {n} other inspection, and of {this}",
        "Scores of {n} other inspections, and of {this}",
        others,
        this=this.name,
    )


def _percents(row: InspectionRow) -> Mapping[str, int]:
    """The headline scores of an inspection as they are published."""
    return {
        score.key: score.percent
        for score in row.scores.values()
        if score.kind == "theme" and score.percent is not None
    }


def _benchmark_rows(
    themes: Mapping[str, str],
    benchmarks: Mapping[str, Benchmark],
    this: InspectionRow,
    ends: Mapping[ScoreName, Ends],
) -> Iterator[BenchmarkRow]:
    for theme, label in themes.items():
        if theme in benchmarks:
            yield benchmark_row(label, benchmarks[theme], this, ends.get(("theme", theme)))


def _missing(past: Sequence[Headlines], themes: Mapping[str, str]) -> Iterator[str]:
    for headlines in past:
        absent = [f"`{theme}`" for theme in themes if theme not in headlines.themes]
        if absent:
            yield message("{file} says nothing of {themes}.", file=headlines.file, themes=joined(absent))


def _about_average(benchmarks: Mapping[str, object], summaries: Mapping[str, object]) -> Iterator[str]:
    """How the average came about."""
    if summaries:
        yield message(
            "The average is the one that was published; of how many cases it is, or of what, is not known."
        )
    elif benchmarks:
        yield message(
            "The average is the mean of the whole percentages of the other inspections, each counting once, however many "
            "cases it had; this one is not among them. The interval is that of this one's score alone."
        )
