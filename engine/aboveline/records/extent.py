"""What can be told of a file without reading it: about how many cases it holds, and the row of one of them."""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import csv
import mmap
from collections.abc import Iterator
from io import BytesIO
from typing import Literal

from aboveline.records.columns import CASE_ID
from aboveline.records.form import table_form
from aboveline.records.frames import scanned
from aboveline.records.raw import Input

_Bytes = bytes | mmap.mmap
_MARK = b"\xef\xbb\xbf"

#: How much of a text is looked at to tell how long its lines are.
_SAMPLE = 1 << 20

#: About how many bytes a case takes in a workbook, which is compressed.
_BYTES_IN_WORKBOOK = 250
#: The same in a stream of Arrow, which says nowhere how many there are.
_BYTES_IN_TABLE = 1_000


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


def _rows(source: Input, kind: Literal["parquet", "arrow"]) -> int:
    import polars as pl  # noqa: PLC0415 (heavy: only where it is used)

    try:
        lazy = scanned(source, kind)
        return source.size // _BYTES_IN_TABLE if lazy is None else int(lazy.select(pl.len()).collect().item())
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


def _one_row(source: Input, case_id: str, kind: Literal["parquet", "arrow"]) -> Input | None:
    import polars as pl  # noqa: PLC0415 (heavy: only where it is used)

    data = BytesIO()
    try:
        lazy = scanned(source, kind)
        if lazy is None:
            return None
        lazy.filter(pl.col(CASE_ID).cast(pl.String) == case_id).collect().write_parquet(data)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 (as above)
        return None
    return Input(source.name.rpartition(".")[0] + ".parquet", data.getvalue())


def _one_line(source: Input, line: int | None) -> Input | None:
    """The row of a text that begins on a line, and in CSV the header above it."""
    if line is None:
        return None
    with source.mapped() as data:
        at = _start_of(data, line)
        if data[at : at + _SAMPLE].lstrip().startswith(b"{"):
            end = data.find(b"\n", at) + 1
            return Input(source.name, data[at : end or len(data)], "ndjson")
        first = len(_MARK) if data[: len(_MARK)] == _MARK else 0
        header, row = _end_of_row(data, first), _end_of_row(data, at)
        if header is None or row is None:
            return None
        return Input(source.name, data[first:header] + data[at:row], "csv")


def _end_of_row(data: _Bytes, at: int) -> int | None:
    """Where the first row of CSV that is not blank ends; None where it cannot be told into cells."""
    end = at

    def lines() -> Iterator[str]:
        nonlocal end
        while end < len(data):
            begins, end = end, data.find(b"\n", end) + 1 or len(data)
            yield data[begins:end].decode("utf-8")

    try:
        return end if any(any(map(str.strip, row)) for row in csv.reader(lines(), strict=True)) else None
    except (csv.Error, UnicodeDecodeError):
        return None


def _start_of(data: _Bytes, line: int) -> int:
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
