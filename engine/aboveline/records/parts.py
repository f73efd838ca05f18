"""Files of cases whose rows come part by part, as columns, so that only a part of them is ever in memory.

What a part means is what the readers of small files make of the same rows: whatever is odd about a
row, `record` gives it exactly as they do.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl
from attrs import field

from aboveline.diagnostics import Diagnostics
from aboveline.frozen import frozen
from aboveline.records.columns import Columns
from aboveline.records.long import looks_long
from aboveline.records.raw import Input, RawRecord
from aboveline.records.rows import Row, Table
from aboveline.records.wide import Header, blank_headings, read_header, record_of_row


class ReadWhole(Exception):  # noqa: N818 (no error: it says that another reader is to be asked)
    """A file that cannot be read in parts after all; what is wrong with it the reader of small files says."""


@frozen
class RawPart:
    """Some rows of a file: their case ids, their values by column, and the line each begins on, where there are lines."""

    case_ids: pl.Series = field(repr=False)
    held: Mapping[str, pl.Series] = field(repr=False)
    lines: pl.Series | None = field(repr=False)
    #: A row, by its place here and its number among the records of the file, as the reader of small files gives it.
    record: Callable[[int, int], RawRecord] = field(repr=False)
    #: Rows that only that reader can tell.
    odd: Sequence[int] = ()


@frozen
class PartedFile:
    """A file of cases to be read in parts.

    `rows` is about how many there are. `late` are the faults of the file as a whole that are known
    only when every part was read.
    """

    rows: int
    absent: frozenset[str]
    diagnostics: Diagnostics
    notes: Diagnostics
    parts: Callable[[], Iterator[RawPart]] = field(repr=False)
    late: Callable[[], Diagnostics] = field(repr=False)


@frozen
class TablePart:
    """Some rows of a table with one row a case: a series for each cell of the header, and the lines they begin on."""

    cells: Sequence[pl.Series] = field(repr=False)
    lines: pl.Series | None = field(repr=False)
    row: Callable[[int], Row] = field(repr=False)
    odd: Sequence[int] = ()


def parted_table(
    source: Input, head: Table, columns: Columns, rows: int, parts: Callable[[], Iterator[TablePart]]
) -> PartedFile | None:
    """A table as a file of cases; `head` has its header and first rows. None for what only the other reader can tell."""
    if source.form == "long-csv" or (source.form != "csv" and looks_long(head.names, columns)):
        return None
    header = read_header(head, columns)
    if header.id_at is None or not head.rows:
        return None
    filled = {at: 0 for at, name in enumerate(head.names) if not name}

    def read() -> Iterator[RawPart]:
        for part in parts():
            for at in filled:
                filled[at] += int((~_is_blank(part.cells[at])).sum())
            yield _raw_part(head, header, header.id_at or 0, part)

    return PartedFile(
        rows,
        header.absent,
        header.diagnostics,
        header.notes,
        read,
        lambda: blank_headings(head, filled),
    )


def _raw_part(head: Table, header: Header, id_at: int, part: TablePart) -> RawPart:
    cells = head.cells(header.columns, id_at)
    ids = part.cells[id_at]
    again = (ids == head.names[id_at]).arg_true().to_list() if ids.dtype == pl.String else []
    return RawPart(
        ids,
        {name: part.cells[at] for at, name in header.columns},
        part.lines,
        lambda at, number: record_of_row(head, header, cells, part.row(at), number),
        sorted({*part.odd, *again}),
    )


def without_blank_rows(part: TablePart, id_at: int) -> TablePart:
    """The part without the rows in which nothing stands; a row with a case id is none of them."""
    blank = _is_blank(part.cells[id_at])
    if not blank.any():
        return part
    for cells in part.cells:
        blank &= _is_blank(cells)
    if not blank.any():
        return part
    at = (~blank).arg_true()
    where = {old: new for new, old in enumerate(at.to_list())}
    return TablePart(
        [series.gather(at) for series in part.cells],
        None if part.lines is None else part.lines.gather(at),
        lambda index: part.row(int(at[index])),
        [where[one] for one in part.odd if one in where],
    )


def _is_blank(cells: pl.Series) -> pl.Series:
    return cells.is_null() if cells.dtype != pl.String else (cells.str.strip_chars().fill_null("") == "")
