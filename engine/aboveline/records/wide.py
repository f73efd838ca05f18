"""Turns a table with one row a case into raw records, the header checked against the columns there are."""

from collections.abc import Mapping

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, Severity
from aboveline.frozen import frozen
from aboveline.records.columns import (
    Columns,
    Unknown,
    is_near_id,
    missing_columns,
    unknown_names,
)
from aboveline.records.raw import RawFile, RawRecord, RawValue, counted, listed, problem, shown
from aboveline.records.record import RecordShape, SheetCells
from aboveline.records.rows import Row, Table, ragged, repeats_header
from aboveline.wording.lists import in_a_list


@frozen
class Header:
    """What the header says: which cell holds which column, and what is wrong with it."""

    #: The cells to read, by place in the row.
    columns: tuple[tuple[int, str], ...]
    id_at: int | None
    diagnostics: Diagnostics
    absent: frozenset[str] = frozenset()
    notes: Diagnostics = ()
    #: Nothing below it can be told.
    is_none: bool = False


def read_wide(table: Table, columns: Columns) -> RawFile:
    """The records of a table with one row a case (or, of the inspection, one row in all)."""
    header = read_header(table, columns)
    if header.is_none or (header.id_at is None and not columns.shape.of_inspection):
        return RawFile(diagnostics=header.diagnostics)
    diagnostics = header.diagnostics + blank_headings(table, _filled_unnamed(table))
    if not table.rows:
        message = "expected at least one row below the column names, found none"
        return RawFile(diagnostics=(*diagnostics, problem("no-cases", message, table.place())))
    cells = table.cells(header.columns, header.id_at or 0)
    records = tuple(record_of_row(table, header, cells, row, i) for i, row in enumerate(table.rows, 1))
    return RawFile(records, diagnostics, header.absent, () if columns.shape.of_inspection else header.notes)


def read_header(table: Table, columns: Columns) -> Header:
    """What the header of a table says, held against the columns there are."""
    names = table.names
    another = columns.another_kind(names, table.place())
    if another is not None:
        return Header((), None, (another,), is_none=True)
    id_at, id_errors = (None, ()) if columns.shape.of_inspection else _id_column(table, columns.shape)
    taken = {id_at} if id_at is not None else set[int]()
    there = {name for i, name in enumerate(names) if i not in taken and name in columns.fields}
    if id_at is None and not any(columns.is_name(name) for name in names):
        return Header((), None, (_no_header(table, columns),), is_none=True)
    held = tuple((i, name) for i, name in enumerate(names) if i not in taken and name in there)
    first = {name: i for i, name in reversed(tuple(enumerate(names)))}
    unknown = [
        Unknown(name, Label(table.place(i, shown(name)), table.column(i)))
        for i, name in enumerate(names)
        if name and i not in taken and name not in columns.fields and first[name] == i
    ]
    wrong = unknown_names(columns, unknown, f"a column {columns.known}")
    lacking, absent = missing_columns(columns, there, table.place(), {d.suggestion for d in wrong})
    notes = _columns_not_there(columns, there | {d.suggestion or "" for d in wrong}, table.place())
    errors = (*id_errors, *_twice(table), *wrong, *lacking)
    return Header(tuple((i, name) for i, name in held if first[name] == i), id_at, errors, absent, notes)


def _columns_not_there(columns: Columns, there: set[str], place: Place) -> Diagnostics:
    """A warning that names the columns a whole file lacks: they may have been lost on the way."""
    wanted = [f for f in columns.shape.fields if f.expected and not f.required and not f.worked_out]
    lacking = [f.column for f in wanted if f.column not in there]
    if not lacking:
        return ()
    asked = "the survey asks" if columns.shape.of == "response" else "the criteria ask of a case"
    message = f"expected a column for all that {asked}, found none for {listed(lacking, most=5)}"
    noun = columns.shape.noun
    remedy = (
        f"a column that is not there is taken to be blank in every {noun}; if it was lost on the way, add it"
    )
    return (Diagnostic("columns-not-there", message, (Label(place),), remedy, Severity.WARNING),)


