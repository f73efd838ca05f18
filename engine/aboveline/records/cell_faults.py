"""Finds the cells of a workbook whose value cannot be relied on: errors, formulas never worked out, merged cells.

What reads workbooks gives all of them as blank cells, which would be missing values without a word.
The text of the sheet is therefore searched for them, and only where there are any is it gone through.
"""

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from attrs import field

from aboveline.frozen import frozen

#: Row and column of a cell, both counted from 0.
Cell = tuple[int, int]

_IN_XLSX = re.compile(rb"""\bt=["']e["']|<(?:\w+:)?f[\s/>]""")
_WORDS_IN_XLSX = (b't="e"', b"t='e'", b"<f", b":f")
_IN_ODS = re.compile(rb"""value-type=["']error["']|table:formula=|covered-table-cell""")
#: What OpenDocument calls what is told of a cell.
_ROWS_SPANNED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-rows-spanned"
_COLUMNS_SPANNED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-spanned"
_ROWS_REPEATED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-rows-repeated"
_COLUMNS_REPEATED = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}number-columns-repeated"
_FORMULA = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}formula"
_TYPE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_TYPE_IN_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ROW = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row"
_NAME = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name"
_TELLING = frozenset({_TYPE, _FORMULA, _ROWS_SPANNED, _COLUMNS_SPANNED})

_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)")


@frozen
class CellFaults:
    """The cells of one sheet with an error (and which), with a formula that has no value, and those merged."""

    errors: Mapping[Cell, str] = field(factory=dict[Cell, str])
    unworked: frozenset[Cell] = frozenset()
    #: First and last cell of each range.
    merged: tuple[tuple[Cell, Cell], ...] = ()


def in_workbook(data: bytes, sheet: str) -> CellFaults:
    """Those of a sheet of an Excel workbook, merged ones aside, which its reader names."""
    with ZipFile(BytesIO(data)) as archive:
        text = archive.read(part_of_sheet(archive, sheet))
    # What is looked for is seldom there, and plain words are found much sooner.
    if not any(word in text for word in _WORDS_IN_XLSX) or not _IN_XLSX.search(text):
        return CellFaults()
    errors: dict[Cell, str] = {}
    unworked: set[Cell] = set()
    for at, cell in _xlsx_cells(text):
        value = next((e.text for e in cell if _name(e) == "v"), None)
        if cell.get("t") == "e":
            errors[at] = value or "#ERROR"
        elif not value and cell.get("t") not in {"str", "inlineStr"} and any(_name(e) == "f" for e in cell):
            unworked.add(at)
    return CellFaults(errors, frozenset(unworked))


def in_open_document(data: bytes, sheet: str) -> CellFaults:
    """Those of a sheet of an OpenDocument spreadsheet."""
    with ZipFile(BytesIO(data)) as archive:
        text = archive.read("content.xml")
    if not _IN_ODS.search(text):
        return CellFaults()
    errors: dict[Cell, str] = {}
    unworked: set[Cell] = set()
    merged: list[tuple[Cell, Cell]] = []
    for at, cell in _ods_cells(text, sheet):
        down, across = int(cell.get(_ROWS_SPANNED, 1)), int(cell.get(_COLUMNS_SPANNED, 1))
        if "error" in {cell.get(_TYPE), cell.get(_TYPE_IN_CALC)}:
            errors[at] = "".join(cell.itertext()).strip() or "#ERROR"
        elif _FORMULA in cell.attrib and _TYPE not in cell.attrib:
            unworked.add(at)
        if down > 1 or across > 1:
            merged.append((at, (at[0] + down - 1, at[1] + across - 1)))
    return CellFaults(errors, frozenset(unworked), tuple(merged))


def _bare(name: str) -> str:
    return name.rpartition("}")[2]


def _name(element: "ET.Element") -> str:
    return _bare(element.tag)


def _parsed(text: bytes) -> "ET.Element":
    return ET.fromstring(text)  # noqa: S314 -- expat itself refuses texts that swell when read


def part_of_sheet(archive: ZipFile, sheet: str) -> str:
    """Under what name the archive keeps a sheet."""
    book = _parsed(archive.read("xl/workbook.xml"))
    links = _parsed(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in book.iter():
        if _name(element) == "sheet" and element.get("name") == sheet:
            link = next((v for k, v in element.attrib.items() if _bare(k) == "id" and k != "id"), None)
            target = targets[link]
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _xlsx_cells(text: bytes) -> "Iterator[tuple[Cell, ET.Element]]":
    """Every cell of a sheet with its place, which a cell or a row without a reference has after the one before it."""
    row, column = -1, -1
    for event, element in ET.iterparse(BytesIO(text), ("start", "end")):  # noqa: S314 -- as above
        name = _name(element)
        if event == "start" and name == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "end" and name == "c":
            found = _REFERENCE.fullmatch(element.get("r", ""))
            column = column_of(found[1]) if found else column + 1
            yield (row, column), element
        elif event == "end" and name == "row":
            element.clear()


def _ods_cells(text: bytes, sheet: str) -> "Iterator[tuple[Cell, ET.Element]]":
    """Every cell of a sheet with its place, one that is repeated at each of its places."""
    table = next(e for e in _parsed(text).iter() if _name(e) == "table" and e.get(_NAME) == sheet)
    row = 0
    for line in (e for e in table.iter() if e.tag == _ROW):
        times = int(line.get(_ROWS_REPEATED, 1))
        if any(_TELLING & cell.attrib.keys() for cell in line):
            for down in range(times):
                column = 0
                for cell in line:
                    across = int(cell.get(_COLUMNS_REPEATED, 1))
                    if _TELLING & cell.attrib.keys():
                        yield from (((row + down, column + i), cell) for i in range(across))
                    column += across
        row += times


def column_of(letters: str) -> int:
    """The column, counted from 0, that a spreadsheet heads with some letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
