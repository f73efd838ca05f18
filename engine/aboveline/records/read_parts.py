"""Reads files of cases part by part into typed columns, with the same diagnostics as `read.read_cases` gives.

Where a file can be read in parts only a part of it is in memory; of all cases only their ids and places
are kept, as a case may stand twice. Other files (workbooks, JSON arrays, tables with one row an answer)
are read whole and then put into columns.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl
from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.frozen import frozen
from aboveline.records.case_frame import case_frame, frame_schema
from aboveline.records.columns import CASE_ID, Columns
from aboveline.records.csv_parts import csv_parts
from aboveline.records.form import table_form
from aboveline.records.frame_parts import frame_parts
from aboveline.records.ndjson_parts import ndjson_parts
from aboveline.records.parts import PartedFile, RawPart, ReadWhole
from aboveline.records.raw import Input
from aboveline.records.read import Reading, again, nothing_known, read_file, similar_ids
from aboveline.records.record import Record, RecordShape
from aboveline.records.screen import screen
from aboveline.records.validate import check, checker

#: How many cases make a part.
PART = 100_000

#: How many faults are kept one by one; what goes beyond is only counted.
MOST_KEPT = 10_000

#: Where a case stands: the number of its file, its line, its number in the file, and its number among the records read whole.
FILE, LINE, ROW, RECORD = "#file", "#line", "#row", "#record"
_PLACES = {FILE: pl.UInt16(), LINE: pl.UInt32(), ROW: pl.UInt32(), RECORD: pl.UInt32()}


@frozen
class CasePart:
    """Some valid cases, in the order of the files: their columns by key (`frame_schema`), and beside them where each stands."""

    frame: pl.DataFrame = field(repr=False)
    #: The records of files that were read whole; `RECORD` is the place of a case among them.
    records: Sequence[Record] = field(repr=False)


@frozen
class _Told:
    """Something said of a file, in the order of the files and their rows; row 0 is the file as a whole."""

    file: int
    row: int
    said: Diagnostic


def open_parts(source: Input, columns: Columns) -> PartedFile | None:
    """A file to be read in parts; None where it must be read whole."""
    kind, wrong = table_form(source)
    if wrong or kind in ("xlsx", "ods"):
        return None
    if kind is not None:
        return frame_parts(source, kind, columns)
    return csv_parts(source, columns) or ndjson_parts(source, columns)


class PartsReading:
    """Reads some files; iterated over it gives the valid cases in parts, and then `reading` says what came of it.

    Files named in `whole` are read whole, and cases named in `without` are refused. Where a file turns
    out not to be readable in parts after all, `ReadWhole` is raised with its name: it is to be begun anew.
    `tell` is told everything that is wrong, however much it is.
    """

    def __init__(
        self,
        inputs: Sequence[Input],
        shape: RecordShape,
        *,
        whole: frozenset[str] = frozenset(),
        without: frozenset[str] = frozenset(),
        size: int = PART,
        tell: Callable[[Diagnostic], None] = lambda one: None,
    ) -> None:
        self._tell = tell
        self._inputs, self._shape, self._size = tuple(inputs), shape, size
        self._whole, self._without = whole, without
        self._columns, self._against = Columns(shape), checker(shape)
        self._schema = frame_schema(shape)
        self._faults: list[_Told] = []
        self._notes: list[_Told] = []
        self._invalid: list[tuple[int, int, str | None]] = []
        self._ids: list[pl.DataFrame] = []
        self._fatal = False
        #: How many errors there were beyond those kept.
        self.untold = 0
        #: How many records were read so far, and about how many there are.
        self.read, self.expected = 0, 0
        self.records: list[Record] = []

    def __iter__(self) -> Iterator[CasePart]:
        opened = [
            None if source.name in self._whole else open_parts(source, self._columns)
            for source in self._inputs
        ]
        self.expected = sum(one.rows for one in opened if one is not None)
        waiting: list[pl.DataFrame] = []
        count = 0
        for number, (source, parted) in enumerate(zip(self._inputs, opened, strict=True)):
            frames = self._read_whole(number, source) if parted is None else self._in_parts(number, parted)
            for frame in frames:
                waiting.append(frame)
                count += frame.height
                while count >= self._size:
                    ready = self._together(waiting)
                    yield CasePart(ready.head(self._size).rechunk(), self.records)
                    waiting, count = [ready.slice(self._size)], count - self._size
        if count:
            yield CasePart(self._together(waiting).rechunk(), self.records)

    @property
    def has_errors(self) -> bool:
        """Whether anything wrong was found so far."""
        return bool(self._faults)

    # --- One file ------------------------------------------------------------------------------

    def _in_parts(self, number: int, parted: PartedFile) -> Iterator[pl.DataFrame]:
        self._told_of_file(number, parted.diagnostics, parted.notes)
        first = 1
        try:
            for part in parted.parts():
                yield self._screened(number, part, first, parted)
                first += len(part.case_ids)
                self.read += len(part.case_ids)
        except ReadWhole:
            raise ReadWhole(self._inputs[number].name) from None
        late = parted.late()
        self._told_of_file(number, late, ())
        if first == 1:
            raise ReadWhole(self._inputs[number].name)

    def _screened(self, number: int, part: RawPart, first: int, parted: PartedFile) -> pl.DataFrame:
        """The good cases of a part. What is wrong with the others is said by the check of single records."""
        screened = screen(self._against, part.case_ids, part.held, parted.absent)
        size = len(part.case_ids)
        rows = pl.int_range(first, first + size, eager=True, dtype=pl.UInt32).alias(ROW)
        lines = pl.repeat(None, size, dtype=pl.UInt32, eager=True) if part.lines is None else part.lines
        frame = screened.frame.with_columns(
            pl.lit(number, pl.UInt16).alias(FILE),
            lines.alias(LINE),
            rows,
            pl.lit(None, pl.UInt32).alias(RECORD),
        )
        good = screened.good
        if part.odd:
            good = good.scatter(list(part.odd), value=False)
        ids, saved = frame.get_column(CASE_ID), list[Record]()
        bad = (~good).arg_true().to_list()
        found: list[str | None] = []
        for at in bad:
            record, case_id, errors = check(self._against, part.record(at, first + at), parted.absent)
            found.append(case_id)
            if record is None:
                self._refused(number, first + at, case_id, errors)
            else:
                saved.append(record)
        if bad:
            ids = ids.scatter(bad, found)
            frame = frame.filter(good)
        if saved:
            frame = pl.concat([frame, _of_records(self._shape, saved, number).select(frame.columns)]).sort(
                ROW
            )
        self._kept_ids(number, ids, lines, rows)
        if not parted.diagnostics:
            self._empty_cases(number, frame)
        return frame

    def _read_whole(self, number: int, source: Input) -> Iterator[pl.DataFrame]:
        raw_file = read_file(source, self._columns)
        self._told_of_file(number, raw_file.diagnostics, raw_file.notes)
        good: list[Record] = []
        ids: list[str | None] = []
        for raw in raw_file.records:
            record, case_id, errors = check(self._against, raw, raw_file.absent)
            ids.append(case_id)
            if record is None:
                self._refused(number, raw.place.row or 0, case_id, errors)
            else:
                good.append(record)
        self.read += len(raw_file.records)
        self.expected = max(self.expected, self.read)
        places = [raw.place for raw in raw_file.records]
        lines = pl.Series([place.line for place in places], dtype=pl.UInt32)
        rows = pl.Series([place.row for place in places], dtype=pl.UInt32)
        self._kept_ids(number, pl.Series(ids, dtype=pl.String), lines, rows)
        for first in range(0, len(good), self._size):
            some = good[first : first + self._size]
            frame = _of_records(self._shape, some, number, len(self.records))
            self.records.extend(some)
            if not raw_file.diagnostics:
                self._empty_cases(number, frame)
            yield frame

    # --- What is gathered on the way -----------------------------------------------------------

    def _told_of_file(self, number: int, faults: Diagnostics, notes: Diagnostics) -> None:
        self._fatal = self._fatal or bool(faults)
        for one in faults:
            self._tell(one)
        self._faults.extend(_Told(number, 0, one) for one in faults)
        self._notes.extend(_Told(number, 0, one) for one in notes)

    def _refused(self, number: int, row: int, case_id: str | None, errors: Diagnostics) -> None:
        self._invalid.append((number, row, case_id))
        for one in errors:
            self._tell(one)
        room = max(0, MOST_KEPT - len(self._faults))
        self._faults.extend(_Told(number, row, one) for one in errors[:room])
        self.untold += len(errors[room:])

    def _kept_ids(self, number: int, ids: pl.Series, lines: pl.Series, rows: pl.Series) -> None:
        file = pl.lit(number, pl.UInt16).alias(FILE)
        self._ids.append(
            pl.DataFrame([ids.alias(CASE_ID), lines.alias(LINE), rows.alias(ROW)]).with_columns(file)
        )

    def _empty_cases(self, number: int, frame: pl.DataFrame) -> None:
        held = [f.key for f in self._shape.fields if f.key in frame.columns]
        empty = frame.filter(pl.all_horizontal(pl.col(held).is_null())) if held else frame
        for row in empty.head(MOST_KEPT).select(CASE_ID, LINE, ROW).iter_rows():
            place = Place(self._inputs[number].name, row[1], row[2], row[0])
            self._notes.append(_Told(number, row[2], nothing_known(place)))

    def _together(self, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """Frames as one: a column that any has is in it, and a case named in `without` is not."""
        schemas = [dict(frame.schema) for frame in frames]
        if all(schema == schemas[0] for schema in schemas):
            whole = pl.concat(frames)
        else:
            kinds = {name: {schema[name] for schema in schemas if name in schema} for name in self._schema}
            kind = {
                name: found.pop() if len(found) == 1 else self._schema[name]
                for name, found in kinds.items()
                if found
            } | _PLACES
            whole = pl.concat(
                [
                    frame.cast({name: kind[name] for name in schema})
                    for frame, schema in zip(frames, schemas, strict=True)
                ],
                how="diagonal",
            ).select(*kind)
        if self._without:
            whole = whole.filter(~pl.col(CASE_ID).is_in(self._without))
        return whole

    # --- What came of it -----------------------------------------------------------------------

    def repeated(self) -> frozenset[str]:
        """The case ids that stand more than once."""
        return frozenset(self._repeats().get_column(CASE_ID))

    def _repeats(self) -> pl.DataFrame:
        if not self._ids:
            return pl.DataFrame(schema={CASE_ID: pl.String, LINE: pl.UInt32, ROW: pl.UInt32, FILE: pl.UInt16})
        ids = pl.concat(self._ids)
        return ids.filter(pl.col(CASE_ID).is_not_null() & pl.col(CASE_ID).is_duplicated())

    def reading(self) -> Reading:
        """What came of reading it all; `records` is empty, as the cases went by in parts."""
        repeats = self._repeats()
        first: dict[str, Place] = {}
        refused = {(file, row) for file, row, _ in self._invalid}
        for case_id, line, row, file in repeats.iter_rows():
            place = Place(self._inputs[file].name, line, row)
            if (file, row) not in refused:
                self._invalid.append((file, row, case_id))
            if first.setdefault(case_id, place) != place:
                self._refused_again(file, row, again(case_id, place, first[case_id]))
        invalid = tuple(case_id for _, _, case_id in sorted(self._invalid, key=lambda one: one[:2]))
        return Reading(
            records=(),
            diagnostics=_in_order(self._faults),
            invalid=invalid,
            read=self.read,
            fatal=self._fatal,
            notes=(*_in_order(self._notes), *similar_ids(self._alike())),
            untold=self.untold,
        )

    def _refused_again(self, file: int, row: int, error: Diagnostic) -> None:
        self._tell(error)
        if len(self._faults) < MOST_KEPT:
            self._faults.append(_Told(file, row, error))
        else:
            self.untold += 1

    def _alike(self) -> Mapping[str, Place]:
        """The case ids that may be others but for capitals and spaces, each with the place it first stands."""
        if not self._ids:
            return {}
        ids = pl.concat(self._ids).filter(pl.col(CASE_ID).is_not_null())
        plain = pl.col(CASE_ID).str.to_lowercase().str.replace_all(r"\s", "")
        # What lower case does to letters beyond these is not quite what `casefold` does.
        folded = ids.with_columns(
            pl.when(pl.col(CASE_ID).str.contains(r"^[ -~]*$"))
            .then(plain)
            .otherwise(pl.lit(""))
            .alias("#folded")
        )
        several = folded.filter((pl.col("#folded") == "") | (pl.col(CASE_ID).n_unique().over("#folded") > 1))
        found: dict[str, Place] = {}
        for case_id, line, row, file in several.select(CASE_ID, LINE, ROW, FILE).iter_rows():
            found.setdefault(case_id, Place(self._inputs[file].name, line, row))
        return found


def _in_order(told: Sequence[_Told]) -> Diagnostics:
    return tuple(one.said for one in sorted(told, key=lambda one: (one.file, one.row)))


def parts_of(
    shape: RecordShape, records: Sequence[Record], files: Sequence[str], size: int = PART
) -> Iterator[CasePart]:
    """Records that were read one by one, in parts; each stands in one of the files."""
    numbers = {name: number for number, name in enumerate(files)}
    for first in range(0, len(records), size):
        some = records[first : first + size]
        file = pl.Series(
            FILE, [numbers.get(r.place.file, 0) if r.place else 0 for r in some], dtype=pl.UInt16
        )
        frame = _of_records(shape, some, 0, first).with_columns(file)
        yield CasePart(frame.select(*frame_schema(shape), *_PLACES), records)


def _of_records(
    shape: RecordShape, records: Sequence[Record], file: int, first: int | None = None
) -> pl.DataFrame:
    """Records as a frame; `first` is the place of the first among the records kept, if they are."""
    frame = case_frame(shape, records)
    places = [record.place or Place("") for record in records]
    kept = None if first is None else pl.int_range(first, first + len(records), eager=True, dtype=pl.UInt32)
    return frame.with_columns(
        pl.lit(file, pl.UInt16).alias(FILE),
        pl.Series(LINE, [place.line for place in places], dtype=pl.UInt32),
        pl.Series(ROW, [place.row for place in places], dtype=pl.UInt32),
        pl.lit(None, pl.UInt32).alias(RECORD) if kept is None else kept.alias(RECORD),
    )
