"""Writes the rows of a batch into one file, part by part: CSV, JSON or Parquet by the ending of its name.

What is written goes into a file beside it, which takes its place when everything is there.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

import polars as pl

from aboveline.batches.judged import JudgedPart
from aboveline.diagnostics import Diagnostic, Place
from aboveline.report.table_files import LIKE_FORMULA

#: The columns of a file of problems.
PROBLEM = ("code", "severity", "file", "place", "case_id", "field", "message", "help")

_AT_ONCE = 10_000


class RowFile:
    """A file that is written some rows at a time; `kind` is what a JSON document calls them.

    Raises OSError where the disk will not. To be used in a `with`: what was not finished leaves nothing.
    """

    def __init__(self, name: str, kind: str) -> None:
        self._path, self.kind = Path(name), kind
        self._write = {".csv": self._csv, ".json": self._json, ".parquet": self._parquet}[
            self._path.suffix.lower()
        ]
        self._beside = Path(
            tempfile.mkdtemp(prefix=f".{self._path.name}.", suffix=".part", dir=self._path.parent)
        )
        self._file: BinaryIO | None = None
        self._count = 0

    def __enter__(self) -> Self:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()
        shutil.rmtree(self._beside, ignore_errors=True)

    def begin(self) -> None:
        """Begin with the first part, perhaps anew."""
        self._close()
        shutil.rmtree(self._beside)
        self._beside.mkdir()
        self._count = 0
        self._file = (self._beside / "whole").open("wb")

    def add(self, frame: pl.DataFrame) -> None:
        """Write some rows."""
        self._write(frame, self._out)
        self._count += frame.height

    def finish(self) -> None:
        """Put the file into its place, once every part was taken."""
        whole = self._beside / "whole"
        if self._path.suffix.lower() == ".json":
            self._out.write(b"\n  ]\n}\n" if self._count else f"{self._opening()}]\n}}\n".encode())
        self._close()
        parts = sorted(self._beside.glob("*.parquet"))
        if parts:
            pl.scan_parquet(parts).sink_parquet(whole)
        mask = os.umask(0)
        os.umask(mask)
        whole.chmod(self._path.stat().st_mode & 0o777 if self._path.exists() else 0o666 & ~mask)
        whole.replace(self._path)

    @property
    def _out(self) -> BinaryIO:
        if self._file is None:
            raise ValueError("nothing was begun")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _csv(self, frame: pl.DataFrame, file: BinaryIO) -> None:
        guarded = frame.with_columns(_guarded(frame.columns))
        guarded.write_csv(file, include_header=file.tell() == 0, line_terminator="\n")

    def _opening(self) -> str:
        return f'{{\n  "version": 1,\n  "kind": "{self.kind}",\n  "{self.kind}": ['

    def _json(self, frame: pl.DataFrame, file: BinaryIO) -> None:
        for row in frame.iter_rows(named=True):
            before = self._opening() if file.tell() == 0 else ","
            file.write(f"{before}\n    {json.dumps(row, ensure_ascii=False)}".encode())

    def _parquet(self, frame: pl.DataFrame, _: BinaryIO) -> None:
        number = sum(1 for _ in self._beside.glob("*.parquet"))
        frame.write_parquet(self._beside / f"{number:06}.parquet")


class PartFile(RowFile):
    """A file of the rows that are made of each part of a batch."""

    def __init__(self, name: str, kind: str, rows: Callable[[JudgedPart], Iterator[pl.DataFrame]]) -> None:
        super().__init__(name, kind)
        self._rows = rows

    def take(self, part: JudgedPart) -> None:
        """Write the rows of a part."""
        for frame in self._rows(part):
            self.add(frame)


class ProblemFile(RowFile):
    """A file of everything that is wrong with some records, a row each."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "problems")
        self._waiting: list[Diagnostic] = []

    def tell(self, one: Diagnostic) -> None:
        """Write of one more thing that is wrong."""
        self._waiting.append(one)
        if len(self._waiting) >= _AT_ONCE:
            self._flush()

    def finish(self) -> None:
        """Put the file into its place."""
        self._flush()
        super().finish()

    def _flush(self) -> None:
        self.add(
            pl.DataFrame(
                [_row(one) for one in self._waiting], schema=dict.fromkeys(PROBLEM, pl.String), orient="row"
            )
        )
        self._waiting.clear()


def _row(one: Diagnostic) -> tuple[str | None, ...]:
    at = one.labels[0].at if one.labels else None
    place = at if isinstance(at, Place) else Place("")
    return (
        *(one.code, one.severity.value, place.file or None, place.spot),
        *(place.case_id, place.field, one.message, one.help),
    )


def _guarded(columns: Iterable[str]) -> Iterator[pl.Expr]:
    """Texts that a spreadsheet would take for formulas with an apostrophe before them."""
    starts = "".join(f"\\{mark}" if mark in "+-" else mark for mark in LIKE_FORMULA)
    for column in columns:
        text = pl.col(column)
        formula = text.str.contains(f"^[{starts}]")
        yield pl.when(formula).then(pl.concat_str(pl.lit("'"), text)).otherwise(text).alias(column)