def _id_column(table: Table, shape: RecordShape) -> tuple[int | None, Diagnostics]:
    """Where the case ids stand; a near name is an error, yet taken for it so that reading goes on."""
    names, wanted = table.names, shape.id_column
    for name in shape.id_names:
        if name in names:
            return names.index(name), ()
    near = next((i for i, name in enumerate(names) if is_near_id(name, shape)), None)
    message = f"expected a column `{wanted}`, found none"
    if near is None:
        remedy = f"add it: it holds the name or number by which each {shape.noun} is known"
        return None, (problem("no-case-id-column", message, table.place(), remedy=remedy),)
    name = shown(names[near])
    place = Label(table.place(near, name), table.column(near))
    remedy = f"did you mean {table.column(near)}, `{name}`? rename it `{wanted}`"
    return near, (problem("no-case-id-column", message, place, remedy=remedy, suggestion=wanted),)


def _no_header(table: Table, columns: Columns) -> Diagnostic:
    """The first row holds no known column. What it holds may be case data, so nothing of it is shown."""
    wanted = (
        f"`{columns.shape.id_column}` and the columns"
        if not columns.shape.of_inspection
        else "the facts of the inspection"
    )
    message = (
        f"expected a first row of column names ({wanted} of {columns.owner}), found a row with none of them"
    )
    remedy = "put the column names first"
    if len(table.names) == 1 and "," in table.names[0]:
        remedy = (
            "each line is enclosed in quotation marks as a whole: take these away, or export the file again"
        )
    if any(columns.stands_elsewhere(name) for name in table.names):
        file = (
            "a file of cases"
            if columns.shape.of_inspection
            else "a file of the inspection as a whole (--inspection)"
        )
        remedy = f"the names there are those of {file}"
    lower = next(
        (
            r
            for r in table.rows[:19]
            if any(c == columns.shape.id_column or c in columns.fields for c in r.cells)
        ),
        None,
    )
    if lower is not None:
        remedy = f"they seem to stand on line {lower.line}: remove what is above it"
    return problem("no-header", message, table.place(), remedy=remedy)


def _twice(table: Table) -> Diagnostics:
    """One error for each name that heads more than one column, labelled at each."""
    places: dict[str, list[int]] = {}
    for i, name in enumerate(table.names):
        places.setdefault(name, []).append(i)
    return tuple(
        problem(
            "duplicate-column",
            f"expected each column once, found `{shown(name)}` in columns {_and(table, at)}",
            *(Label(table.place(i, shown(name)), table.column(i)) for i in at),
            remedy="remove or rename all but one",
        )
        for name, at in places.items()
        if name and len(at) > 1
    )


def _and(table: Table, at: list[int]) -> str:
    return in_a_list([table.column(i).removeprefix("column ") for i in at])


def _filled_unnamed(table: Table) -> Mapping[int, int]:
    """In how many rows each column without a name holds something."""
    blank = [i for i, name in enumerate(table.names) if not name]
    return {i: sum(row.cell(i) is not None for row in table.rows) for i in blank}


def blank_headings(table: Table, filled: Mapping[int, int]) -> Diagnostics:
    """One error for each column that has no name and holds values in some rows; empty ones are Excel's and ignored."""
    return tuple(
        problem(
            "column-without-name",
            f"expected a name at the top of {table.column(i)}, found none above the values of {counted(n, 'row')}",
            Label(table.place(i), table.column(i)),
            remedy="name the column, or empty it",
        )
        for i, n in filled.items()
        if n
    )


def record_of_row(table: Table, header: Header, cells: SheetCells | None, row: Row, number: int) -> RawRecord:
    """A row as a raw record, the one of that number among the records of its file."""
    case_id = row.cell(header.id_at)
    place = table.place_in(row.line, header.id_at or 0, number)
    fault = repeats_header(table, row, place)
    if fault is not None:
        return RawRecord(None, {}, place, faults=(fault,), unreadable=True)
    fault = ragged(table, row, place)
    if fault is not None:
        return RawRecord(case_id, {}, place, faults=(fault,), unreadable=True)
    values: dict[str, RawValue] = {
        name: value for i, name in header.columns if (value := row.cells[i]) is not None and value != ""
    }
    return RawRecord(case_id, values, place, faults=row.faults, cells=cells)
