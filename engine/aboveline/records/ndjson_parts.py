"""Reads one JSON object a line in blocks of lines: at once where they are written alike, by Python's own JSON where a line is plain.

A line is plain where it is an object that has no name twice and none the framework does not know, and
holds texts, numbers and truths alone. All others are read as `json_records` reads them.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import polars as pl

from aboveline.diagnostics import Place
from aboveline.records.columns import CASE_ID, Columns
from aboveline.records.decode import decode, decode_fault
from aboveline.records.form import begins_object, begins_with_slip, form_of
from aboveline.records.json_records import Keys, flattened, record_of_line
from aboveline.records.json_text import JsonText, open_json
from aboveline.records.ndjson_alike import Manner, manner_of, read_alike
from aboveline.records.parts import PartedFile, RawPart, ReadWhole
from aboveline.records.raw import Input, RawRecord

#: How many bytes make a block, but for the line its end falls into.
BLOCK = 1 << 24

SAMPLE = 1 << 16

#: So many lines tell what kind of file it is.
_LOOKED_AT = 20
_MARK = b"\xef\xbb\xbf"
#: Where no more than one in so many lines is not written like the others, all others are read at once.
_FEW = 8
_MOST_TRIES = 3
_NOT_TEXT = frozenset({int, bool, Decimal})
_PLAIN = frozenset({str, type(None), *_NOT_TEXT})

#: Columns by name, and the lines, by their places, of which they say nothing.
_Held = tuple[Mapping[str, pl.Series], Sequence[int]]


def ndjson_parts(source: Input, columns: Columns) -> PartedFile | None:
    """A file of one JSON object a line, to be read in parts; None for what only the reader of small files can tell."""
    sample = source.beginning(SAMPLE)
    is_all = len(sample) == source.size
    text, _ = decode(Input(source.name, sample if is_all else sample[: sample.rfind(b"\n") + 1], source.form))
    if text is None or form_of(source, text)[0] != "ndjson":
        return None
    if _is_of_another_kind(text, columns, source.name):
        return None
    keys, slip = Keys(columns), begins_with_slip(text)
    return PartedFile(frozenset(), (), (), lambda: _parts(source, keys, slip=slip), keys.errors)


def _is_of_another_kind(text: str, columns: Columns, name: str) -> bool:
    """Whether the first lines of a file are plainly not what it was given for, which the reader of small files says."""
    keys, reader = Keys(columns), open_json("")
    lines = islice((line for line in text.split("\n") if line.strip()), _LOOKED_AT)
    records = tuple(record_of_line(reader.on(line), Place(name), keys) for line in lines)
    return any(one.code == "another-kind-of-file" for one in keys.file(records, Place(name)).diagnostics)


def _parts(source: Input, keys: Keys, *, slip: bool) -> Iterator[RawPart]:
    reader = _Reader(source.name, keys)
    with source.mapped() as data:
        at, line, size = len(_MARK) if data[: len(_MARK)] == _MARK else 0, 1, len(data)
        while at < size:
            end = size if at + BLOCK >= size else data.find(b"\n", at + BLOCK) + 1 or size
            block = data[at:end]
            lines = _text(source, block).split("\n")
            if slip and not all(map(begins_object, lines)):
                # It is one text over several lines after all.
                raise ReadWhole
            yield reader.part(block, lines, line)
            line += len(lines) - 1
            at = end


def _text(source: Input, block: bytes) -> str:
    try:
        if b"\0" not in block:
            return block.decode("utf-8")
    except UnicodeDecodeError:
        pass
    raise ReadWhole(decode_fault(source))


class _Reader:
    """Makes parts of the lines of one file."""

    def __init__(self, name: str, keys: Keys) -> None:
        self._name, self._keys = name, keys
        self._json = open_json("")
        self._manner: Manner | None = None
        #: How often more may be tried to read lines for their being written alike.
        self._tries = _MOST_TRIES

    def part(self, block: bytes, text: Sequence[str], first: int) -> RawPart:
        """A block of the file and its lines, the first of which has that number."""
        placed = [(number, line) for number, line in enumerate(text, first) if line.strip()]
        numbers, lines = [number for number, _ in placed], [line for _, line in placed]
        columns, odd = self._alike(block, lines) or self._one_by_one(lines)

        def records(some: Sequence[int], row: int) -> Iterator[RawRecord]:
            for at in some:
                yield record_of_line(
                    self._json.on(lines[at]), Place(self._name, numbers[at], row + at), self._keys
                )

        ids = columns.get(CASE_ID, pl.repeat(None, len(lines), dtype=pl.String, eager=True))
        known = self._keys.columns.fields
        held = {name: columns[name] for name in known if name in columns and not _is_blank(columns[name])}
        return RawPart(ids, held, pl.Series(numbers, dtype=pl.UInt32), records, odd)

    def _alike(self, block: bytes, lines: Sequence[str]) -> _Held | None:
        """The lines at once, if few of them are written in another manner than most were, or than these are."""
        for is_known in (True, False):
            if self._tries == 0 or not lines:
                return None
            self._manner = self._manner if is_known else manner_of(lines, self._keys.columns)
            found = None if self._manner is None else read_alike(block, lines, self._manner)
            wrong = [] if found is None else (~found.right).arg_true().to_list()
            if found is not None and len(wrong) * _FEW <= len(lines):
                return found.held, wrong
        self._tries -= 1
        return None

    def _one_by_one(self, lines: Sequence[str]) -> _Held:
        others: set[str] = set()
        found = [_plain(line, self._json, self._keys.columns, others) for line in lines]
        odd = [at for at, plain in enumerate(found) if plain is None]
        return _held([plain or {} for plain in found], others), odd


def _is_blank(series: pl.Series) -> bool:
    return series.null_count() == len(series)


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
    found = cast("dict[str, Any]", value)
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
    return held | {name: _series([one.get(name) for one in found]) for name in others}


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
