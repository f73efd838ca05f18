"""Reads CSV in blocks of whole rows, by Polars where a block is plain, and else as `csv_rows` does.

A block is plain where quotation marks enclose whole cells, lines end in a line feed, and every row has
the cells of the header. That is told by counting: Polars refuses a row with more cells, so that where
the commas are as many as the rows need, none has fewer either.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import codecs
import csv
import io
import mmap
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import polars as pl

from aboveline.diagnostics import Diagnostics
from aboveline.frozen import frozen
from aboveline.records.columns import Columns
from aboveline.records.csv_rows import broken_row, wrong_delimiter
from aboveline.records.decode import decode, decode_fault
from aboveline.records.form import form_of
from aboveline.records.parts import (
    SAMPLE_ROWS,
    PartedFile,
    ReadWhole,
    TablePart,
    part_of_rows,
    parted_table,
    without_blanks,
)
from aboveline.records.raw import Input
from aboveline.records.rows import Row, Table

#: How many bytes make a block, but for the row its end falls into.
BLOCK = 1 << 24

#: What is looked at to tell what a file is: its header and first rows must be within it.
SAMPLE = 1 << 18
_MARK = b"\xef\xbb\xbf"

#: A text in which every quotation mark encloses a whole cell or stands twice inside one.
_WELL_QUOTED = re.compile(rb'[^"]*+(?:(?<![^,\n])"(?:[^"]++|"")*+"(?=[,\r\n]|\Z)[^"]*+)*+')


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
    return parted_table(source, start.head, columns, lambda: _parts(source, start))


def _start(source: Input) -> _Start | None:
    """Where the rows of a CSV file begin; None where that is not within its beginning, or the file is none."""
    sample = source.beginning(SAMPLE)
    is_all = len(sample) == source.size
    if not is_all:
        sample = sample[: (sample.rfind(b"\n") if b"\n" in sample else sample.rfind(b"\r")) + 1]
    text, _ = decode(Input(source.name, sample, source.form))
    if text is None or form_of(source, text)[0] != "csv" or wrong_delimiter(source.name, text) is not None:
        return None
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    try:
        found = _first_filled(reader)
        if found is None:
            return None
        line, names = found
        begins = reader.line_num
        rows = list(islice(iter(lambda: _first_filled(reader), None), SAMPLE_ROWS))
    except csv.Error:
        return None
    if not is_all and len(rows) < SAMPLE_ROWS:
        return None
    at = len("".join(lines[:begins]).encode()) + (len(_MARK) if sample.startswith(_MARK) else 0)
    head = Table(source.name, line, names, [Row(each, cells) for each, cells in rows])
    return _Start(at, begins + 1, head)


def _first_filled(reader: Any) -> tuple[int, tuple[str, ...]] | None:  # noqa: ANN401 (a reader of `csv`, which has no name for its kind)
    """The next row that is not blank, and the line it begins on."""
    begins: int = reader.line_num
    row: list[str]
    for row in reader:
        stripped = tuple(cell.strip() for cell in row)
        if any(stripped):
            return begins + 1, stripped
        begins: int = reader.line_num
    return None


def _parts(source: Input, start: _Start) -> Iterator[TablePart]:
    with source.mapped() as data:
        at, line, size = start.at, start.line, len(data)
        while at < size:
            block = data[at : at + BLOCK]
            end = len(block) if at + len(block) == size else _end_of_rows(block)
            part = _plain(block[:end], start.head, line)
            if part is not None:
                line += block.count(b"\n", 0, end)
            else:
                part, end, lines = _by_rows(source, data, at, line, start.head)
                line += lines
            at += end
            yield part


def _end_of_rows(block: bytes) -> int:
    """Where the last whole row of a block ends: at a line feed outside quotation marks; 0 where there is none.

    A mark that stands among the words of a cell misleads this; such a block is not plain.
    """
    quotes, at = block.count(b'"'), len(block)
    while True:
        found = block.rfind(b"\n", 0, at)
        if found < 0:
            return 0
        quotes -= block.count(b'"', found, at)
        if quotes % 2 == 0:
            return found + 1
        at = found


def _looks_plain(block: bytes) -> bool:
    """Whether nothing in a block is read otherwise by Polars, as far as a look at its bytes can tell."""
    # Polars would take the mark at the beginning of a block for one of the file.
    if not block or b"\0" in block or block.startswith(_MARK):
        return False
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return False
    return b'"' not in block or _WELL_QUOTED.fullmatch(block) is not None


def _plain(block: bytes, head: Table, line: int) -> TablePart | None:
    """A block that is plain, by Polars; None where it is not."""
    width = len(head.names)
    if block.endswith((b"\n\n", b"\n\r\n", b"\r")):
        block = block.rstrip(b"\r\n")
    if width == 1 or not _looks_plain(block):
        return None
    quoted = b'"' in block
    try:
        frame = pl.read_csv(
            block, has_header=False, schema={str(at): pl.String for at in range(width)}, raise_if_empty=False
        )
    except pl.exceptions.PolarsError:
        return None
    count = block.count(b"\n") + (not block.endswith(b"\n"))
    inside = _within(frame, ",") if quoted else 0
    if block.count(b",") - inside != frame.height * (width - 1) or _longest(frame) > csv.field_size_limit():
        return None
    lines = pl.int_range(line, line + frame.height, eager=True, dtype=pl.UInt32)
    if count != frame.height:
        within = frame.select(
            pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)).alias("")
        ).to_series()
        if count != frame.height + within.sum():
            return None
        lines += within.cum_sum().shift(1, fill_value=0).cast(pl.UInt32)

    def rows(some: Sequence[int]) -> Iterator[Row]:
        for at, cells in zip(lines.gather(list(some)), frame[some].iter_rows(), strict=True):
            yield Row(at, tuple((cell or "").strip() for cell in cells))

    cells = without_blanks(frame).get_columns() if quoted else frame.get_columns()
    return TablePart(cells, lines, rows, trimmed=True)


def _within(frame: pl.DataFrame, mark: str) -> int:
    """How often a mark stands within cells."""
    return int(frame.select(pl.sum_horizontal(pl.all().str.count_matches(mark, literal=True).sum())).item())


def _longest(frame: pl.DataFrame) -> int:
    """How many bytes the longest cell takes, and at least how many characters."""
    return int(frame.select(pl.max_horizontal(pl.all().str.len_bytes().max())).item() or 0)


# --- Row by row --------------------------------------------------------------------------------


def _by_rows(
    source: Input, data: bytes | mmap.mmap, at: int, line: int, head: Table
) -> tuple[TablePart, int, int]:
    """The rows of a block one by one, and how many bytes and lines they take. Raises ReadWhole with the fault where they cannot be told."""
    size = BLOCK
    while True:
        block = data[at : at + size]
        is_last = at + len(block) == len(data)
        lines = list(io.StringIO(_text(source, block, is_last=is_last), newline=""))
        rows, ends, broken = _told(lines)
        if broken is not None and (is_last or broken < len(lines)):
            begins = ends[-1] if ends else 0
            raise ReadWhole(_broken(source, data, at + _bytes(lines[:begins]), line + begins))
        if broken is None and not is_last and ends:
            # The last row may go on beyond the block.
            rows.pop()
            ends.pop()
        if ends or is_last:
            break
        size *= 2
    filled = [
        Row(line + begins, cells)
        for begins, row in zip([0, *ends], rows, strict=False)
        if any(cells := tuple(cell.strip() for cell in row))
    ]
    used = ends[-1] if ends else 0
    return part_of_rows(filled, len(head.names)), _bytes(lines[:used]), used


def _text(source: Input, block: bytes, *, is_last: bool) -> str:
    """The text of a block, but for a character that goes on beyond it."""
    try:
        if b"\0" not in block:
            return codecs.getincrementaldecoder("utf-8")().decode(block, final=is_last)
    except UnicodeDecodeError:
        pass
    raise ReadWhole(decode_fault(source))


def _told(lines: Sequence[str]) -> tuple[list[list[str]], list[int], int | None]:
    """The rows some lines make, after how many lines each ends, and where they cannot be told, after how many that is seen."""
    reader = csv.reader(lines, strict=True)
    rows: list[list[str]] = []
    ends: list[int] = []
    try:
        for cells in reader:
            rows.append(cells)
            ends.append(reader.line_num)
    except csv.Error:
        return rows, ends, reader.line_num
    return rows, ends, None


def _bytes(lines: Sequence[str]) -> int:
    return len("".join(lines).encode())


def _broken(source: Input, data: bytes | mmap.mmap, at: int, line: int) -> Diagnostics:
    """What is wrong with the row that begins there; that the file is no text goes before."""
    fault = decode_fault(source)
    size = SAMPLE
    while not fault:
        rest = data[at : at + size]
        is_all = at + len(rest) == len(data)
        text = codecs.getincrementaldecoder("utf-8")().decode(rest, final=is_all)
        found = broken_row(source.name, text, line, is_all=is_all)
        fault = () if found is None else (found,)
        size *= 4
    return fault
