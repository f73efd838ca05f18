"""The tables a scored batch can be written as: scores, judgements, findings, and what every column of them means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from attrs import field

from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.frozen import frozen
from aboveline.records.schema import json_schema
from aboveline.report.page import why_not
from aboveline.report.scores_json import figures
from aboveline.report.view import Figure, FindingGroup, QuestionRow, View
from aboveline.scoring.resampling import FEW_CASES
from aboveline.values import type_in_words

Cell = str | int | float | bool | None

#: A longer label of a fact is no name for a sheet; the fact's own name stands for it.
_LONGEST_LABEL = 28


@frozen
class Column:
    """One column: its name for programs, its heading for people, what kind of value it holds, and what that means."""

    name: str
    heading: str
    kind: Literal["text", "whole", "number", "percent", "points", "truth"]
    about: str


@frozen
class Table:
    """Some columns, and rows with a cell for each; None is a blank cell."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]] = field(repr=False)


def _text(name: str, heading: str, about: str) -> Column:
    return Column(name, heading, "text", about)


def _whole(name: str, heading: str, about: str) -> Column:
    return Column(name, heading, "whole", about)


_SCORE = (
    _text("kind", "Kind", "what the score is of: theme, section, criterion, family, question or rating"),
    _text("key", "Key", "with the kind, names the score"),
    _text("label", "Name", "the words of the criteria"),
    _text("state", "State", "`scored`, or why there is no figure, such as `no applicable cases`, or `withheld` from a public edition"),
    Column("percent", "Score", "percent", "the share judged sufficient, rounded, a half upwards; blank where there is none"),
    _text("points", "Points", "for a rating by points, its total"),
    _text("comment", "Comment", "the words of the band the score falls into"),
    _whole("sufficient", "Sufficient", "how many judgements were sufficient"),
    _whole("counted", "Out of", "how many judgements the score divides by"),
    _whole("asked", "Asked", "all judgements, whatever they came to: the sum of the seven outcomes"),
    _whole("insufficient", "Insufficient", "how many judgements were insufficient"),
    _whole("not_applicable_by_rule", "N/a by rule", "how many did not apply, by the criteria"),
    _whole("not_applicable_by_assessor", "N/a by assessor", "how many the assessor marked not applicable"),
    _whole("excused", "Excused", "how many were excused by the criteria"),
    _whole("unanswered", "Unanswered", "how many applied and had no answer"),
    _whole("undetermined", "Undetermined", "how many could not be decided, as a fact was missing"),
    Column("could_be_low", "Could be, low", "percent", "the score if every gap had gone against; blank without gaps"),
    Column("could_be_high", "Could be, high", "percent", "the score if every gap had gone in favour"),
    Column("may_have_no_cases", "Or none", "truth", "true where filling the gaps could leave nothing to divide by"),
    _text("notes", "Notes", "what was left out, capped or could not be tested"),
    Column("before_percent", "Without overrides", "percent", "the score without the overrides; blank where they do not move it"),
)  # fmt: skip

_INTERVAL = (
    Column("interval_low", "95% interval, low", "percent", "the lower end of the score's 95% interval, from resampling whole cases; blank where there is none"),
    Column("interval_high", "95% interval, high", "percent", "its upper end"),
    Column("interval_cases", "95% interval, cases", "whole", f"how many cases it is from; from fewer than {FEW_CASES} it means little"),
)  # fmt: skip

_GROUP = (
    _text("by", "By", "the fact the cases are grouped by; blank for all cases"),
    _text("group", "Group", "the value of that fact; `not known`, or `does not arise` where there is none"),
    _whole("cases", "Cases", "how many cases the group, or the whole, has"),
)

_QUESTION = (
    _text("criterion", "Criterion", "the criterion a question stands under"),
    _text("standing", "Standing", "`scored`, or `reported only` where it counts in no other score"),
    _text("themes", "Feeds", "the themes a question feeds"),
    _text("why_not", "Why not asked", "why it did not apply to the cases it did not apply to"),
    _text("finding", "Finding", "the sentence the criteria give for the report"),
)

