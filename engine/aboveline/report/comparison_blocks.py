"""Turns a comparison into blocks of headings, sentences and tables, which text and Markdown are written from."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from attrs import field

from aboveline.frozen import frozen
from aboveline.records.raw import counted
from aboveline.report.comparison import (
    CAUSE_WORDS,
    HOW,
    BenchmarkRow,
    ChangeRow,
    ComparisonView,
    DifferenceBlock,
    InspectionRow,
    ScoreColumn,
    StoredScore,
    interval_in_words,
    points_in_words,
    verdict,
)
from aboveline.report.view import state_words
from aboveline.scoring.compared import ScoreDifference
from aboveline.scoring.difference import CAUSES, Cause, Pair, less, share_of
from aboveline.scoring.figures import percent_of
from aboveline.scoring.model import Score, ScoreName

if TYPE_CHECKING:
    from aboveline.revision.impact import ScoreMoved

#: How many changed judgements, and questions of a score, are listed before the rest are only counted.
LISTED = 10


@frozen
class Heading:
    """A heading; one of level 3 stands beneath one of level 2."""

    words: str
    level: int = 2


@frozen
class Paragraph:
    """A sentence or some."""

    words: str


@frozen
class Grid:
    """A table: its heads, and its rows with a cell for each. The first column is of words, and its spaces at the left count."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@frozen
class Items:
    """A list: each entry a sentence, and the commands that belong to it."""

    entries: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)


