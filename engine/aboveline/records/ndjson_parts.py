"""Reads one JSON object a line in blocks of lines, by Python's own JSON where a line is plain.

A line is plain where its object is flat, has no name twice, none the framework does not know, and no
numbers with a fraction. All others are read as `json_records` reads them.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import polars as pl

from aboveline.diagnostics import Place
from aboveline.records.columns import CASE_ID, Columns
from aboveline.records.decode import decode
from aboveline.records.form import form_of
from aboveline.records.json_records import Keys, record_of_line
from aboveline.records.parts import PartedFile, RawPart, ReadWhole
from aboveline.records.raw import Input, RawRecord

#: How many bytes make a block, but for the line its end falls into.
BLOCK = 1 << 24

_SAMPLE = 1 << 16
_MARK = b"\xef\xbb\xbf"
_PLAIN = (str, bool, int)


def ndjson_parts(source: Input, columns: Columns) -> PartedFile | None:
    """A file of one JSON object a line, to be read in parts; None for what only the reader of small files can tell."""
    sample = source.beginning(_SAMPLE)
    whole = len(sample) == source.size
    text, _ = decode(Input(source.name, sample if whole else sample[: sample.rfind(b"\n") + 1], source.form))
    if text is None or form_of(source, text)[0] != "ndjson":
        return None
    rows = max(1, sample.count(b"\n")) * source.size // max(1, len(sample))
    keys = Keys(columns)
    return PartedFile(max(1, rows), frozenset(), (), (), lambda: _parts(source, keys), keys.errors)


def _parts(source: Input, keys: Keys) -> Iterator[RawPart]:
    with source.mapped() as data:
        at, line, size = len(_MARK) if data[:3] == _MARK else 0, 1, len(data)
        while at < size:
            end = size if at + BLOCK >= size else data.find(b"\n", at + BLOCK) + 1 or size
            block = data[at:end]
            if b"\0" in block:
                raise ReadWhole
            try:
                text = block.decode("utf-8")
            except UnicodeDecodeError as error:
                raise ReadWhole from error
            yield _part(source.name, text, line, keys)
            line += text.count("\n")
            at = end


def _part(name: str, text: str, first: int, keys: Keys) -> RawPart:
    names = {CASE_ID, *keys.columns.fields}
    lines: list[str] = []
    numbers: list[int] = []
    odd: list[int] = []
    found: list[Mapping[str, Any]] = []
    for number, line in enumerate(text.split("\n"), first):
        if line.strip():
            plain = _plain(line, names)
            if plain is None:
                odd.append(len(lines))
            lines.append(line)
            numbers.append(number)
            found.append(plain or {})
    held = {column: _series([one.get(column) for one in found]) for column in keys.columns.fields}

    def record(at: int, row: int) -> RawRecord:
        return record_of_line(lines[at], Place(name, numbers[at], row), keys)

    ids = _series([one.get(CASE_ID) for one in found])
    there = {column: series for column, series in held.items() if series.null_count() < len(series)}
    return RawPart(ids, there, pl.Series(numbers, dtype=pl.UInt32), record, odd)


def _plain(line: str, names: set[str]) -> Mapping[str, Any] | None:
    try:
        value: Any = json.loads(line, parse_constant=_refused, parse_float=_refused)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    found = cast("dict[str, Any]", value)
    # A name that stands twice is once in the object, and twice in the line.
    if len(found) != line.count('":') or not found.keys() <= names:
        return None
    return found if all(one is None or isinstance(one, _PLAIN) for one in found.values()) else None


def _refused(number: str) -> None:
    raise ValueError(number)


def _series(values: Sequence[object]) -> pl.Series:
    """A column of texts, whole numbers or truths; one of several kinds holds them as they are."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds <= {str}:
        return pl.Series(values, dtype=pl.String)
    if kinds == {bool}:
        return pl.Series(values, dtype=pl.Boolean)
    if kinds == {int}:
        try:
            return pl.Series(values, dtype=pl.Int64)
        except (OverflowError, TypeError):
            pass
    return pl.Series(values, dtype=pl.Object)
