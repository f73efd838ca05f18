"""Reads one JSON object a line in blocks of lines, by Python's own JSON where a line is plain.

A line is plain where it is an object that has no name twice and none the framework does not know, and
holds texts, numbers and truths alone. All others are read as `json_records` reads them.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from aboveline.diagnostics import Place
from aboveline.records.columns import CASE_ID, Columns
from aboveline.records.decode import decode, decode_fault
from aboveline.records.form import begins_object, begins_with_slip, form_of
from aboveline.records.json_records import Keys, flattened, record_of_line
from aboveline.records.json_text import JsonText, open_json
from aboveline.records.parts import PartedFile, RawPart, ReadWhole
from aboveline.records.raw import Input, RawRecord

#: How many bytes make a block, but for the line its end falls into.
BLOCK = 1 << 24

SAMPLE = 1 << 16
_MARK = b"\xef\xbb\xbf"
_NOT_TEXT = frozenset({int, bool, Decimal})
_PLAIN = frozenset({str, type(None), *_NOT_TEXT})


def ndjson_parts(source: Input, columns: Columns) -> PartedFile | None:
    """A file of one JSON object a line, to be read in parts; None for what only the reader of small files can tell."""
    sample = source.beginning(SAMPLE)
    is_all = len(sample) == source.size
    text, _ = decode(Input(source.name, sample if is_all else sample[: sample.rfind(b"\n") + 1], source.form))
    if text is None or form_of(source, text)[0] != "ndjson":
        return None
    keys, slip = Keys(columns), begins_with_slip(text)
    return PartedFile(frozenset(), (), (), lambda: _parts(source, keys, slip=slip), keys.errors)


def _parts(source: Input, keys: Keys, *, slip: bool) -> Iterator[RawPart]:
    with source.mapped() as data:
        at, line, size = len(_MARK) if data[: len(_MARK)] == _MARK else 0, 1, len(data)
        while at < size:
            end = size if at + BLOCK >= size else data.find(b"\n", at + BLOCK) + 1 or size
            lines = _text(source, data[at:end]).split("\n")
            if slip and not all(map(begins_object, lines)):
                # It is one text over several lines after all.
                raise ReadWhole
            yield _part(source.name, lines, line, keys)
            line += len(lines) - 1
            at = end


def _text(source: Input, block: bytes) -> str:
    try:
        if b"\0" not in block:
            return block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    raise ReadWhole(decode_fault(source))


def _part(name: str, text: Sequence[str], first: int, keys: Keys) -> RawPart:
    reader = open_json("")
    lines: list[str] = []
    numbers: list[int] = []
    odd: list[int] = []
    found: list[Mapping[str, Any]] = []
    others: set[str] = set()
    for number, line in enumerate(text, first):
        if line.strip():
            plain = _plain(line, reader, keys.columns, others)
            if plain is None:
                odd.append(len(lines))
            lines.append(line)
            numbers.append(number)
            found.append(plain or {})

    def records(some: Sequence[int], row: int) -> Iterator[RawRecord]:
        for at in some:
            yield record_of_line(lines[at], Place(name, numbers[at], row + at), keys)

    columns = _held(found, others)
    ids = columns.get(CASE_ID, pl.repeat(None, len(found), dtype=pl.String, eager=True))
    held = {name: columns[name] for name in keys.columns.fields if name in columns}
    return RawPart(ids, held, pl.Series(numbers, dtype=pl.UInt32), records, odd)


def _plain(line: str, reader: JsonText, columns: Columns, others: set[str]) -> Mapping[str, Any] | None:
    """What a plain line holds, by column; columns that hold more than texts are added to `others`."""
    reader.repeated.clear()
    try:
        value: Any = reader.decoder.decode(line)
    except (ValueError, RecursionError):
        return None
    # Half a character (an escape such as \ud800) no column of texts can hold.
    if not isinstance(value, dict) or reader.repeated or "\\ud" in line or "\\uD" in line:
        return None
    found: dict[str, Any] = value
    names = columns.fields.keys()
    if not (found.keys() - {CASE_ID} <= names):
        flat = list(flattened(found, "", columns))
        found = dict(flat)
        if len(found) < len(flat) or not (found.keys() - {CASE_ID} <= names):
            return None
    kinds = set(map(type, found.values()))
    if not kinds <= _PLAIN:
        return None
    if kinds & _NOT_TEXT:
        others.update(name for name, one in found.items() if type(one) in _NOT_TEXT)
    return found


def _held(found: Sequence[Mapping[str, Any]], others: set[str]) -> dict[str, pl.Series]:
    """The columns in which anything stands."""
    texts = dict.fromkeys(sorted(set[str]().union(*found) - others), pl.String())
    held = pl.DataFrame(found, schema=texts).to_dict() if texts else dict[str, pl.Series]()
    held |= {name: _series([one.get(name) for one in found]) for name in others}
    return {name: series for name, series in held.items() if series.null_count() < len(series)}


def _series(values: Sequence[object]) -> pl.Series:
    """A column of whole numbers or truths; one of several kinds holds them as they are."""
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {bool}:
        return pl.Series(values, dtype=pl.Boolean)
    if kinds == {int}:
        try:
            return pl.Series(values, dtype=pl.Int64)
        except (OverflowError, TypeError):
            pass
    return pl.Series(values, dtype=pl.Object)
