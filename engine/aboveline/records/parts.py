"""Files of cases whose rows come part by part, as columns, so that only a part of them is ever in memory.

What a part means is what the readers of small files make of the same rows: whatever is odd about a
row, `records` gives it exactly as they do.
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
from aboveline.records.record import SheetCells
from aboveline.records.rows import Row, Table
from aboveline.records.wide import Header, blank_headings, read_header, record_of_row

#: How many rows the header is looked at with, to say what to do where it is none.
SAMPLE_ROWS = 20

#: A text in which nothing can be seen, as Python tells space.
_ONLY_SPACE = r"^[\s\x1c-\x1f]*$"


class ReadWhole(Exception):  # noqa: N818 (no error: it says that another reader is to be asked)
    """A file that cannot be read in parts after all.

    `faults` are what is wrong with it as a whole, so that nothing of it can be read; where there are
    none, the reader of small files says it.
    """

    def __init__(self, faults: Diagnostics = ()) -> None:
        super().__init__()
        self.faults = faults


@frozen
class RawPart:
    """Some rows of a file: their case ids, their values by column, and the line each begins on, where there are lines."""

    case_ids: pl.Series = field(repr=False)
    held: Mapping[str, pl.Series] = field(repr=False)
    lines: pl.Series | None = field(repr=False)
    #: Some rows, by their places here, as the reader of small files gives them; the first row here has that number in the file.
    records: Callable[[Sequence[int], int], Iterator[RawRecord]] = field(repr=False)
    #: Rows that only that reader can tell.
    odd: Sequence[int] = ()


@frozen
class PartedFile:
    """A file of cases to be read in parts.

    `late` are the faults of the file as a whole that are known only when every part was read. Of a
    file that `has_no_ids` the parts are read to see that they can be, and hold no cases.
    """

    absent: frozenset[str]
    diagnostics: Diagnostics
    notes: Diagnostics
    parts: Callable[[], Iterator[RawPart]] = field(repr=False)
    late: Callable[[], Diagnostics] = field(repr=False)
    #: Of a sheet, its cells.
    cells: SheetCells | None = None
    has_no_ids: bool = False


@frozen
class TablePart:
    """Some rows of a table with one row a case: a series for each cell of the header, and the lines they begin on.

    In a `trimmed` table the space around a text is none of it.
    """

    cells: Sequence[pl.Series] = field(repr=False)
    lines: pl.Series | None = field(repr=False)
    rows: Callable[[Sequence[int]], Iterator[Row]] = field(repr=False)
    trimmed: bool
    odd: Sequence[int] = ()


def parted_table(
    source: Input, head: Table, columns: Columns, parts: Callable[[], Iterator[TablePart]]
) -> PartedFile | None:
    """A table as a file of cases; `head` has its header and first rows. None where it has one row an answer."""
    if is_long(source, head, columns):
        return None
    header = read_header(head, columns)
    filled = {at: 0 for at, name in enumerate(head.names) if not name}

    def read() -> Iterator[RawPart]:
        for part in parts():
            some = _without_blank_rows(part, header.id_at or 0)
            for at in filled:
                filled[at] += len(some.cells[at]) - int(_is_blank(some.cells[at], trimmed=part.trimmed).sum())
            yield _raw_part(head, header, some)

    has_no_ids = header.id_at is None
    return PartedFile(
        header.absent,
        header.diagnostics,
        () if has_no_ids else header.notes,
        read,
        lambda: () if has_no_ids else blank_headings(head, filled),
        head.cells(header.columns, header.id_at or 0),
        has_no_ids,
    )


def is_long(source: Input, head: Table, columns: Columns) -> bool:
    """Whether a table has one row an answer."""
    return source.form == "long-csv" or (source.form != "csv" and looks_long(head.names, columns))


def _raw_part(head: Table, header: Header, part: TablePart) -> RawPart:
    id_at = header.id_at or 0
    cells = head.cells(header.columns, id_at)
    ids = part.cells[id_at]
    again: list[int] = []
    if ids.dtype == pl.String or isinstance(ids.dtype, pl.Enum | pl.Categorical):
        again = ids.cast(pl.String).str.contains(head.names[id_at], literal=True).arg_true().to_list()

    def records(at: Sequence[int], first: int) -> Iterator[RawRecord]:
        for index, row in zip(at, part.rows(at), strict=True):
            yield record_of_row(head, header, cells, row, first + index)

    held = {name: part.cells[at] for at, name in header.columns}
    return RawPart(ids, held, part.lines, records, sorted({*part.odd, *again}))


def _without_blank_rows(part: TablePart, id_at: int) -> TablePart:
    """The part without the rows in which nothing stands; a row with a case id is none of them."""
    blank = _is_blank(part.cells[id_at], trimmed=part.trimmed)
    for cells in part.cells:
        if not blank.any():
            break
        blank &= _is_blank(cells, trimmed=part.trimmed)
    # A row with more cells than the header is not blank where its others are.
    blank = blank.scatter(list(part.odd), False) if part.odd else blank
    if not blank.any():
        return part
    at = (~blank).arg_true()
    where = {old: new for new, old in enumerate(at.to_list())}
    return TablePart(
        [series.gather(at) for series in part.cells],
        None if part.lines is None else part.lines.gather(at),
        lambda some: part.rows([at[index] for index in some]),
        part.trimmed,
        [where[one] for one in part.odd],
    )


def _is_blank(cells: pl.Series, *, trimmed: bool) -> pl.Series:
    if isinstance(cells.dtype, pl.Enum | pl.Categorical):
        cells = cells.cast(pl.String)
    if cells.dtype != pl.String:
        return cells.is_null()
    blank = cells.str.contains(_ONLY_SPACE) if trimmed else cells == ""
    return blank.fill_null(True)


def table_parts(table: Table, size: int) -> Iterator[TablePart]:
    """A table of trimmed texts that is in memory, so many rows at a time."""
    for first in range(0, len(table.rows), size):
        yield part_of_rows(table.rows[first : first + size], len(table.names))


def part_of_rows(rows: Sequence[Row], width: int) -> TablePart:
    """Rows of trimmed texts as columns."""
    padded = [row.cells if len(row.cells) == width else (*row.cells, *[""] * width)[:width] for row in rows]
    by_column = list(zip(*padded, strict=True)) or [()] * width
    frame = pl.DataFrame([pl.Series(str(at), cells, dtype=pl.String) for at, cells in enumerate(by_column)])
    return TablePart(
        without_blanks(frame).get_columns(),
        pl.Series([row.line for row in rows], dtype=pl.UInt32),
        lambda some: (rows[at] for at in some),
        trimmed=True,
        odd=[at for at, row in enumerate(rows) if row.faults or len(row.cells) != width],
    )


def without_blanks(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of texts with nothing in place of those that are empty."""
    return frame.select(pl.when(pl.all() != "").then(pl.all()))
