"""What can be told of a file without reading it: about how many cases it holds, and the row of one of them."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from io import BytesIO
from typing import TYPE_CHECKING

from aboveline.records.form import table_form
from aboveline.records.raw import Input

if TYPE_CHECKING:
    import mmap

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


def one_case(source: Input, case_id: str, line: int | None) -> Input | None:
    """A file of one case alone, as it stands in a larger one, at the line where there are lines; None where that cannot be cut out."""
    kind, wrong = table_form(source)
    if wrong or kind in ("xlsx", "ods"):
        return None
    return _one_row(source, case_id, kind) if kind is not None else _one_line(source, line)


def _one_row(source: Input, case_id: str, kind: str) -> Input | None:
    import polars as pl  # noqa: PLC0415 (heavy: only where it is used)

    held = BytesIO(source.held) if isinstance(source.held, bytes) else source.held
    data = BytesIO()
    try:
        lazy = pl.scan_parquet(held) if kind == "parquet" else pl.scan_ipc(held)
        lazy.filter(pl.col("case_id").cast(pl.String) == case_id).collect().write_parquet(data)
    except pl.exceptions.PolarsError:
        return None
    return Input(source.name.rpartition(".")[0] + ".parquet", data.getvalue())


def _one_line(source: Input, line: int | None) -> Input | None:
    """The row of a text that begins on a line, and in CSV the header above it."""
    if line is None:
        return None
    with source.mapped() as data:
        at = _start_of(data, line)
        end = at
        while True:
            found = data.find(b"\n", end)
            end = len(data) if found < 0 else found + 1
            row = data[at:end]
            if end == len(data) or row.count(b'"') % 2 == 0:
                break
        first = data[: data.find(b"\n") + 1]
    if row.lstrip().startswith(b"{"):
        return Input(source.name, row, "ndjson")
    return Input(source.name, first + row, "csv")


def _start_of(data: "bytes | mmap.mmap", line: int) -> int:
    """Where a line begins, counted from 1."""
    at = 0
    while line > 1:
        block = data[at : at + _SAMPLE]
        found = block.count(b"\n")
        if not block:
            return len(data)
        if found < line - 1:
            at, line = at + len(block), line - found
            continue
        offset = 0
        for _ in range(line - 1):
            offset = block.find(b"\n", offset) + 1
        return at + offset
    return at