#: The columns of a table of judgements.
JUDGEMENT = (
    _text("case_id", "Case", "the case id"),
    _text("criterion", "Criterion", "the criterion the question stands under"),
    _text("question", "Question", "the question's name in the criteria"),
    _text("label", "Asked", "the words of the question"),
    _text("outcome", "Outcome", "what was decided, one of seven"),
    _text("answer", "Answer", "the answer recorded or worked out; blank where there is none"),
    _text(
        "because",
        "Decided by",
        "the kind of clause that decided, or `override`; blank where the assessor's mark did",
    ),
    _text("rule", "Rule", "that clause in words"),
    _text("file", "File", "the file the answer, or else the case, stands in"),
    _text("place", "Place", "where in that file: a line, a cell or a row"),
    _text(
        "overridden_from",
        "Overridden from",
        "what was decided by the criteria; blank where it is not overridden",
    ),
    _text("override_reason", "Reason for override", "why a person decided otherwise"),
    _text("override_by", "Overridden by", "who decided otherwise"),
    _text("override_date", "Overridden on", "when, as year-month-day"),
)

_OVERRIDE = (
    _text("case_id", "Case", "the case id"),
    _text("criterion", "Criterion", "the criterion the question stands under"),
    _text("question", "Question", "the question's name in the criteria"),
    _text("label", "Asked", "the words of the question"),
    _text("overridden_from", "By the criteria", "what was decided by the criteria"),
    _text(
        "because", "Decided by", "the kind of clause that had decided; blank where the assessor's mark had"
    ),
    _text("rule", "Rule", "that clause in words"),
    _text("outcome", "Overridden to", "what the judgement is"),
    _text("reason", "Reason", "why a person decided otherwise"),
    _text("by", "By", "who decided otherwise"),
    _text("date", "Date", "when, as year-month-day"),
    _text("file", "File", "the file the override stands in"),
    _text("place", "Place", "where in that file: a line, a cell or a row"),
)

#: The columns of a table of findings.
FINDING = (
    _text("code", "Code", "the kind of finding, which never changes its meaning"),
    _text("case_id", "Case", "the case id; blank for the inspection as a whole"),
    _text("subject", "Fact, question or check", "its name in the criteria"),
    _text("label", "In words", "the words of the criteria"),
    _text("message", "Finding", "what was noticed"),
    _text("file", "File", "the file it stands in"),
    _text("place", "Place", "where in that file: a line, a cell or a row"),
)

_MEANING = (
    _text(
        "where", "Where", "which sheet or table the column is of, or `Case records` for what the cases hold"
    ),
    _text("name", "Column", "the name of the column"),
    _text("label", "In words", "its heading, or the words of the criteria"),
    _text("meaning", "Meaning", "what it holds"),
    _text("values", "Values", "what values it can have"),
)


def scores_table(view: View) -> Table:
    """Every score, then those of each group of the breakdowns."""
    rows = [(None, None, view.cases, *_of_whole(view, f)) for f, _ in figures(view)]
    rows += [
        (block.fact, group.label, group.cases, *_of_group(view, f))
        for block in view.breakdowns
        for group in block.groups
        for f in group.figures
    ]
    return Table("Scores", (*_GROUP, *_score_columns(view)), rows)


def headline_table(view: View) -> Table:
    """The scores a report opens with: those of questions stand in a table of their own."""
    found = [f for f, _ in figures(view) if f.kind not in {"question", "family"}]
    return Table("Scores", _score_columns(view), [_of_whole(view, f) for f in found])


def questions_table(view: View) -> Table:
    """Every question with its score, and why it did not apply where it did not."""
    rows = [
        ((block.pooled or block.figure).key, *_of_whole(view, row.figure), *_of_question(row))
        for section in view.sections
        for block in section.criteria
        for top in block.questions
        for row in (top, *top.parts)
    ]
    return Table("Questions", (_QUESTION[0], *_score_columns(view), *_QUESTION[1:]), rows)


