"""The view of inspections laid beside each other: a benchmark, a table, and the difference of two, each label spelled out.

Text, Markdown, JSON and the tables for spreadsheets are written from it alone, so that they cannot differ.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from shlex import join
from typing import cast

from attrs import field

from aboveline.frozen import frozen
from aboveline.judgement import MOST_LISTED
from aboveline.scoring.benchmark import Benchmark
from aboveline.scoring.changes import CaseChange
from aboveline.scoring.compared import BatchDifference, Ends, ScoreDifference
from aboveline.scoring.difference import Cause
from aboveline.scoring.model import ScoreKind, ScoreName
from aboveline.scoring.resampling import FEW_CASES
from aboveline.wording.message import message

#: What stands beneath every comparison. The Essex report of 2012 says so of its scores, on the page of its summary.
CAUTION = message(
    "Do not compare places closely. Samples differ in size and in the cases they hold, so a difference that is called "
    "close may mean nothing at all. Of one that is not, the interval says how far chance in drawing the cases reaches; it "
    "knows nothing of other reasons why two samples differ. A score is a summary of one area, to point to where its work should "
    "improve next; it is not a league table."
)

#: What each cause is, in words that follow a number of points.
CAUSE_WORDS: Mapping[Cause, str] = {
    "criteria": "criteria that changed",
    "cases that went": "cases that went",
    "cases that came": "cases that came",
    "judgements": "judgements that changed",
    "applicability": "applicability that changed",
    "gaps": "gaps closed or opened",
    "criteria or records": "criteria or records that changed",
    "overrides": "overrides",
}

#: How the parts are told apart, in sentences.
HOW = (
    (
        "Each step's part is the score after it less the score before it, in this order: overrides of the older run are "
        "taken off; all its records are judged again under the newer criteria; cases go and come; the records of the cases "
        "in both change; overrides of the newer run are put on."
    ),
    (
        "Within a step, and for single questions, what is added counts by how far it lies from the share before and after "
        "the step taken together, so that no order is preferred. The exact parts add up to the difference with nothing left "
        "over; each is rounded by itself."
    ),
    (
        "The intervals are of 95 %, from resampling whole cases. A difference is close where its interval holds no "
        f"difference at all, or where fewer than {FEW_CASES} cases count on either side."
    ),
)


@frozen
class StoredScore:
    """One score as a run holds it: its figure, and the counts it comes from.

    `without` is what it is without overrides, where they move it, and `could_be` what it could be if its gaps were filled.
    """

    kind: ScoreKind
    key: str
    label: str
    state: str
    percent: int | None
    points: str | None
    comment: str | None
    sufficient: int
    counted: int
    without: str | None = None
    could_be: str | None = None


@frozen
class ScoreColumn:
    """A score that inspections are laid beside each other by: `name` is `section 1`, `criterion 1.1`, or a theme's own."""

    kind: ScoreKind
    key: str
    name: str
    label: str


@frozen
class InspectionRow:
    """One inspection: a sealed run, or a row of past headline scores, whose scores have no counts.

    `of` is the folder or the file. `in_benchmark` says whether it is one of those the benchmark is taken from.
    """

    name: str
    of: str
    is_run: bool
    is_this: bool
    in_benchmark: bool
    cases: int | None
    version: str | None
    scores: Mapping[ScoreName, StoredScore] = field(repr=False)


@frozen
class BenchmarkRow:
    """One headline theme: the benchmark, the score of this inspection, and how far that is from the average.

    `change`, `low` and `high` are shares, as those of other differences are; the last two are None where nothing is known of
    this inspection's cases. The average is taken as it is, as if there were no chance in it.
    """

    label: str
    benchmark: Benchmark
    this: StoredScore | None
    change: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    cases: int | None = None

    @property
    def is_close(self) -> bool | None:
        """Whether the difference may mean nothing; None where that is not known."""
        if self.change is None or self.cases is None:
            return None
        return self.cases < FEW_CASES or self.low is None or self.high is None or self.low <= 0 <= self.high


@frozen
class ChangeRow:
    """One judgement that changed, with the words of its question, and the command that explains either side."""

    case_id: str
    question: str
    label: str
    criterion: str
    causes: tuple[Cause, ...]
    before: str | None
    judged_again: str | None
    after: str | None
    explain_before: str | None
    explain_after: str | None


@frozen
class DifferenceBlock:
    """The difference of two runs. `listed` are the first of very many changed judgements, `every` gives all of them."""

    older: str
    newer: str
    difference: BatchDifference = field(repr=False)
    #: The words of every question of either run.
    questions: Mapping[str, str] = field(repr=False)
    ratings: tuple[tuple[StoredScore | None, StoredScore | None], ...]
    listed: tuple[ChangeRow, ...] = field(repr=False)
    every: Callable[[], Iterator[ChangeRow]] = field(repr=False, eq=False)
    notes: tuple[str, ...] = ()


