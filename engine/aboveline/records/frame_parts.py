"""Reads Parquet and Arrow tables part by part; typed columns stay as they are."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Sequence
from typing import Literal

import polars as pl

from aboveline.records.columns import Columns
from aboveline.records.frames import flattened, raw_values, scanned
from aboveline.records.parts import SAMPLE_ROWS, PartedFile, ReadWhole, TablePart, parted_table
from aboveline.records.raw import Input
from aboveline.records.rows import Row, Table

#: About how many rows are read at once.
_ROWS = 1 << 16


def frame_parts(source: Input, kind: Literal["parquet", "arrow"], columns: Columns) -> PartedFile | None:
    """A Parquet or Arrow file with one row a case, to be read in parts; None for what only the reader of small files can tell."""
    try:
        lazy = scanned(source, kind)
        if lazy is None:
            return None
        sample = _cells(lazy.head(SAMPLE_ROWS).collect(), columns)
        rows = [
            row
            for row in _rows(sample, range(len(sample[0]) if sample else 0))
            if any(map(_is_there, row.cells))
        ]
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (the reader is no Python: whatever it ends with, the file is at fault)
        return None
    head = Table(source.name, None, tuple(series.name for series in sample), rows)
    parted = parted_table(source, head, columns, lambda: _parts(lazy, columns))
    # What to do about a header that is none, the first rows with anything in them say.
    return None if parted is None or (parted.has_no_ids and len(rows) < SAMPLE_ROWS) else parted


def _is_there(cell: object) -> bool:
    return cell is not None and cell != ""


def _parts(lazy: pl.LazyFrame, columns: Columns) -> Iterator[TablePart]:
    batches = iter(lazy.collect_batches(chunk_size=_ROWS, maintain_order=True, engine="streaming"))
    while True:
        try:
            frame = next(batches, None)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:
            raise ReadWhole from error
        if frame is None:
            return
        cells = _cells(frame, columns)
        yield TablePart(cells, None, lambda some, cells=cells: _rows(cells, some), trimmed=False)


def _cells(frame: pl.DataFrame, columns: Columns) -> list[pl.Series]:
    return [series.alias(name) for name, series in flattened(frame.get_columns(), "", columns)]


def _rows(cells: Sequence[pl.Series], some: Sequence[int]) -> Iterator[Row]:
    values = zip(*(raw_values(series.gather(list(some))) for series in cells), strict=True)
    return (Row(None, row) for row in values)
