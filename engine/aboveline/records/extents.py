"""Finds a value of a sheet that stands so far from all others that the sheet would fill the memory.

What reads workbooks makes room for every cell between the first value and the last. One value in
the last cell there is would be room for 17,000 million; so this is looked for in the text of the sheet.
"""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from aboveline.frozen import frozen
from aboveline.records.cell_faults import Cell, column_of, part_of_sheet

#: Sheets of fewer cells, blank ones counted, are read whatever is in them.
_FEW = 2_000_000
#: In a sheet of more, at least one in so many rows, and of so many columns, must hold a value.
_SPARSE = 20

#: What can reach beyond those few cells: a column of three letters, or a row of five digits.
_FAR_IN_XLSX = re.compile(rb"""\br=["'](?:[A-Z]{3}|[A-Z]{0,2}[0-9]{5})""")
_XLSX = re.compile(rb"<(?:\w+:)?(row|c)(\s[^>]*)?>")
_AT = re.compile(rb"""\br=["']([A-Z]*)([0-9]+)["']""")
#: Rows and cells as they are nearly always written, by which a sheet without blank stretches is told sooner.
_ROW_AT = re.compile(rb'<row r="([0-9]+)"')
_CELL_AT = re.compile(rb'<c r="([A-Z]+)[0-9]')
_ODS = re.compile(rb"<table:(table-row|table-cell|covered-table-cell)(\s[^>]*)?>")
_TABLE = re.compile(rb"""<table:table\s(?:[^>]*?table:name=(?:"([^"]*)"|'([^']*)'))?""")
_REPEATED = re.compile(rb"""number-(?:rows|columns)-repeated=["']([0-9]+)""")
_VALUE = re.compile(rb"value-type=")


@frozen
class Extent:
    """How far a sheet reaches: in how many rows and columns values stand, and the last of them down and across."""

    rows: int
    columns: int
    lowest: Cell
    rightmost: Cell

    @property
    def far_out(self) -> Cell | None:
        """A value far from all others in a sheet that large; None where there is none."""
        height, width = self.lowest[0] + 1, self.rightmost[1] + 1
        if height * width <= _FEW:
            return None
        if height > _SPARSE * self.rows:
            return self.lowest
        return self.rightmost if width > _SPARSE * self.columns else None


def far_out_in_workbook(data: bytes, sheet: str) -> Cell | None:
    """The cell of such a value in a sheet of an Excel workbook."""
    with ZipFile(BytesIO(data)) as archive:
        text = archive.read(part_of_sheet(archive, sheet))
    if _is_well_filled(text) or not _FAR_IN_XLSX.search(text):
        return None
    return _extent(_xlsx_values(text)).far_out


def _is_well_filled(text: bytes) -> bool:
    """Whether a sheet is small, or one in so many of its cells holds a value, all blank ones counted: then so do its rows and its columns."""
    rows, cells = _ROW_AT.findall(text), _CELL_AT.findall(text)
    if not cells or len(rows) < text.count(b"<row ") or len(cells) < text.count(b"<c ") + text.count(b"<c>"):
        return False
    height, width = max(map(int, rows)), 1 + max(column_of(at.decode()) for at in set(cells))
    return height * width <= max(_FEW, _SPARSE * text.count(b"</c>"))


def far_out_in_open_document(data: bytes) -> tuple[str, Cell] | None:
    """The first sheet of an OpenDocument spreadsheet with such a value, and its cell."""
    with ZipFile(BytesIO(data)) as archive:
        text = archive.read("content.xml")
    tables = list(_TABLE.finditer(text))
    for i, table in enumerate(tables):
        end = tables[i + 1].start() if i + 1 < len(tables) else len(text)
        cell = _extent(_ods_values(text[table.end() : end])).far_out
        if cell is not None:
            return unescape((table[1] or table[2] or b"").decode()), cell
    return None


def _extent(values: Iterator[Cell]) -> Extent:
    """How far the values of a sheet reach, told row by row."""
    rows: set[int] = set()
    columns: set[int] = set()
    lowest = rightmost = (0, 0)
    for cell in values:
        rows.add(cell[0])
        columns.add(cell[1])
        lowest = max(lowest, cell)
        rightmost = cell if cell[1] > rightmost[1] else rightmost
    return Extent(len(rows), len(columns), lowest, rightmost)


def _xlsx_values(text: bytes) -> Iterator[Cell]:
    """The cells with something in them. One without a reference has its place after the one before it."""
    row, column = -1, -1
    for found in _XLSX.finditer(text):
        about = found[2] or b""
        at = _AT.search(about)
        if found[1] == b"row":
            row, column = int(at[2]) - 1 if at else row + 1, -1
            continue
        column = column_of(at[1].decode()) if at else column + 1
        if not about.endswith(b"/"):
            yield row, column


def _ods_values(text: bytes) -> Iterator[Cell]:
    """The cells with a value, the first and the last of those that are repeated."""
    row, rows, column = -1, 1, 0
    for found in _ODS.finditer(text):
        about = found[2] or b""
        repeated = _REPEATED.search(about)
        times = int(repeated[1]) if repeated else 1
        if found[1] == b"table-row":
            row, rows, column = row + rows, times, 0
            continue
        if _VALUE.search(about):
            yield max(row, 0), column
            yield max(row, 0) + rows - 1, column + times - 1
        column += times
