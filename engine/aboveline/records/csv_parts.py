"""Reads CSV in blocks of whole rows, by Polars where a block is plain, and else as `csv_rows` does.

A block is plain where quotation marks enclose whole cells, lines end in a line feed, and every row has
the cells of the header. That is told by counting: Polars refuses a row with more cells, so that where
the commas are as many as the rows need, none has fewer either.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import csv
import io
import mmap
import re
from collections.abc import Iterator
from itertools import islice

import polars as pl

from aboveline.frozen import frozen
from aboveline.records.columns import Columns
from aboveline.records.csv_rows import wrong_delimiter
from aboveline.records.decode import decode
from aboveline.records.form import form_of
from aboveline.records.parts import PartedFile, ReadWhole, TablePart, parted_table, without_blank_rows
from aboveline.records.raw import Input
from aboveline.records.rows import Row, Table

#: How many bytes make a block, but for the row its end falls into.
BLOCK = 1 << 24

#: What is looked at to tell what a file is: its header and first rows must be within it.
_SAMPLE = 1 << 18
_MARK = b"\xef\xbb\xbf"
_SAMPLE_ROWS = 20

#: A text in which every quotation mark encloses a whole cell or stands twice inside one.
_WELL_QUOTED = re.compile(rb'[^"]*+(?:(?<![^,\n])"(?:[^"]|"")*+"(?=[,\r\n]|\Z)[^"]*+)*+')


@frozen
class _Start:
    """Where the rows begin, in bytes and in lines counted from 1, and what stands above and first among them."""

    at: int
    line: int
    head: Table


def csv_parts(source: Input, columns: Columns) -> PartedFile | None:
    """A CSV file with one row a case, to be read in parts; None for what only the reader of small files can tell."""
    start = _start(source)
    if start is None:
        return None
    with source.mapped() as data:
        block = data[start.at : start.at + _SAMPLE]
        rows = block.count(b"\n") * max(1, len(data) - start.at) // max(1, len(block))
    id_at = next((i for i, name in enumerate(start.head.names) if name == "case_id"), 0)
    return parted_table(source, start.head, columns, max(1, rows), lambda: _parts(source, start, id_at))


def _start(source: Input) -> _Start | None:
    sample = source.beginning(_SAMPLE)
    marked = sample.startswith(_MARK)
    if len(sample) < source.size:
        sample = sample[: sample.rfind(b"\n") + 1]
    text, _ = decode(Input(source.name, sample, source.form))
    if text is None or form_of(source, text)[0] != "csv" or wrong_delimiter(source.name, text) is not None:
        return None
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True)
    try:
        found = _header(reader)
        if found is None or "\r" in text.replace("\r\n", ""):
            return None
        line, names = found
        at = len("".join(islice(io.StringIO(text, newline=""), reader.line_num)).encode())
        first = reader.line_num + 1
        rows = [Row(first, tuple(c.strip() for c in cells)) for cells in islice(reader, _SAMPLE_ROWS)]
    except csv.Error:
        return None
    filled = [row for row in rows if any(row.cells)]
    return _Start(at + (len(_MARK) if marked else 0), first, Table(source.name, line, names, filled))


def _header(reader: "Iterator[list[str]]") -> tuple[int, tuple[str, ...]] | None:
    """The line of the first row that is not blank, and its cells; None where that row takes several lines."""
    before = 0
    for cells in reader:
        at = reader.line_num  # type: ignore[attr-defined]
        if any(cell.strip() for cell in cells):
            return (before + 1, tuple(cell.strip() for cell in cells)) if at == before + 1 else None
        before = at
    return None


def _parts(source: Input, start: _Start, id_at: int) -> Iterator[TablePart]:
    with source.mapped() as data:
        at, line, size = start.at, start.line, len(data)
        while at < size:
            end = _end_of_rows(data, at, min(at + BLOCK, size), size)
            block = data[at:end]
            part = _plain(block, start.head, line) or _by_rows(block, start.head, line, source.name)
            line += block.count(b"\n")
            line += block.count(b"\r") - block.count(b"\r\n") if b"\r" in block else 0
            at = end
            yield without_blank_rows(part, id_at)


def _end_of_rows(data: bytes | mmap.mmap, start: int, end: int, size: int) -> int:
    """Where the last whole row before `end` ends: at a line feed outside quotation marks; it may have to be sought beyond."""
    if end == size:
        return size
    block = data[start:end]
    quotes, at = block.count(b'"'), len(block)
    while True:
        found = block.rfind(b"\n", 0, at)
        if found < 0:
            return _end_of_rows(data, start, min(end + BLOCK, size), size)
        quotes -= block.count(b'"', found, at)
        if quotes % 2 == 0:
            return start + found + 1
        at = found


def _plain(block: bytes, head: Table, line: int) -> TablePart | None:
    """A block that is plain, by Polars; None where it is not."""
    width = len(head.names)
    block = block.rstrip(b"\r\n")
    if width == 1 or not block or b"\0" in block:
        return None
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return None
    quoted = b'"' in block
    if quoted and not _WELL_QUOTED.fullmatch(block):
        return None
    try:
        frame = pl.read_csv(
            block, has_header=False, schema={str(at): pl.String for at in range(width)}, raise_if_empty=False
        )
    except pl.exceptions.PolarsError:
        return None
    inside = _within(frame, ",") if quoted else 0
    if block.count(b",") - inside != frame.height * (width - 1):
        return None
    lines = pl.int_range(line, line + frame.height, eager=True, dtype=pl.UInt32)
    if block.count(b"\n") + 1 != frame.height:
        within = frame.select(
            pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).alias("")
        ).to_series()
        if block.count(b"\n") + 1 != frame.height + within.sum():
            return None
        lines += within.cum_sum().shift(1, fill_value=0).cast(pl.UInt32)
    cells = frame.get_columns()

    def row(at: int) -> Row:
        return Row(lines[at], tuple((series[at] or "").strip() for series in cells))

    return TablePart(cells, lines, row)


def _within(frame: pl.DataFrame, mark: str) -> int:
    """How often a mark stands within cells."""
    return int(frame.select(pl.sum_horizontal(pl.all().str.count_matches(mark, literal=True).sum())).item())


def _by_rows(block: bytes, head: Table, line: int, name: str) -> TablePart:
    """A block row by row. Raises ReadWhole where it cannot be told into cells."""
    text, faults = decode(Input(name, block, "csv"))
    if text is None and block.strip():
        raise ReadWhole(*faults)
    reader = csv.reader(io.StringIO(text or "", newline=""), strict=True)
    rows: list[Row] = []
    before = 0
    try:
        for cells in reader:
            rows.append(Row(line + before, tuple(cell.strip() for cell in cells)))
            before = reader.line_num
    except csv.Error as error:
        raise ReadWhole from error
    rows = [row for row in rows if any(row.cells)]
    width = len(head.names)
    padded = [(*row.cells, *[""] * width)[:width] for row in rows]
    cells_by_column = list(zip(*padded, strict=True)) or [()] * width
    series = [pl.Series(values, dtype=pl.String) for values in cells_by_column]
    odd = [at for at, row in enumerate(rows) if len(row.cells) != width]
    lines = pl.Series([row.line for row in rows], dtype=pl.UInt32)
    return TablePart(series, lines, rows.__getitem__, odd)
