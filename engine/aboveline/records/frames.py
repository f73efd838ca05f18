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
    try:
        return [] if frame is None else frame.select(map(_within_calendar, frame.get_columns())).to_dicts()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 -- in a list or an object anything may stand; then nothing is shown
        return []


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
    if series.dtype.is_temporal():
        return _moments(series)
    if series.dtype.is_nested():
        odd = Odd(_KINDS["dict" if series.dtype.base_type().__name__ == "Struct" else "list"])
        return [None if is_blank else odd for is_blank in series.is_null()]
    return [_value(value) for value in series.to_list()]


def _moments(series: "Series") -> list[RawValue]:
    """Dates and times; those that Python's calendar does not know are no value."""
    if series.dtype.base_type().__name__ == "Duration":
        return [None if is_blank else Odd(_KINDS["timedelta"]) for is_blank in series.is_null()]
    within = _within_calendar(series)
    found: list[RawValue] = [_value(value) for value in within.to_list()]
    for at in (within.is_null() & series.is_not_null()).arg_true():
        found[at] = Odd("a date beyond the years 1 to 9999")
    return found


def _within_calendar(series: "Series") -> "Series":
    """A column without the dates beyond the years 1 to 9999, which are all that Python's calendar knows."""
    import polars as pl  # noqa: PLC0415 -- loaded by now

    kind = series.dtype
    if not isinstance(kind, pl.Date | pl.Datetime):
        return series
    first, end = _FIRST, _END
    if isinstance(kind, pl.Datetime):
        # A zone may put what is near the edge beyond it.
        margin = 0 if kind.time_zone is None else _DAY
        unit = {"ms": 10**3, "us": 10**6, "ns": 10**9}[kind.time_unit]
        first, end = (first + margin) * unit, (end - margin) * unit
    else:
        first, end = first // _DAY, end // _DAY
    within = series.to_physical().cast(pl.Int128).is_between(first, end, closed="left")
    return series.zip_with(within, pl.repeat(None, len(series), dtype=kind, eager=True))


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


#: A day in seconds, and where the years 1 to 9999 begin and end, in seconds from 1970 on.
_DAY, _FIRST, _END = 86_400, -62_135_596_800, 253_402_300_800

#: What sort of value the readers' own types are.
_KINDS = {
    "list": "a list",
    "dict": "an object",
    "time": "a time of day",
    "timedelta": "a length of time",
    "bytes": "raw bytes",
}
