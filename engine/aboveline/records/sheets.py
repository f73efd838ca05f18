"""Turns a workbook (.xlsx, .ods) into a table: which sheet holds the cases, where its header is, what each cell says.

Every cell is taken for the text a person would save it as: a number for its digits as Excel shows
them (15 at most), a date for year-month-day. So a workbook means what the CSV saved from it means.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Literal, assert_never

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Place, nearest
from aboveline.frozen import frozen
from aboveline.records.cell_faults import Cell, CellFaults, in_open_document, in_workbook
from aboveline.records.columns import Columns, is_near_id
from aboveline.records.extents import far_out_in_open_document, far_out_in_workbook
from aboveline.records.form import in_words
from aboveline.records.long import looks_long
from aboveline.records.raw import Input, RawValue, listed, problem, shown
from aboveline.records.rows import Row, Table, in_formula, letters

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

Kind = Literal["xlsx", "ods"]
_Given = str | float | bool | date | datetime | time | timedelta
_Grid = Sequence[Sequence[str]]

#: A header is looked for in this many rows; above it may stand a title.
_TOP = 50


@frozen
class _Book:
    """A workbook: the cells of each sheet a person sees, and which of them are merged."""

    source: Input
    kind: Kind
    grids: Mapping[str, _Grid] = field(repr=False)
    merged: Mapping[str, tuple[tuple[Cell, Cell], ...]] = field(repr=False)


def sheet_table(source: Input, kind: Kind, columns: Columns) -> tuple[Table | None, Diagnostics]:
    """The table of cases in a workbook, or None and the reason there is none."""
    book, errors = _open(source, kind)
    if book is None:
        return None, errors
    sheet, errors = _choose(book, columns)
    return (None, errors) if sheet is None else _table(book, sheet, columns)


def cell_text(source: Input, kind: Kind, cell: str) -> str | None:
    """What a cell such as `Cases!C7` says; None where there is no such cell."""
    book, _ = _open(source, kind)
    for sheet, grid in book.grids.items() if book else ():
        for i, row in enumerate(grid, 1):
            for at, text in enumerate(row):
                if f"{in_formula(sheet)}!{letters(at)}{i}" == cell:
                    return text
    return None


def _open(source: Input, kind: Kind) -> tuple[_Book | None, Diagnostics]:
    from python_calamine import (  # noqa: PLC0415 -- heavy: only where it is used
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        if kind == "ods" and (far := far_out_in_open_document(source.data)):
            return None, (_too_far_out(source, *far),)
        with CalamineWorkbook.from_filelike(BytesIO(source.data)) as opened:
            names = [
                about.name
                for about in opened.sheets_metadata
                if about.typ is SheetTypeEnum.WorkSheet
                and (about.visible is SheetVisibleEnum.Visible or about.name == source.sheet)
            ]
            far_out = (
                {} if kind == "ods" else {name: far_out_in_workbook(source.data, name) for name in names}
            )
            for name, cell in far_out.items():
                if cell and source.sheet in {None, name}:
                    return None, (_too_far_out(source, name, cell),)
            sheets = {name: opened.get_sheet_by_name(name) for name in names if not far_out.get(name)}
            grids = {name: _grid(sheet) for name, sheet in sheets.items()}
            merged = {name: tuple(sheet.merged_cell_ranges or ()) for name, sheet in sheets.items()}
    except PasswordError:
        message = f"expected {in_words(kind)} that can be opened, found one locked with a password"
        remedy = "take the password away in the program that wrote it, and save it again"
        return None, (problem("wrong-kind-of-file", message, Place(source.name), remedy=remedy),)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 -- the reader is no Python: whatever it ends with, the file is at fault
        return None, (_damaged(source, kind),)
    return _Book(source, kind, grids, merged), ()


def _too_far_out(source: Input, sheet: str, cell: Cell) -> Diagnostic:
    name = f"{in_formula(sheet)}!{letters(cell[1])}{cell[0] + 1}"
    message = f"expected the values of a sheet together, found one far from all others, in cell {name}"
    remedy = "it may be a stray space: delete that row or column as a whole, and save the file again"
    return problem("value-far-out", message, Place(source.name, cell[0] + 1, cell=name), remedy=remedy)


def _damaged(source: Input, kind: Kind) -> Diagnostic:
    message = f"expected {in_words(kind)} that can be read, found a damaged one"
    remedy = "open it in the program that wrote it, save it again under another name, and give that file"
    return problem("damaged-file", message, Place(source.name), remedy=remedy)


class _Texts(dict[str, str]):
    """Texts without the space around them, each different one kept once: a sheet says the same few things over and over."""

    def __missing__(self, text: str) -> str:
        """The text, which was not met before."""
        self[text] = stripped = text.strip()
        return stripped


def _grid(sheet: "CalamineSheet") -> _Grid:
    """The cells of a sheet as texts, from its first row and column on."""
    texts = _Texts()
    rows = [
        [texts[cell] if cell.__class__ is str else _text(cell) for cell in row]  # type: ignore[index]
        for row in sheet.iter_rows()
    ]
    if sheet.end is None or not rows:
        return []
    above, before = sheet.end[0] + 1 - len(rows), sheet.end[1] + 1 - len(rows[0])
    if before:
        rows = [[""] * before + row for row in rows]
    return [[""] * (sheet.end[1] + 1) for _ in range(above)] + rows


def _text(value: _Given) -> str:
    match value:
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case int() | float():
            return format(Decimal(f"{value:.15g}"), "f")
        case datetime():
            return value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"{value.days} days and {value.seconds} seconds"
        case _:
            assert_never(value)


# --- Which sheet, and where its header is -------------------------------------------------------


def _choose(book: _Book, columns: Columns) -> tuple[str | None, Diagnostics]:
    """The sheet asked for; else the one with a header of cases; else, for its message, the only one with anything."""
    source, grids = book.source, book.grids
    filled = [name for name, grid in grids.items() if any(any(row) for row in grid)]
    if source.sheet is not None:
        return _asked_for(source, source.sheet, tuple(grids), filled)
    found = [name for name in filled if _header_in(grids[name], columns) is not None]
    others = [one for name in filled for one in _other_kinds(book, name, columns)]
    if others and all(_other_kinds(book, name, columns) for name in found):
        return None, (others[0],)
    if len(found) == 1 or len(filled) == 1:
        return (found or filled)[0], ()
    if not filled:
        return None, (_empty(source, f"{in_words(book.kind)} with column names and at least one row"),)
    if found:
        message = (
            f"expected one sheet with column names of {columns.owner}, found {len(found)}: {listed(found)}"
        )
        only = "keep one of them in the file"
        remedy = (
            f"say which is to be read (--sheet), or {only}"
            if columns.shape.of in {"case", "response"}
            else only
        )
        return None, (problem("several-sheets", message, Place(source.name), remedy=remedy),)
    wanted = (
        "column names of the framework"
        if columns.shape.of_inspection
        else f"a column `{columns.shape.id_column}`"
    )
    message = f"expected a sheet with {wanted}, found none among {listed(filled)}"
    return None, (problem("no-such-sheet", message, Place(source.name), remedy="put the column names first"),)


def _other_kinds(book: _Book, sheet: str, columns: Columns) -> Iterator[Diagnostic]:
    """What is wrong with a sheet whose column names are plainly those of another kind of file."""
    for at, row in enumerate(book.grids[sheet][:_TOP]):
        place = Table(book.source.name, at + 1, tuple(row), (), sheet).place()
        another = columns.another_kind(row, place)
        if another is not None:
            yield another


def _asked_for(
    source: Input, wanted: str, names: tuple[str, ...], filled: Sequence[str]
) -> tuple[str | None, Diagnostics]:
    if wanted in filled:
        return wanted, ()
    if wanted in names:
        return None, (_empty(source, f"a sheet `{shown(wanted)}` with column names and at least one row"),)
    near = nearest(wanted, set(names))
    message = f"expected a sheet `{shown(wanted)}`, found {listed(names) if names else 'none'}"
    remedy = f"did you mean `{shown(near)}`?" if near else None
    return None, (problem("no-such-sheet", message, Place(source.name), remedy=remedy, suggestion=near),)


def _empty(source: Input, expected: str) -> Diagnostic:
    return problem("empty-file", f"expected {expected}, found only blank rows", Place(source.name))


def _header_in(grid: _Grid, columns: Columns) -> int | None:
    """The row that holds the column names: a title may stand above it."""
    for i, row in enumerate(grid[:_TOP]):
        known = any(name in columns.fields for name in row)
        if looks_long(tuple(row), columns) or (
            known if columns.shape.of_inspection else any(name in row for name in columns.shape.id_names)
        ):
            return i
        if known and any(is_near_id(name, columns.shape) for name in row):
            return i
    return None


# --- The table ----------------------------------------------------------------------------------


def _table(book: _Book, sheet: str, columns: Columns) -> tuple[Table | None, Diagnostics]:
    source, grid = book.source, book.grids[sheet]
    try:
        faults = _faults(book, sheet)
    except Exception:  # noqa: BLE001 -- an archive that is not what it says may fail in any way
        return None, (_damaged(source, book.kind),)
    first = next(i for i, row in enumerate(grid) if any(row))
    header = _header_in(grid, columns)
    at = first if header is None else header
    names = tuple(grid[at])
    empty = Table(source.name, at + 1, names, (), sheet)
    by_row = _by_row(empty, grid, faults)
    if at in by_row:  # then no column is sure to hold what its name says
        return None, tuple(by_row[at])
    rows = [
        Row(i, tuple[RawValue, ...](cells), tuple(by_row.get(i - 1, ())))
        for i, cells in enumerate(grid[at + 1 :], at + 2)
        if any(cells) or i - 1 in by_row
    ]
    return Table(source.name, at + 1, names, rows, sheet), ()


def _faults(book: _Book, sheet: str) -> CellFaults:
    if book.kind == "ods":
        return in_open_document(book.source.data, sheet)
    found = in_workbook(book.source.data, sheet)
    return CellFaults(found.errors, found.unworked, book.merged[sheet])


def _by_row(table: Table, grid: _Grid, faults: CellFaults) -> Mapping[int, Sequence[Diagnostic]]:
    """What is wrong with the cells of each row, from the header on and in the columns that have a name."""
    found: dict[int, list[Diagnostic]] = {}
    top = (table.line or 1) - 1

    def add(cell: Cell, code: str, message: str, remedy: str) -> None:
        row, at = cell
        if row >= top and at < len(table.names) and (table.names[at] or row == top):
            place = table.place_in(row + 1, at, name=shown(table.names[at]) or None)
            found.setdefault(row, []).append(problem(code, message, place, remedy=remedy))

    for cell, error in faults.errors.items():
        add(cell, "cell-with-error", f"expected a value, found the error `{shown(error)}`", _MEND)
    for cell in sorted(faults.unworked):
        add(cell, "cell-not-worked-out", "expected a value, found a formula that was never worked out", _OPEN)
    for (row, at), last in faults.merged:
        if row < len(grid) and at < len(grid[row]) and grid[row][at] and last[0] >= top:
            name = f"{in_formula(table.sheet or '')}!{letters(at)}{row + 1}:{letters(last[1])}{last[0] + 1}"
            message = f"expected each value in a cell of its own, found {name} merged into one"
            for i in range(max(row, top), min(last[0] + 1, len(grid))):
                add((i, at), "merged-cells", message, _UNMERGE)
    return found


_MEND = "mend the formula, or put the value itself there; a value that is not known is a blank cell"
_OPEN = "open the file in Excel, save it, and give it again"
_UNMERGE = (
    "in Excel choose Merge & Center again to part them, and write the value into each cell it belongs to"
)
