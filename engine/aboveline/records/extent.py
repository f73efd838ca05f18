"""About how many cases a file holds, told without reading it: of a text by its lines, of a table by what it says of itself."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from io import BytesIO

from aboveline.records.form import table_form
from aboveline.records.raw import Input

#: How much of a text is looked at to tell how long its lines are.
_SAMPLE = 1 << 20

#: About how many bytes a case takes in a workbook, which is compressed.
_BYTES_IN_WORKBOOK = 250


def about_how_many(source: Input) -> int:
    """About how many cases there are; where a file is damaged, any number."""
    kind, _ = table_form(source)
    match kind:
        case None:
            sample = source.beginning(_SAMPLE)
            lines = max(1, sample.count(b"\n"))
            return lines * source.size // max(1, len(sample))
        case "xlsx" | "ods":
            return source.size // _BYTES_IN_WORKBOOK
        case "parquet" | "arrow":
            return _rows(source, kind)


def _rows(source: Input, kind: str) -> int:
    import polars as pl  # noqa: PLC0415 (heavy: only where it is used)

    held = BytesIO(source.held) if isinstance(source.held, bytes) else source.held
    try:
        lazy = pl.scan_parquet(held) if kind == "parquet" else pl.scan_ipc(held)
        return int(lazy.select(pl.len()).collect().item())
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (the reader is no Python: what is wrong with the file is told when it is read)
        return 0