@frozen
class ComparisonView:
    """Inspections laid beside each other: `this` is the one the others are a benchmark for, where there is a benchmark."""

    framework: str
    this: str
    benchmark_of: str
    benchmark: tuple[BenchmarkRow, ...]
    columns: tuple[ScoreColumn, ...]
    rows: tuple[InspectionRow, ...]
    difference: DifferenceBlock | None
    notes: tuple[str, ...]
    caution: str = CAUTION


def score_columns(rows: Sequence[InspectionRow]) -> tuple[ScoreColumn, ...]:
    """A column for each theme, section and criterion that any row has: those of the last run first, in its order."""
    found: dict[ScoreName, ScoreColumn] = {}
    for row in reversed(rows):
        for name, score in row.scores.items():
            if score.kind in {"theme", "section", "criterion"}:
                words = score.key if score.kind == "theme" else f"{score.kind} {score.key}"
                found.setdefault(name, ScoreColumn(score.kind, score.key, words, score.label))
    order = ("theme", "section", "criterion")
    return tuple(sorted(found.values(), key=lambda column: order.index(column.kind)))


def benchmark_row(
    label: str, found: Benchmark, this: InspectionRow | None, ends: Ends | None
) -> BenchmarkRow:
    """The row of a theme; `ends` is the interval of this inspection's score, where its cases are known."""
    score = None if this is None else this.scores.get(("theme", found.theme))
    if score is None or score.percent is None or found.average is None:
        return BenchmarkRow(label, found, score)
    share = Fraction(score.sufficient, score.counted) if score.counted else Fraction(score.percent, 100)
    average = found.average / 100
    low, high = (None, None) if ends is None else (ends.low, ends.high)
    return BenchmarkRow(
        label,
        found,
        score,
        share - average,
        None if low is None else low - average,
        None if high is None else high - average,
        None if ends is None else ends.cases,
    )


def difference_block(  # noqa: PLR0913, PLR0917 (two runs, and all that is said of them)
    older: InspectionRow,
    newer: InspectionRow,
    difference: BatchDifference,
    questions: Mapping[str, tuple[str, str]],
    notes: Sequence[str],
    beside: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> DifferenceBlock:
    """The difference of two runs; `questions` has the words and the criterion of each question of either.

    `beside` are the options a command needs beside the folder of each, to read its cases.
    """
    of_older, of_newer = ((row.of, *more) for row, more in zip((older, newer), beside, strict=True))

    def every() -> Iterator[ChangeRow]:
        return (_change_row(one, of_older, of_newer, questions) for one in difference.every())

    listed = tuple(row for row, _ in zip(every(), range(MOST_LISTED), strict=False))
    labels = {key: label for key, (label, _) in questions.items()}
    return DifferenceBlock(
        older.name, newer.name, difference, labels, _ratings(older, newer), listed, every, tuple(notes)
    )


def _ratings(
    older: InspectionRow, newer: InspectionRow
) -> tuple[tuple[StoredScore | None, StoredScore | None], ...]:
    names = [name for name in dict.fromkeys((*newer.scores, *older.scores)) if name[0] == "rating"]
    return tuple((older.scores.get(name), newer.scores.get(name)) for name in names)


def _change_row(
    one: CaseChange, older: Sequence[str], newer: Sequence[str], questions: Mapping[str, tuple[str, str]]
) -> ChangeRow:
    label, criterion = questions[one.question]
    asked = ("--case", one.case_id, "--question", one.question)
    return ChangeRow(
        one.case_id,
        one.question,
        label,
        criterion,
        one.causes,
        None if one.before is None else one.before.value,
        None if one.judged_again is None else one.judged_again.value,
        None if one.after is None else one.after.value,
        None if one.before is None else join(("aboveline", "explain", *older, *asked)),
        None if one.after is None else join(("aboveline", "explain", *newer, *asked)),
    )


# --- Figures in words ------------------------------------------------------------------------


def points_in_words(share: Fraction) -> str:
    """A difference of shares in percentage points, to a tenth, a half rounded away from none: `+2.7`, `-0.4`, `0.0`."""
    tenths = tenths_of(share)
    sign = "+" if tenths > 0 else "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def tenths_of(share: Fraction) -> int:
    """A difference of shares in tenths of a percentage point, a half rounded away from none."""
    size = (2000 * abs(share.numerator) + share.denominator) // (2 * share.denominator)
    return size if share >= 0 else -size


def interval_in_words(low: Fraction | None, high: Fraction | None) -> str:
    """An interval of a difference in percentage points, such as `-1.2 to +3.4`; nothing where there is none."""
    return (
        ""
        if low is None or high is None
        else message("{low} to {high}", low=points_in_words(low), high=points_in_words(high))
    )


def verdict(one: ScoreDifference | BenchmarkRow) -> str:
    """What is to be thought of a difference: `close`, or nothing where it is not; why there is none."""
    if one.is_close is None:
        return ""
    cases = cast("int", one.cases)
    if cases < FEW_CASES:
        return f"close ({cases} {'case' if cases == 1 else 'cases'})"
    return "close" if one.is_close else ""