@frozen
class Lines:
    """Lines to be read as they stand: words of the criteria."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | Grid | Items | Lines


def blocks(view: ComparisonView, *, questions: bool = False) -> Iterator[Block]:
    """The whole comparison; with `questions` the difference of every question is shown too."""
    if view.benchmark:
        yield Heading(view.benchmark_of)
        yield _benchmark(view)
    if len(view.rows) > 1:
        yield Heading(f"{view.framework}: {len(view.rows)} inspections")
        yield from _inspections(view.rows, view.columns)
    if view.difference is not None:
        yield from _difference(view.difference, questions=questions)
    for note in view.notes:
        yield Paragraph(note)
    yield Paragraph(view.caution)


def blocks_of_score(view: ComparisonView, block: DifferenceBlock, name: ScoreName) -> Iterator[Block]:
    """The difference of one score: how its counts lead from the one run to the other, its questions, and what changed in them."""
    one = block.difference[name]
    yield Heading(f"{_full_name(one)}: from {block.older} to {block.newer}")
    yield Paragraph(_in_short(one))
    yield _way(one, block)
    if one.questions:
        yield Heading("What each question adds")
        yield _question_parts(one, block)
    # Of very many changes `block.listed` are but the first.
    changed = (row for row in block.every() if row.question in one.pooled)
    count = sum(each.question in one.pooled for each in block.difference.every())
    yield from _changes(tuple(islice(changed, LISTED)), count)
    for sentence in (*HOW, *block.notes, view.caution):
        yield Paragraph(sentence)


# --- The benchmark and the inspections -------------------------------------------------------


def _benchmark(view: ComparisonView) -> Grid:
    """A row a theme; how many inspections there are is left aside where a summary does not say it."""
    told = any(row.benchmark.inspections is not None for row in view.benchmark)
    heads = ("lowest", "highest", "average", view.this, "from average", "95% interval", "")
    rows = ((row.label, *(_several(row) if told else ()), *_benchmark_row(row)) for row in view.benchmark)
    return Grid(("", *(("of",) if told else ()), *heads), tuple(rows))


def _several(row: BenchmarkRow) -> tuple[str, ...]:
    found = row.benchmark.inspections
    return ("" if found is None else str(found),)


def _benchmark_row(row: BenchmarkRow) -> tuple[str, ...]:
    found = row.benchmark
    return (
        *(_percent(figure) for figure in (found.lowest, found.highest, found.average_percent)),
        "-" if row.this is None else _percent(row.this.percent),
        "" if row.change is None else points_in_words(row.change),
        interval_in_words(row.low, row.high),
        verdict(row),
    )


def _percent(figure: int | None) -> str:
    return "-" if figure is None else f"{figure}%"


#: So many columns of scores stand beside each other.
_BESIDE = 6


def _inspections(rows: Sequence[InspectionRow], columns: Sequence[ScoreColumn]) -> Iterator[Grid]:
    """A row an inspection and a column a score, in as many tables as it takes."""
    held = [c for c in columns if any((c.kind, c.key) in row.scores for row in rows)]
    for at in range(0, len(held), _BESIDE):
        some = held[at : at + _BESIDE]
        told = [row for row in rows if at == 0 or row.is_run]
        yield Grid(
            ("", *(column.name for column in some)),
            tuple((row.name, *(_cell(row.scores.get((c.kind, c.key))) for c in some)) for row in told),
        )


def _cell(score: StoredScore | None) -> str:
    if score is None:
        return ""
    if score.percent is None:
        return score.points or "-"
    return f"{score.percent}% of {score.counted}" if score.counted else f"{score.percent}%"


# --- The difference of two runs --------------------------------------------------------------


def _difference(block: DifferenceBlock, *, questions: bool) -> Iterator[Block]:
    of = block.difference
    yield Heading(f"From {block.older} to {block.newer}")
    yield Paragraph(_cases(block))
    shown = [one for one in of.scores if questions or one.kind not in {"question", "family"}]
    yield Grid(
        ("", "before", "after", "difference", "95% interval", ""),
        tuple(_difference_row(one) for one in shown),
    )
    yield from _parts(shown)
    if block.ratings:
        yield Heading("Ratings")
        rows = tuple(_rating_row(one, other) for one, other in block.ratings)
        yield Grid(("", "before", "after"), rows)
        yield Paragraph("Ratings are worked out from other scores, so their differences are not split.")
    yield from _changes(block.listed, of.changed)
    for sentence in (*HOW, *block.notes):
        yield Paragraph(sentence)


def _cases(block: DifferenceBlock) -> str:
    of = block.difference
    told = f"{counted(of.same, 'case stands', 'cases stand')} in both runs, {len(of.went):,} went, {len(of.came):,} came."
    if of.questions_gone or of.questions_new:
        told += f" {counted(len(of.questions_gone), 'question is', 'questions are')} gone, {len(of.questions_new):,} new."
    return told


def _full_name(one: ScoreDifference) -> str:
    return f"{one.kind} {one.key}, {one.label}"


def set_in(one: "ScoreDifference | ScoreMoved") -> str:
    """The name of a score, set in by how deep it stands in a report."""
    match one.kind:
        case "section":
            return f"{one.key}  {one.label}"
        case "criterion":
            return f"  {one.key}  {one.label}"
        case "question" | "family":
            return f"      {one.label}"
        case _:
            return one.label


def _difference_row(one: ScoreDifference) -> tuple[str, ...]:
    figures = (set_in(one), _figure(one.before), _figure(one.after))
    if one.change is None:
        return (*figures, "-", "", _why_none(one))
    return (*figures, points_in_words(one.change), interval_in_words(one.low, one.high), verdict(one))


def _figure(score: Score | None) -> str:
    if score is None:
        return ""
    return "-" if score.percent is None else f"{score.percent}% of {score.denominator}"


def _why_none(one: ScoreDifference) -> str:
    if one.before is None or one.after is None:
        return f"only in the {'newer' if one.before is None else 'older'}"
    of = one.before if one.before.state != "scored" else one.after
    return state_words(of.state, of.tally.unanswered + of.tally.undetermined)


def _in_short(one: ScoreDifference) -> str:
    if one.change is None:
        return f"There is no difference to speak of: {_why_none(one)}."
    ends = interval_in_words(one.low, one.high)
    told = f"{points_in_words(one.change)} points"
    told += f"; 95% interval {ends}" if ends else "; no interval, as there are too few cases"
    return f"{told}. {'It is close, and may mean nothing.' if one.is_close else ''}".strip()


def _parts(shown: Sequence[ScoreDifference]) -> Iterator[Block]:
    """What the differences are made of, causes that do nothing anywhere left aside."""
    there: list[Cause] = [
        cause
        for at, cause in enumerate(CAUSES)
        if any(one.parts[at].adds != Pair() or one.parts[at].share for one in shown)
    ]
    if not there:
        yield Paragraph("Nothing changed that any of these scores counts.")
        return
    yield Heading("What the differences are made of, in points")
    rows: list[tuple[str, ...]] = []
    for one in shown:
        if one.change is not None:
            by_cause = {part.cause: part.share for part in one.parts}
            cells = (points_in_words(by_cause[cause] or Fraction()) for cause in there)
            rows.append((set_in(one), *cells, points_in_words(one.change)))
    yield Grid(("", *(CAUSE_WORDS[cause] for cause in there), "difference"), tuple(rows))


def _rating_row(one: StoredScore | None, other: StoredScore | None) -> tuple[str, ...]:
    label = (other or one or _NO_SCORE).label
    return (label, *(_rating(score) for score in (one, other)))


_NO_SCORE = StoredScore("rating", "", "", "", None, None, None, 0, 0)


def _rating(score: StoredScore | None) -> str:
    if score is None:
        return ""
    figure = score.points or ("" if score.percent is None else f"{score.percent}%")
    return "  ".join(part for part in (figure, score.comment or "") if part) or score.state


# --- One score -------------------------------------------------------------------------------


def _way(one: ScoreDifference, block: DifferenceBlock) -> Grid:
    """How the counts lead from the one run to the other, step by step, with the score after each step."""
    rows: list[tuple[str, ...]] = [_state(block.older, one.way[0])]
    told = one.change is not None
    taken_off, put_on = less(one.way[1], one.way[0]), less(one.way[-1], one.way[-2])
    none = Pair()
    if taken_off != none:
        share = share_of(one.way, (taken_off, none, none, none, none)) if told else None
        rows.append(_step("overrides taken off", taken_off, share, one.way[1]))
    parts = {part.cause: part for part in one.parts if part.adds != none or part.share}
    for causes, after in _STEPS:
        there = [parts[cause] for cause in causes if cause in parts]
        for part in there:
            # Between two causes of one step there is no batch that could be scored.
            at = one.way[after] if part is there[-1] else None
            rows.append(_step(CAUSE_WORDS[part.cause], part.adds, part.share, at))
    if put_on != none:
        share = share_of(one.way, (none, none, none, none, put_on)) if told else None
        rows.append(_step("overrides put on", put_on, share, one.way[-1]))
    rows.append(_state(block.newer, one.way[-1], "" if one.change is None else points_in_words(one.change)))
    return Grid(("", "sufficient", "counted", "score after", "points"), tuple(rows))


#: The causes of each step but those of overrides, and the place in `way` of the counts after it.
_STEPS: tuple[tuple[tuple[Cause, ...], int], ...] = (
    (("criteria",), 2),
    (("cases that went", "cases that came"), 3),
    (("judgements", "applicability", "gaps", "criteria or records"), 4),
)


def _state(name: str, at: Pair, points: str = "") -> tuple[str, ...]:
    return (name, str(at.sufficient), str(at.counted), _share(at), points)


def _step(words: str, adds: Pair, share: Fraction | None, after: Pair | None) -> tuple[str, ...]:
    figures = (f"{adds.sufficient:+}", f"{adds.counted:+}", "" if after is None else _share(after))
    return (f"  {words}", *figures, "" if share is None else points_in_words(share))


def _share(at: Pair) -> str:
    return f"{percent_of(at.sufficient, at.counted)}%" if at.counted else "-"


def _question_parts(one: ScoreDifference, block: DifferenceBlock) -> Grid:
    ordered = sorted(one.questions, key=lambda part: -abs(part.share or Fraction()))
    rows = [
        (
            f"{block.questions[part.question]} ({part.question})",
            f"{part.adds.sufficient:+}",
            f"{part.adds.counted:+}",
            "" if part.share is None else points_in_words(part.share),
        )
        for part in ordered[: 2 * LISTED]
    ]
    rest = len(ordered) - len(rows)
    more = [(f"and {rest} more (all of them with --format json)", "", "", "")] if rest else []
    return Grid(("", "sufficient", "counted", "points"), (*rows, *more))


# --- Judgements that changed -----------------------------------------------------------------


def _changes(listed: Sequence[ChangeRow], count: int) -> Iterator[Block]:
    if not count:
        return
    yield Heading(f"Judgements that changed: {count:,}")
    entries: list[tuple[str, tuple[str, ...]]] = [(_change(row), _commands(row)) for row in listed[:LISTED]]
    if count > LISTED:
        entries.append((f"and {count - LISTED:,} more (all of them with --changes FILE)", ()))
    yield Items(tuple(entries))


def _change(row: ChangeRow) -> str:
    between = f", {row.judged_again} by the newer criteria" if row.judged_again else ""
    came, went = row.before or "not there", row.after or "not there"
    causes = " and ".join(CAUSE_WORDS[cause] for cause in row.causes)
    return f"Case {row.case_id}, {row.question}: {came}{between}, then {went} ({causes})"


def _commands(row: ChangeRow) -> tuple[str, ...]:
    return tuple(command for command in (row.explain_before, row.explain_after) if command is not None)
