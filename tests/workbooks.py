"""Makes workbooks as Excel and LibreOffice write them, from a text that says what each cell holds.

A line is a row, its cells parted by ` | `; `sheet Name` begins a sheet, `hidden Name` one that is
not shown. `14` is a number, `'14` a text, `2011-07-04` a date as Excel keeps it, `true` a truth,
`#N/A` an error, `=yes` a formula that came to yes, `=` one that was never worked out; `<` belongs
to the cell at its left and `^` to the one above, merged. `far XFD1048576` is a value in that one cell
(in OpenDocument, in the last column below the blank rows).
"""

import io
import re
import zipfile
from datetime import datetime
from xml.sax.saxutils import quoteattr

import xlsxwriter

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}( [0-9:]{5})?")
_ERROR = re.compile(r"#[A-Z/0!?]+")


def sheets(text):
    """Each sheet: its name, whether it is hidden, and its rows of cells."""
    found = [("Cases", False, [])]
    for line in text.splitlines():
        kind, _, name = line.partition(" ")
        if kind in {"sheet", "hidden"}:
            found = [*(s for s in found if s[2] or len(found) > 1), (name, kind == "hidden", [])]
        else:
            found[-1][2].append([cell.strip() for cell in line.split("|")])
    return found


def spans(rows):
    """The merged ranges: first row and column, last row and column."""
    found = []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell in {"<", "^"}:
                continue
            right = j
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            down = i
            while down + 1 < len(rows) and j < len(rows[down + 1]) and rows[down + 1][j] == "^":
                down += 1
            if (right, down) != (j, i):
                found.append((i, j, down, right))
    return found


def workbook(text, options=None):
    """An Excel workbook."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, **(options or {})}) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, hidden, rows in sheets(text):
            sheet = book.add_worksheet(name)
            if hidden:
                sheet.hide()
            for at in spans(rows):
                sheet.merge_range(*at, "")
            for i, row in enumerate(rows):
                if row[0].startswith("far "):
                    sheet.write_string(row[0].removeprefix("far "), "x")
                    continue
                for j, cell in enumerate(row):
                    _write(sheet, i, j, cell, dates)
    return data.getvalue()


def _write(sheet, i, j, cell, dates):
    if cell in {"", "<", "^"}:
        return
    if _NUMBER.fullmatch(cell):
        sheet.write_number(i, j, float(cell))
    elif _DATE.fullmatch(cell):
        sheet.write_datetime(i, j, datetime.fromisoformat(cell), dates)
    elif cell in {"true", "false"}:
        sheet.write_boolean(i, j, cell == "true")
    elif _ERROR.fullmatch(cell):
        sheet.write_formula(i, j, "=1/0", None, cell)
    elif cell.startswith("="):
        sheet.write_formula(i, j, "=A1", None, cell[1:])
    else:
        sheet.write_string(i, j, cell.removeprefix("'"))


_NAMESPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
    }.items()
)


def open_document(text):
    """An OpenDocument spreadsheet, with the endless blank rows LibreOffice adds."""
    tables = ""
    for name, _, rows in sheets(text):
        near = [row for row in rows if not row[0].startswith("far ")]
        lines = "".join(_line(i, row, spans(near)) for i, row in enumerate(near))
        far = _FAR if near != rows else ""
        blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        tables += f"<table:table table:name={quoteattr(name)}>{lines}{blank}{far}</table:table>"
    content = f"<office:document-content {_NAMESPACES}><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return data.getvalue()


_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


#: A row beyond the blank ones, with a value in its last column.
_FAR = '<table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell office:value-type="string"/></table:table-row>'


def _line(i, row, merged):
    extents = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in merged}
    return f"<table:table-row>{''.join(_cell(cell, extents.get((i, j))) for j, cell in enumerate(row))}</table:table-row>"


def _cell(cell, extent):
    span = (
        f' table:number-rows-spanned="{extent[0]}" table:number-columns-spanned="{extent[1]}"'
        if extent
        else ""
    )
    if cell in {"<", "^"}:
        return "<table:covered-table-cell/>"
    if not cell:
        return "<table:table-cell/>"
    if _NUMBER.fullmatch(cell):
        about = f'office:value-type="float" office:value="{cell}"'
    elif _DATE.fullmatch(cell):
        about = f'office:value-type="date" office:date-value="{cell.replace(" ", "T")}"'
    elif cell in {"true", "false"}:
        about = f'office:value-type="boolean" office:boolean-value="{cell}"'
    elif _ERROR.fullmatch(cell):
        about = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
    elif cell == "=":
        return f'<table:table-cell{span} table:formula="of:=[.A1]"/>'
    else:
        about = 'office:value-type="string"' + (' table:formula="of:=[.A1]"' if cell.startswith("=") else "")
    return f"<table:table-cell{span} {about}><text:p>{cell.removeprefix(chr(39)).removeprefix('=')}</text:p></table:table-cell>"
