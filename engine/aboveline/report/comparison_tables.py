"""The tables a comparison can be written as: the inspections, the differences of two runs, and the judgements that changed."""

from collections.abc import Iterator
from fractions import Fraction

from aboveline.report.comparison import (
    CAUSE_WORDS,
    ChangeRow,
    ComparisonView,
    DifferenceBlock,
    InspectionRow,
    ScoreColumn,
    tenths_of,
)
from aboveline.report.tables import Cell, Column, Table
from aboveline.scoring.compared import ScoreDifference
from aboveline.scoring.difference import CAUSES
from aboveline.scoring.model import Score

_INSPECTION = (
    Column("name", "Inspection", "text", "the name of the inspection"),
    Column("of", "From", "text", "the folder of the run, or the file of past headline scores"),
    Column("cases", "Cases", "whole", "how many cases were scored; blank where that is not known"),
    Column(
        "framework_version", "Version", "text", "the version of the criteria; blank where that is not known"
    ),
    Column("this", "This one", "truth", "true for the inspection that the others are a benchmark for"),
    Column("in_benchmark", "In benchmark", "truth", "true where the benchmark is taken from it"),
)


def _counts(side: str) -> tuple[Column, ...]:
    """What a score was before, or is after."""
    return (
        Column(
            f"{side}_percent", f"Score {side}", "percent", "the score, rounded; blank where there is none"
        ),
        Column(f"{side}_sufficient", f"Sufficient {side}", "whole", "how many judgements were sufficient"),
        Column(f"{side}_counted", f"Out of {side}", "whole", "how many judgements the score divides by"),
    )


_DIFFERENCE = (
    Column("kind", "Kind", "text", "what the score is of: theme, section, criterion, family or question"),
    Column("key", "Key", "text", "with the kind, names the score"),
    Column("label", "Name", "text", "the words of the criteria"),
    *_counts("before"),
    *_counts("after"),
    Column("difference", "Difference", "points", "the exact difference in percentage points, to a tenth"),
    Column("low", "Low", "points", "the lower end of its 95 % interval"),
    Column("high", "High", "points", "the higher end of its 95 % interval"),
    Column("close", "Close", "truth", "true where the difference may mean nothing"),
    Column("cases", "Cases", "whole", "in how many cases it counts, on the side where they are fewer"),
    *(
        Column(
            cause.replace(" ", "_"),
            CAUSE_WORDS[cause].capitalize(),
            "points",
            f"the part of the difference that is due to {CAUSE_WORDS[cause]}",
        )
        for cause in CAUSES
    ),
)

_CHANGE = (
    Column("case_id", "Case", "text", "the case id"),
    Column("criterion", "Criterion", "text", "the criterion the question stands under"),
    Column("question", "Question", "text", "the question's name in the criteria"),
    Column("label", "Asked", "text", "the words of the question"),
    Column("causes", "Because of", "text", "what changed it"),
    Column("before", "Before", "text", "what was decided in the older run; blank for a case that came"),
    Column(
        "judged_again",
        "By the newer criteria",
        "text",
        "what the newer criteria say of the older record, where that is neither the one nor the other",
    ),
    Column("after", "After", "text", "what was decided in the newer run; blank for a case that went"),
    Column("explain_before", "To explain before", "text", "the command that explains the older judgement"),
    Column("explain_after", "To explain after", "text", "the command that explains the newer judgement"),
)


def inspections_table(view: ComparisonView) -> Table:
    """A row an inspection, and three columns a score: its percentage, and the two counts it comes from."""
    scores = (column for one in view.columns for column in _of_score(one))
    rows = [_inspection(row, view.columns) for row in view.rows]
    return Table("Inspections", (*_INSPECTION, *scores), rows)


def _of_score(one: ScoreColumn) -> Iterator[Column]:
    name = f"{one.kind} {one.key}"
    yield Column(name, one.label, "percent", "the score, rounded; blank where there is none")
    yield Column(f"{name} sufficient", "Sufficient", "whole", "how many judgements were sufficient")
    yield Column(f"{name} counted", "Out of", "whole", "how many judgements the score divides by")


def _inspection(row: InspectionRow, columns: tuple[ScoreColumn, ...]) -> tuple[Cell, ...]:
    cells: list[Cell] = [row.name, row.of, row.cases, row.version, row.is_this, row.in_benchmark]
    for one in columns:
        score = row.scores.get((one.kind, one.key))
        has_counts = score is not None and row.is_run
        cells.append(None if score is None else score.percent)
        cells.append(score.sufficient if score is not None and has_counts else None)
        cells.append(score.counted if score is not None and has_counts else None)
    return tuple(cells)


def differences_table(block: DifferenceBlock) -> Table:
    """A row a score: what it was and is, how sure the difference is, and a column for each cause."""
    return Table("Differences", _DIFFERENCE, [_difference(one) for one in block.difference.scores])


def _difference(one: ScoreDifference) -> tuple[Cell, ...]:
    return (
        *(one.kind, one.key, one.label),
        *_score(one.before),
        *_score(one.after),
        *(_points(one.change), _points(one.low), _points(one.high), one.is_close),
        one.cases if one.change is not None else None,
        *(_points(part.share) for part in one.parts),
    )


def _score(score: Score | None) -> tuple[Cell, ...]:
    return (None, None, None) if score is None else (score.percent, score.numerator, score.denominator)


def _points(share: Fraction | None) -> float | None:
    return None if share is None else tenths_of(share) / 10


def changes_table(block: DifferenceBlock) -> Table:
    """A row a judgement that changed: all of them."""
    return Table("Changes", _CHANGE, [_change(row) for row in block.every()])


def _change(row: ChangeRow) -> tuple[Cell, ...]:
    return (
        *(row.case_id, row.criterion, row.question, row.label),
        "; ".join(CAUSE_WORDS[cause] for cause in row.causes),
        *(row.before, row.judged_again, row.after, row.explain_before, row.explain_after),
    )
