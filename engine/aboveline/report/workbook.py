"""Turns a scored batch into an Excel workbook a manager can read: real percentages, filters, a dictionary.

Every text is written as a text, so that none is ever a formula or a link. The same batch gives the
same bytes: nothing in the workbook says when it was made.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.report.assessed import assessed_words
from aboveline.report.overrides_text import overridden_words
from aboveline.report.summary_text import cases_words, left_out_words
from aboveline.report.tables import (
    JUDGEMENT,
    Cell,
    Column,
    Table,
    breakdown_tables,
    dictionary_table,
    findings_table,
    headline_table,
    left_aside_table,
    overrides_table,
    questions_table,
)
from aboveline.report.view import View

#: Something of the library that writes workbooks, which declares no types.
Untyped = Any

#: What Excel's own limits are.
MOST_ROWS = 1_048_576
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 60, 8
#: Stands for the day the workbook was made, which would make every copy another.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


@frozen
class _Book:
    """The workbook being written, and its looks."""

    book: Untyped
    title: Untyped
    strong: Untyped
    heading: Untyped
    text: Untyped
    whole: Untyped
    percent: Untyped
    warning: Untyped


def workbook(
    view: View,
    framework: Framework,
    judgements: Iterable[tuple[Cell, ...]] | None,
    status: str | None = None,
) -> bytes:
    """The workbook: scores, questions, breakdowns, judgements, overrides, findings, a data dictionary, and how to read it.

    `judgements` are the rows of `tables.JUDGEMENT`; None where they are more than a sheet can hold. `status` is how far the
    report has come that the workbook belongs to, as the properties of a document have it: `Draft`.
    """
    # heavy, so only where it is used; named by a text, as it declares no types
    writer: Untyped = import_module("xlsxwriter")
    data = io.BytesIO()
    with writer.Workbook(data, {"in_memory": True}) as book:
        marks = {} if status is None else {"status": status}
        book.set_properties({"title": view.label, "created": _MADE, **marks})
        looks = _looks(book)
        scores, questions = headline_table(view), questions_table(view)
        decided = Table("Judgements", JUDGEMENT, [] if judgements is None else list(judgements))
        overridden = [overrides_table(view)] if view.overrides else []
        overridden += [left_aside_table(view)] if view.left_aside else []
        by_case = [] if view.public else [decided, *overridden, findings_table(view)]
        others = [*breakdown_tables(view), *by_case]
        _write(looks, scores, _heading(view))
        for table in (questions, *others):
            _write(looks, table, _above(view, table, judgements))
        _write(looks, dictionary_table(framework, [scores, questions, *others]), [])
        _write_about(looks, view)
    return data.getvalue()


def _above(view: View, table: Table, judgements: Iterable[object] | None) -> list[tuple[str, str]]:
    """What must be said above a sheet that does not hold everything."""
    if table.name == "Judgements" and judgements is None:
        words = f"The judgements of {view.cases:,} cases are more than a sheet can hold; to have them: --judgements FILE"
        return [("warning", words)]
    found = sum(group.count for group in view.findings)
    if table.name == "Findings" and found > len(table.rows):
        return [
            ("warning", f"The first {len(table.rows):,} of {found:,} findings; to have all: --findings FILE")
        ]
    return []


def _looks(book: Untyped) -> _Book:
    top = {"valign": "top"}
    return _Book(
        book,
        title=book.add_format({"bold": True, "font_size": 16}),
        strong=book.add_format({"bold": True, **top}),
        heading=book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top}),
        text=book.add_format({"text_wrap": True, **top}),
        whole=book.add_format({"num_format": "#,##0", **top}),
        percent=book.add_format({"num_format": "0%", "align": "right", **top}),
        warning=book.add_format({"bold": True, "font_color": "#B00020"}),
    )


def _heading(view: View) -> list[tuple[str, str]]:
    """What stands above the scores: each line with its look."""
    version = f", version {view.version}" if view.version else ""
    lines = [("title", view.label), ("plain", f"{view.framework}{version}; {cases_words(view)}")]
    warnings = [words for words in (left_out_words(view), overridden_words(view.overrides)) if words]
    return [*lines, *(("warning", words) for words in warnings), ("plain", "")]


def _write(looks: _Book, table: Table, above: Sequence[tuple[str, str]]) -> None:
    """One sheet: the lines above, the headings, which stay in sight, and the rows, which can be filtered."""
    sheet = _sheet(looks, table.name)
    formats = {"title": looks.title, "warning": looks.warning, "plain": None}
    for i, (look, words) in enumerate(above):
        sheet.write_string(i, 0, words, formats[look])
    top = len(above)
    if top + 1 + len(table.rows) > MOST_ROWS:
        sheet.write_string(top, 0, f"{len(table.rows):,} rows are more than a sheet can hold.", looks.warning)
        return
    names = [column.name for column in table.columns]
    for j, column in enumerate(table.columns):
        sheet.write_string(top, j, column.heading, looks.heading)
        sheet.set_column(j, j, _width(table, j))
    for i, row in enumerate(table.rows, top + 1):
        for j, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(looks, sheet, (i, j), column, _or_why(names, column.name, cell, row))
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, top + max(len(table.rows), 1), len(table.columns) - 1)


def _write_cell(looks: _Book, sheet: Untyped, at: tuple[int, int], column: Column, cell: Cell) -> None:
    """A cell as what it is, so that a percentage can be reckoned with."""
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(*at, cell, looks.text)
        case int() if column.kind == "percent":
            sheet.write_number(*at, cell / 100, looks.percent)
        case int():
            sheet.write_number(*at, cell, looks.whole)
        case float():
            sheet.write_number(*at, cell, looks.text)
        case str():
            sheet.write_string(*at, cell[:_LONGEST_TEXT], looks.text)


def _or_why(names: Sequence[str], name: str, cell: Cell, row: Sequence[Cell]) -> Cell:
    """A cell; in place of a score there is none of, why there is none."""
    if cell is not None or name != "percent":
        return cell
    state = row[names.index("state")]
    return None if state == "scored" else state


def _width(table: Table, at: int) -> int:
    """How wide a column is for what it holds: its longest cell within reason, of the first thousand rows."""
    cells = [len(str(row[at])) for row in table.rows[:1000] if row[at] is not None]
    heading = max(len(word) for word in table.columns[at].heading.split()) + 3
    return max(_NARROWEST, heading, min(max(cells, default=0) + 1, _WIDEST))


def _sheet(looks: _Book, name: str) -> Untyped:
    """A new sheet under a name Excel takes, which no other sheet has."""
    taken = {sheet.get_name().casefold() for sheet in looks.book.worksheets()}
    plain = re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ") or "Sheet"
    short, number = plain[:_LONGEST_NAME].rstrip(), 1
    while short.casefold() in taken:
        number += 1
        short = f"{plain[: _LONGEST_NAME - 4].rstrip()} {number}"
    return looks.book.add_worksheet(short)


def _write_about(looks: _Book, view: View) -> None:
    """What the scores are, where they come from, and what must be kept in mind of them."""
    sheet = _sheet(looks, "About")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    rows = [
        ("Framework", f"{view.label} ({view.framework})"),
        ("Version of the criteria", view.version),
        ("Cases", cases_words(view) if view.public else f"{view.cases} scored of {view.read} read"),
        *(("Public edition", words) for words in (view.public.words if view.public else ())),
        *(("File", file) for file in view.files),
        *(("Not in these scores", case) for case in view.left_out),
        *(("Assessed more than once", words) for words in (assessed_words(view.assessed),) if words),
        *(("How scores come about", words) for words in view.how),
        *((f"Comment: {band.label}", band.words) for band in view.bands),
        ("Before comparing", view.caution),
    ]
    for i, (about, words) in enumerate(rows):
        sheet.write_string(i, 0, about, looks.strong)
        sheet.write_string(i, 1, words, looks.text)
