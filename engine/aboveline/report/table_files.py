"""Turns a table into the bytes of a file: CSV, JSON or Parquet; the same table gives the same bytes."""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

from aboveline.report.documents import document_bytes
from aboveline.report.tables import Cell, Table

#: A text that begins like this is a formula to a spreadsheet.
LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(table: Table) -> bytes:
    """The table as CSV (UTF-8), its columns by the names programs use.

    A text that a spreadsheet would take for a formula has an apostrophe put before it, as people do
    who type one in: `=1+1` becomes `'=1+1`. JSON and Parquet hold every text as it is.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([_guarded(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8")


def _guarded(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return f"'{cell}" if cell.startswith(LIKE_FORMULA) else cell
        case int() | float():
            return cell


def json_document(table: Table) -> dict[str, Any]:
    """The table as a document: each row an object, by the names programs use."""
    kind, names = table.name.lower(), [column.name for column in table.columns]
    return {
        "version": 1,
        "kind": kind,
        kind: [dict(zip(names, row, strict=True)) for row in table.rows],
    }


def _json_bytes(table: Table) -> bytes:
    return document_bytes(json_document(table))


def parquet_bytes(table: Table) -> bytes:
    """The table as Parquet, each column of its own type."""
    import polars as pl  # noqa: PLC0415 (heavy: only where it is used)

    kinds = {
        "text": pl.String,
        "whole": pl.Int64,
        "number": pl.Float64,
        "percent": pl.Int64,
        "points": pl.Float64,
        "truth": pl.Boolean,
    }
    schema = {column.name: kinds[column.kind] for column in table.columns}
    data = io.BytesIO()
    pl.DataFrame(table.rows, schema=schema, orient="row").write_parquet(data)
    return data.getvalue()


#: What writes each kind of file, by the ending of its name.
WRITERS: Mapping[str, Callable[[Table], bytes]] = {
    ".csv": csv_bytes,
    ".json": _json_bytes,
    ".parquet": parquet_bytes,
}
