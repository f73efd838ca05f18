"""Turns CSV with one row a case into raw records, the header checked against the columns there are."""

from collections.abc import Sequence

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, Severity
from aboveline.frozen import frozen
from aboveline.records.columns import (
    CASE_ID,
    Columns,
    Unknown,
    is_near_case_id,
    missing_columns,
    unknown_names,
)
from aboveline.records.csv_rows import Row, letters, ragged
from aboveline.records.raw import RawFile, RawRecord, counted, listed, problem, shown


@frozen
class _Header:
    """What the header row says: which cell holds which column, and what is wrong with it."""

    row: Row
    #: The cells to read, by place in the row.
    columns: tuple[tuple[int, str], ...]
    id_at: int | None
    diagnostics: Diagnostics
    absent: frozenset[str] = frozenset()
    notes: Diagnostics = ()


def read_wide(file: str, rows: Sequence[Row], columns: Columns) -> RawFile:
    """The records of CSV with one row a case (or, of the inspection, one row in all)."""
    header = _read_header(file, rows, columns)
    if header.id_at is None and not columns.shape.of_inspection:
        return RawFile(diagnostics=header.diagnostics)
    below = rows[1:]
    diagnostics = header.diagnostics + _blank_headings(file, header, below)
    if not below:
        message = "expected at least one row below the column names, found none"
        return RawFile(diagnostics=(*diagnostics, problem("no-cases", message, Place(file, rows[0].line))))
    records = tuple(_record(file, header, row, i) for i, row in enumerate(below, 1))
    return RawFile(records, diagnostics, header.absent, () if columns.shape.of_inspection else header.notes)


def _read_header(file: str, rows: Sequence[Row], columns: Columns) -> _Header:
    row = rows[0]
    cells = row.cells
    id_at, id_errors = (None, ()) if columns.shape.of_inspection else _id_column(file, rows)
    taken = {id_at} if id_at is not None else set[int]()
    there = {name for i, name in enumerate(cells) if i not in taken and name in columns.fields}
    if id_at is None and not any(columns.is_name(cell) for cell in cells):
        return _Header(row, (), None, (_no_header(file, rows, columns),))
    held = tuple((i, name) for i, name in enumerate(cells) if i not in taken and name in there)
    first = {name: i for i, name in reversed(tuple(enumerate(cells)))}
    unknown = [
        Unknown(name, Label(Place(file, row.line, field=shown(name)), f"column {letters(i)}"))
        for i, name in enumerate(cells)
        if name and i not in taken and name not in columns.fields and first[name] == i
    ]
    wrong = unknown_names(columns, unknown, "a column the framework knows")
    lacking, absent = missing_columns(columns, there, Place(file, row.line), {d.suggestion for d in wrong})
    notes = _columns_not_there(columns, there | {d.suggestion or "" for d in wrong}, Place(file, row.line))
    errors = (*id_errors, *_twice(file, row), *wrong, *lacking)
    return _Header(
        row, tuple((i, name) for i, name in held if first[name] == i), id_at, errors, absent, notes
    )


def _columns_not_there(columns: Columns, there: set[str], place: Place) -> Diagnostics:
    """A warning that names the columns a whole file lacks: they may have been lost on the way."""
    wanted = [f for f in columns.shape.fields if f.expected and not f.required and not f.worked_out]
    lacking = [f.column for f in wanted if f.column not in there]
    if not lacking:
        return ()
    message = (
        f"expected a column for all that the criteria ask of a case, found none for {listed(lacking, most=5)}"
    )
    remedy = "what has no column is taken to be blank in every case; if that is not so, add it"
    return (Diagnostic("columns-not-there", message, (Label(place),), remedy, Severity.WARNING),)


def _id_column(file: str, rows: Sequence[Row]) -> tuple[int | None, Diagnostics]:
    """Where the case ids stand; a near name is an error, yet taken for it so that reading goes on."""
    row = rows[0]
    if CASE_ID in row.cells:
        return row.cells.index(CASE_ID), ()
    near = next((i for i, name in enumerate(row.cells) if is_near_case_id(name)), None)
    message = f"expected a column `{CASE_ID}`, found none"
    if near is None:
        remedy = "add it: it holds the name or number by which each case is known"
        return None, (problem("no-case-id-column", message, Place(file, row.line), remedy=remedy),)
    name = shown(row.cells[near])
    place = Label(Place(file, row.line, field=name), f"column {letters(near)}")
    remedy = f"did you mean column {letters(near)}, `{name}`? rename it `{CASE_ID}`"
    return near, (problem("no-case-id-column", message, place, remedy=remedy, suggestion=CASE_ID),)


def _no_header(file: str, rows: Sequence[Row], columns: Columns) -> Diagnostic:
    """The first row holds no known column. What it holds may be case data, so nothing of it is shown."""
    wanted = (
        f"`{CASE_ID}` and the columns" if not columns.shape.of_inspection else "the facts of the inspection"
    )
    message = (
        f"expected a first row of column names ({wanted} of the framework), found a row with none of them"
    )
    remedy = "put the column names first"
    lower = next((r for r in rows[1:20] if any(c == CASE_ID or c in columns.fields for c in r.cells)), None)
    if lower is not None:
        remedy = f"they seem to stand on line {lower.line}: remove what is above it"
    return problem("no-header", message, Place(file, rows[0].line), remedy=remedy)


def _twice(file: str, row: Row) -> Diagnostics:
    """One error for each name that heads more than one column, labelled at each."""
    places: dict[str, list[int]] = {}
    for i, name in enumerate(row.cells):
        places.setdefault(name, []).append(i)
    return tuple(
        problem(
            "duplicate-column",
            f"expected each column once, found `{shown(name)}` in columns {_and([letters(i) for i in at])}",
            *(Label(Place(file, row.line, field=shown(name)), f"column {letters(i)}") for i in at),
            remedy="remove or rename all but one",
        )
        for name, at in places.items()
        if name and len(at) > 1
    )


def _and(words: list[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1]


def _blank_headings(file: str, header: _Header, below: Sequence[Row]) -> Diagnostics:
    """One error for each column that holds values and has no name; empty ones are Excel's and ignored."""
    blank = [i for i, name in enumerate(header.row.cells) if not name]
    filled = {i: sum(bool(row.cells[i : i + 1] and row.cells[i]) for row in below) for i in blank}
    return tuple(
        problem(
            "column-without-name",
            f"expected a name at the top of column {letters(i)}, found none above the values of {counted(n, 'row')}",
            Label(Place(file, header.row.line), f"column {letters(i)}"),
            remedy="name the column, or empty it",
        )
        for i, n in filled.items()
        if n
    )


def _record(file: str, header: _Header, row: Row, number: int) -> RawRecord:
    cells = row.cells
    case_id = cells[header.id_at] if header.id_at is not None and header.id_at < len(cells) else None
    place = Place(file, row.line, number)
    fault = ragged(header.row, row, place)
    if fault is not None:
        return RawRecord(case_id, {}, place, faults=(fault,), unreadable=True)
    return RawRecord(case_id, {name: cells[i] for i, name in header.columns if cells[i]}, place)