def breakdown_tables(view: View) -> tuple[Table, ...]:
    """For each fact asked for every score by its groups, the whole first."""
    tables: list[Table] = []
    for block in view.breakdowns:
        parts = [{(f.kind, f.key): f for f in group.figures} for group in block.groups]
        rows: list[tuple[Cell, ...]] = []
        for whole, _ in figures(view):
            if any((whole.kind, whole.key) not in part for part in parts):
                continue
            rows.append(("all cases", view.cases, *_of_whole(view, whole)))
            for group, part in zip(block.groups, parts, strict=True):
                rows.append((group.label, group.cases, *_of_group(view, part[whole.kind, whole.key])))
        name = block.label if len(block.label) <= _LONGEST_LABEL else block.fact
        tables.append(Table(f"By {name}", (*_GROUP[1:], *_score_columns(view)), rows))
    return tuple(tables)


def overrides_table(view: View) -> Table:
    """Every judgement that was overridden."""
    rows = [
        (
            *(
                row.case_id,
                row.criterion,
                row.question,
                row.label,
                row.overridden_from,
                row.because,
                row.rule,
            ),
            *(row.outcome, row.reason, row.by, row.date, row.place.file or None, row.place.spot),
        )
        for row in view.overrides
    ]
    return Table("Overrides", _OVERRIDE, rows)


def findings_table(view: View) -> Table:
    """What was noticed in the data, the first of very many."""
    return _noticed_table("Findings", view.findings)


def left_aside_table(view: View) -> Table:
    """The overrides that were left aside, the first of very many."""
    return _noticed_table("Overrides left aside", view.left_aside)


def _noticed_table(name: str, groups: Sequence[FindingGroup]) -> Table:
    rows = [
        (
            *(group.code, row.case_id or None, row.subject, row.label, row.message),
            *((row.place.file, row.place.spot) if row.place else (None, None)),
        )
        for group in groups
        for row in group.rows
    ]
    return Table(name, FINDING, rows)


def dictionary_table(framework: Framework, tables: Sequence[Table]) -> Table:
    """What each column of the tables means, and everything a case record can hold."""
    return Table("Data dictionary", _MEANING, [*_columns_of(tables), *_columns_of_records(framework)])


def _columns_of(tables: Sequence[Table]) -> Iterator[tuple[Cell, ...]]:
    kinds = {
        "text": "text",
        "whole": "whole number",
        "number": "number",
        "percent": "whole percentage",
        "points": "percentage points",
        "truth": "true or false",
    }
    for table in tables:
        for column in table.columns:
            yield table.name, column.name, column.heading, column.about, kinds[column.kind]


def _columns_of_records(framework: Framework) -> Iterator[tuple[Cell, ...]]:
    shape = case_shape(framework)
    properties: Mapping[str, Mapping[str, str]] = json_schema(shape)["properties"]
    for one in shape.fields:
        about = properties[one.column]["description"]
        yield "Case records", one.column, one.label, about, type_in_words(one.type)


def _score_columns(view: View) -> tuple[Column, ...]:
    """The columns of a score, those of its interval among them where intervals were asked for."""
    return (*_SCORE, *_INTERVAL) if view.intervals else _SCORE


def _of_whole(view: View, figure: Figure) -> tuple[Cell, ...]:
    """The cells of a score of the whole batch."""
    one = view.interval(figure)
    return (*_score(figure), *((one.low, one.high, None if one.low is None else one.cases) if one else ()))


def _of_group(view: View, figure: Figure) -> tuple[Cell, ...]:
    """The cells of a score of a group, which has no interval."""
    return (*_score(figure), *((None, None, None) if view.intervals else ()))


def _score(figure: Figure) -> tuple[Cell, ...]:
    counts, could_be = figure.counts, figure.range
    return (
        *(figure.kind, figure.key, figure.label, figure.state, figure.percent, figure.points, figure.comment),
        *(counts.sufficient, counts.counted, counts.asked, counts.insufficient),
        *(counts.by_rule, counts.by_assessor, counts.excused, counts.unanswered, counts.undetermined),
        *((could_be.low, could_be.high, could_be.may_have_no_cases) if could_be else (None, None, None)),
        "; ".join(figure.notes) or None,
        figure.before.percent if figure.before else None,
    )


def _of_question(row: QuestionRow) -> tuple[Cell, ...]:
    return row.standing, "; ".join(row.themes) or None, why_not(row), row.finding
