"""Reads Parquet and Arrow tables part by part; typed columns stay as they are."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Sequence
from io import BytesIO

import polars as pl

from aboveline.records.columns import CASE_ID, Columns
from aboveline.records.form import TableForm
from aboveline.records.frames import flattened, raw_values
from aboveline.records.parts import PartedFile, ReadWhole, TablePart, parted_table, without_blank_rows
from aboveline.records.raw import Input
from aboveline.records.rows import Row, Table

#: About how many rows are read at once.
_ROWS = 1 << 16
_SAMPLE_ROWS = 20


def frame_parts(source: Input, kind: TableForm, columns: Columns) -> PartedFile | None:
    """A Parquet or Arrow file with one row a case, to be read in parts; None for what only the reader of small files can tell."""
    try:
        lazy = _scan(source, kind)
        if lazy is None:
            return None
        rows = int(lazy.select(pl.len()).collect().item())
        sample = _cells(lazy.head(_SAMPLE_ROWS).collect(), columns)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (the reader is no Python: whatever it ends with, the file is at fault)
        return None
    head = Table(source.name, None, tuple(series.name for series in sample), _rows(sample))
    id_at = next((at for at, series in enumerate(sample) if series.name == CASE_ID), 0)
    return parted_table(source, head, columns, rows, lambda: _parts(lazy, columns, id_at))


def _scan(source: Input, kind: TableForm) -> pl.LazyFrame | None:
    held = source.held if isinstance(source.held, bytes) else None
    if kind == "parquet":
        return pl.scan_parquet(source.held if held is None else BytesIO(held))
    if source.beginning(6) != b"ARROW1":
        return None if source.beginning(4) == b"FEA1" else pl.read_ipc_stream(BytesIO(source.data)).lazy()
    return pl.scan_ipc(source.held if held is None else BytesIO(held))


def _parts(lazy: pl.LazyFrame, columns: Columns, id_at: int) -> Iterator[TablePart]:
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
        yield without_blank_rows(TablePart(cells, None, lambda at, cells=cells: _row(cells, at)), id_at)


def _cells(frame: pl.DataFrame, columns: Columns) -> list[pl.Series]:
    return [series.alias(name) for name, series in flattened(frame.get_columns(), "", columns)]


def _rows(cells: Sequence[pl.Series]) -> list[Row]:
    """The rows in which anything stands."""
    values = zip(*(raw_values(series) for series in cells), strict=True)
    return [Row(None, row) for row in values if any(cell is not None and cell != "" for cell in row)]


def _row(cells: Sequence[pl.Series], at: int) -> Row:
    return Row(None, tuple(raw_values(series[at : at + 1])[0] for series in cells))
