"""Turns a Parquet or Arrow table into a table of records, its typed values kept as they are."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.records.columns import Columns
from aboveline.records.form import in_words
from aboveline.records.normalise import exact
from aboveline.records.raw import Input, Odd, RawValue, problem
from aboveline.records.rows import Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from polars import DataFrame, LazyFrame, Series

Kind = Literal["parquet", "arrow"]


def frame_table(source: Input, kind: Kind, columns: Columns) -> tuple[Table | None, Diagnostics]:
    """The table in a Parquet or Arrow file, or None and the reason there is none."""
    frame, errors = _open(source, kind)
    if frame is None:
        return None, errors
    series = list(flattened(frame.get_columns(), "", columns))
    rows = [
        Row(None, cells)
        for cells in zip(*(raw_values(s) for _, s in series), strict=True)
        if any(cell is not None and cell != "" for cell in cells)
    ]
    return Table(source.name, None, tuple(name for name, _ in series), rows), ()


def frame_rows(source: Input) -> list[dict[str, object]]:
    """The rows of a Parquet or Arrow file that can be read, by the names of its columns."""
    frame, _ = _open(source, "parquet" if source.beginning(4) == b"PAR1" else "arrow")
    return [] if frame is None else frame.to_dicts()


def scanned(source: Input, kind: Kind) -> "LazyFrame | None":
    """The table in a file that need not be in memory as a whole; None where it must be (a stream of Arrow), or is no table."""
    import polars as pl  # noqa: PLC0415 -- heavy: only where it is used

    if kind == "arrow" and source.beginning(6) != b"ARROW1":
        return None
    held = _held(source)
    # What a name is made of (brackets, `year=2012` in a folder) is no pattern and no column.
    if kind == "parquet":
        return pl.scan_parquet(held, glob=False, hive_partitioning=False)
    return pl.scan_ipc(held, glob=False, hive_partitioning=False)


def _held(source: Input) -> "BytesIO | Path":
    return BytesIO(source.held) if isinstance(source.held, bytes) else source.held.absolute()


def _open(source: Input, kind: Kind) -> "tuple[DataFrame | None, Diagnostics]":
    import polars as pl  # noqa: PLC0415 -- heavy: only where it is used

    if source.beginning(4) == b"FEA1":
        return None, (_old_feather(source),)
    try:
        lazy = scanned(source, kind)
        return pl.read_ipc_stream(_held(source)) if lazy is None else lazy.collect(), ()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 -- the reader is no Python: whatever it ends with, the file is at fault
        message = f"expected {in_words(kind)} that can be read, found a damaged one"
        remedy = "copy or export the file again"
        return None, (problem("damaged-file", message, Place(source.name), remedy=remedy),)


def _old_feather(source: Input) -> Diagnostic:
    message = "expected an Arrow table, found the older kind of Feather file"
    return problem(
        "wrong-kind-of-file", message, Place(source.name), remedy="write it again as version 2, or as Parquet"
    )


def flattened(found: "Sequence[Series]", prefix: str, columns: Columns) -> "Iterator[tuple[str, Series]]":
    """Each column under its dotted name. A column of structs is gone into where its name begins columns."""
    for series in found:
        name = prefix + series.name
        if name in columns.families and series.dtype.base_type().__name__ == "Struct":
            yield from flattened(series.struct.unnest().get_columns(), name + ".", columns)
        else:
            yield name, series


def raw_values(series: "Series") -> list[RawValue]:
    """The values of a column; a number with a fraction is exact in the fewest digits that tell it from every other."""
    if series.dtype.is_float():
        import polars as pl  # noqa: PLC0415 -- loaded by now

        return [None if text is None else _number(text) for text in series.cast(pl.String).to_list()]
    try:
        found = series.to_list()
    except Exception:  # noqa: BLE001 -- the types of Polars hold more than those of Python (the year 30000), and each fails in its way
        return [raw for at in range(len(series)) for raw in _one_by_one(series[at : at + 1])]
    return [_value(value) for value in found]


def _one_by_one(series: "Series") -> list[RawValue]:
    try:
        return [_value(value) for value in series.to_list()]
    except Exception:  # noqa: BLE001 -- as above
        return [Odd("a date or time that no calendar has")]


def _number(text: str) -> RawValue:
    if text in {"NaN", "inf", "-inf"}:
        return Odd("no number (NaN or infinite)")
    return exact(Decimal(text))


def _value(value: object) -> RawValue:
    match value:
        case None | str() | bool() | int():
            return value
        case Decimal():
            return exact(value)
        case datetime():
            midnight = value.tzinfo is None and value.time() == value.min.time()
            return value.date().isoformat() if midnight else value.isoformat(" ")
        case date():
            return value.isoformat()
        case _:
            return Odd(_KINDS.get(type(value).__name__, "a value of a kind no record holds"))


#: What sort of value the readers' own types are.
_KINDS = {
    "list": "a list",
    "dict": "an object",
    "time": "a time of day",
    "timedelta": "a length of time",
    "bytes": "raw bytes",
}
