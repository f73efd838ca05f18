"""A table of records as a file gives it: the names at its top, the rows below, and where each cell stands."""

import re
from collections.abc import Sequence

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.frozen import frozen
from aboveline.records.raw import RawValue, counted, listed, problem
from aboveline.records.record import SheetCells

#: Sheet names a formula may write without quotation marks.
_PLAIN_SHEET = re.compile(r"[^\W\d][\w.]*")


@frozen
class Row:
    """One row: the line it begins on, counted from 1 (None in a table without lines), its cells, and their faults."""

    line: int | None
    cells: tuple[RawValue, ...]
    faults: Diagnostics = ()

    def cell(self, at: int | None) -> RawValue:
        """The cell at a place, None where it is blank or the row does not reach it."""
        value = None if at is None or at >= len(self.cells) else self.cells[at]
        return None if value == "" else value


@frozen
class Table:
    """A table: its file, the line of its header, the names in it, its rows; for a workbook the sheet it is on."""

    file: str
    line: int | None
    names: tuple[str, ...]
    rows: Sequence[Row] = field(repr=False)
    sheet: str | None = None

    def place(self, at: int | None = None, name: str | None = None) -> Place:
        """The place of the header, or of the heading of one column."""
        return self.place_in(self.line, at or 0, name=name)

    def place_in(
        self,
        line: int | None,
        at: int,
        row: int | None = None,
        case_id: str | None = None,
        name: str | None = None,
    ) -> Place:
        """The place of the cell of one column in one line."""
        cell = None if self.sheet is None else f"{in_formula(self.sheet)}!{letters(at)}{line}"
        return Place(self.file, line, row, case_id, name, cell)

    def column(self, at: int) -> str:
        """A column as people say it: by its letters, or by its number where nobody sees letters."""
        return f"column {at + 1 if self.line is None else letters(at)}"

    def cells(self, names: Sequence[tuple[int, str]], other: int) -> SheetCells | None:
        """The cells of the columns of those names; None where there is no sheet."""
        if self.sheet is None:
            return None
        return SheetCells(in_formula(self.sheet), {name: letters(i) for i, name in names}, letters(other))


def in_formula(sheet: str) -> str:
    """The name of a sheet as a formula would write it."""
    return sheet if _PLAIN_SHEET.fullmatch(sheet) else "'" + sheet.replace("'", "''") + "'"


def letters(index: int) -> str:
    """The letters a spreadsheet heads a column with: A for 0, AA for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def ragged(table: Table, row: Row, place: Place) -> Diagnostic | None:
    """What is wrong with the number of cells in a row; blank cells too many, and headings, are Excel's."""
    found, wanted = len(row.cells), max(i for i, name in enumerate(table.names) if name) + 1
    if found < wanted:
        lacking = [name or table.column(i) for i, name in enumerate(table.names[:wanted]) if i >= found]
        message = (
            f"expected {counted(wanted, 'cell')}, found {found}: there is none for {listed(lacking, most=5)}"
        )
        return problem(
            "too-few-cells",
            message,
            place,
            remedy="add the missing commas; a blank cell still needs its comma",
        )
    if any(row.cells[len(table.names) :]):
        message = f"expected {counted(wanted, 'cell')}, found {found}"
        return problem(
            "too-many-cells", message, place, remedy="a cell that holds a comma must stand in quotation marks"
        )
    return None


def repeats_header(table: Table, row: Row, place: Place) -> Diagnostic | None:
    """What is wrong with a row that holds the column names again, as printed pages do."""
    if row.cells[: len(table.names)] != table.names:
        return None
    message = "expected a row of values, found the column names again"
    return problem("repeated-header", message, place, remedy="remove that row")
