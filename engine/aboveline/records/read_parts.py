"""Reads files of cases part by part into typed columns, with the same diagnostics as `read.read_cases` gives.

Where a file can be read in parts only a part of it is in memory; of all cases only their ids and places
are kept, as a case may stand twice. Other files (JSON arrays, tables with one row an answer) are read
whole and then put into columns, and so are small ones, for which columns are not worth their while.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Callable, Iterator, Mapping, Sequence

import polars as pl
from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.frozen import frozen
from aboveline.records.case_frame import case_frame, frame_schema, mark_column
from aboveline.records.case_ids import FILE, LINE, ROW, CaseIds
from aboveline.records.columns import CASE_ID, Columns
from aboveline.records.csv_parts import csv_parts
from aboveline.records.extent import about_how_many
from aboveline.records.form import table_form
from aboveline.records.frame_parts import frame_parts
from aboveline.records.ndjson_parts import ndjson_parts
from aboveline.records.parts import PartedFile, RawPart, ReadWhole, is_long, parted_table, table_parts
from aboveline.records.raw import Input, RawFile
from aboveline.records.read import Reading, again, nothing_known, read_file, read_table, similar_ids
from aboveline.records.record import Record, RecordShape, SheetCells
from aboveline.records.screen import Screened, screen
from aboveline.records.told import Told
from aboveline.records.validate import Checker, check, checker

#: How many cases make a part.
PART = 100_000

#: Files of fewer bytes are read whole.
SMALL = 1 << 16

#: So many records of small files are put into columns together.
_TOGETHER = 1_000

#: How many rows of a sheet are put into columns at once.
_ROWS = 1 << 14

#: The place of a case among the records that were read whole and are kept.
RECORD = "#record"
_PLACES = {FILE: pl.UInt32(), LINE: pl.UInt32(), ROW: pl.UInt32(), RECORD: pl.UInt32()}


@frozen
class CasePart:
    """Some valid cases, in the order of the files: their columns by key (`frame_schema`), and beside them where each stands."""

    frame: pl.DataFrame = field(repr=False)
    #: The records whose values stand in places of their own; `RECORD` is the place of a case among them.
    records: Sequence[Record] = field(repr=False)
    #: The cells of each file that is a sheet, by its number.
    sheets: Mapping[int, SheetCells] = field(factory=dict[int, SheetCells], repr=False)


class BeginAgain(Exception):  # noqa: N818 (no error: it says what is to be done)
    """A file, by its number, turned out not to be readable in parts: all is to be read anew, this one whole.

    Where there are faults, nothing of it can be read; they say why.
    """

    def __init__(self, file: int, faults: Diagnostics) -> None:
        super().__init__()
        self.file, self.faults = file, faults


def open_parts(source: Input, columns: Columns) -> PartedFile | RawFile:
    """A file to be read in parts, or all of it where it must be read whole."""
    kind, wrong = table_form(source)
    if wrong or (source.size < SMALL and kind != "xlsx" and kind != "ods"):  # noqa: PLR1714 (only so are types told)
        return read_file(source, columns)
    match kind:
        case "parquet" | "arrow":
            found = frame_parts(source, kind, columns)
        case "xlsx" | "ods":
            return _opened_sheet(source, kind, columns)
        case None:
            found = csv_parts(source, columns) or ndjson_parts(source, columns)
    return read_file(source, columns) if found is None else found


def _opened_sheet(source: Input, kind: str, columns: Columns) -> PartedFile | RawFile:
    from aboveline.records.sheets import sheet_table  # noqa: PLC0415 (heavy: only where it is used)

    table, errors = sheet_table(source, "ods" if kind == "ods" else "xlsx", columns)
    if table is None or not table.rows or is_long(source, table, columns):
        return read_table(source, table, errors, columns)
    parted = parted_table(source, table, columns, lambda: table_parts(table, _ROWS))
    return read_table(source, table, errors, columns) if parted is None else parted


class PartsReading:
    """Reads some files; iterated over it gives the valid cases in parts, and then `reading` says what came of it.

    Files in `whole`, by their numbers, are read whole, or are not read at all for the faults given there;
    cases named in `without` are refused. `tell` is told everything that is wrong, however much it is.
    Raises BeginAgain where a file turns out not to be readable in parts after all.
    """

    def __init__(  # noqa: PLR0913 (what is read, and how)
        self,
        inputs: Sequence[Input],
        shape: RecordShape,
        *,
        whole: Mapping[int, Diagnostics] | None = None,
        without: frozenset[str] = frozenset(),
        size: int | None = None,
        tell: Callable[[Diagnostic], None] = lambda one: None,
    ) -> None:
        self._inputs, self._shape, self._size = tuple(inputs), shape, size or PART
        self._whole, self._without = whole or {}, without
        self._columns, self._against = Columns(shape), checker(shape)
        self._schema = frame_schema(shape)
        self._told, self._ids = Told(tell), CaseIds([one.name for one in inputs])
        self._invalid: list[tuple[int, int, str | None]] = []
        self._fatal = False
        #: How many records were read so far, and about how many there are.
        self.read, self.expected = 0, 0
        self._records: list[Record] = []
        #: Records read whole that wait to be put into columns, each with the number of its file.
        self._waiting: list[tuple[int, Record]] = []

    def __iter__(self) -> Iterator[CasePart]:
        self.expected = sum(map(about_how_many, self._inputs))
        waiting: list[pl.DataFrame] = []
        count = 0
        for found in self._frames():
            frame = found.filter(~pl.col(CASE_ID).is_in(self._without)) if self._without else found
            waiting.append(frame)
            count += frame.height
            while count >= self._size:
                ready = self._together(waiting)
                yield self._part(ready.head(self._size))
                waiting, count = [ready.slice(self._size)], count - self._size
        if count:
            yield self._part(self._together(waiting))

    def _part(self, frame: pl.DataFrame) -> CasePart:
        return CasePart(frame.rechunk(), self._records, self._ids.sheets)

    @property
    def has_errors(self) -> bool:
        """Whether anything wrong was found so far."""
        return self._told.any_faults

    # --- One file ------------------------------------------------------------------------------

    def _frames(self) -> Iterator[pl.DataFrame]:
        for number, source in enumerate(self._inputs):
            if number not in self._whole:
                opened = open_parts(source, self._columns)
            else:
                faults = self._whole[number]
                opened = RawFile(diagnostics=faults) if faults else read_file(source, self._columns)
            if isinstance(opened, PartedFile):
                yield from self._put_into_columns()
                yield from self._in_parts(number, opened)
            else:
                self._read_whole(number, opened)
                if len(self._waiting) >= _TOGETHER:
                    yield from self._put_into_columns()
        yield from self._put_into_columns()

    def _in_parts(self, number: int, parted: PartedFile) -> Iterator[pl.DataFrame]:
        self._of_file(number, parted.diagnostics, parted.notes)
        if parted.cells is not None:
            self._ids.sheets[number] = parted.cells
        first = 1
        try:
            for part in parted.parts():
                if not parted.has_no_ids:
                    self.read += len(part.case_ids)
                    yield self._screened(number, part, first, parted)
                    first += len(part.case_ids)
        except ReadWhole as found:
            raise BeginAgain(number, found.faults) from None
        late = parted.late()
        self._of_file(number, late, ())
        if late:
            self._told.without_notes_of_records(number)
        if first == 1 and not parted.has_no_ids:
            raise BeginAgain(number, ())

    def _screened(self, number: int, part: RawPart, first: int, parted: PartedFile) -> pl.DataFrame:
        """The good cases of a part. What is wrong with the others is said by the check of single records."""
        screened, size = _screen(self._against, part, parted), len(part.case_ids)
        rows = pl.int_range(first, first + size, eager=True, dtype=pl.UInt32).alias(ROW)
        lines = pl.repeat(None, size, dtype=pl.UInt32, eager=True) if part.lines is None else part.lines
        frame = screened.frame.with_columns(
            pl.lit(number, pl.UInt32).alias(FILE),
            lines.alias(LINE),
            rows,
            pl.lit(None, pl.UInt32).alias(RECORD),
        )
        good = screened.good.scatter(list(part.odd), False) if part.odd else screened.good
        ids, bad = frame.get_column(CASE_ID), (~good).arg_true().to_list()
        if bad:
            saved, found = self._looked_at(number, part, bad, first, parted)
            ids = ids.scatter(bad, pl.Series(found, dtype=pl.String))
            frame = frame.filter(good)
            if saved:
                one_by_one = self._of_records([(number, record) for record in saved])
                frame = self._together([frame, one_by_one]).sort(ROW)
        self._ids.add(number, ids, lines, rows)
        if not parted.diagnostics:
            self._note_empty(number, frame)
        return frame

    def _looked_at(
        self, number: int, part: RawPart, some: Sequence[int], first: int, parted: PartedFile
    ) -> tuple[list[Record], list[str | None]]:
        """Some rows checked one by one: those that are valid after all, and the case ids of all."""
        saved: list[Record] = []
        found: list[str | None] = []
        for at, raw in zip(some, part.records(some, first), strict=True):
            record, case_id, errors = check(self._against, raw, parted.absent)
            found.append(case_id)
            if record is None:
                self._refused(number, first + at, case_id, errors)
            else:
                saved.append(record)
        return saved, found

    def _note_empty(self, number: int, frame: pl.DataFrame) -> None:
        """Warn of the cases of which nothing is known."""
        held = [pl.col(one.key).is_null() for one in self._shape.fields if one.key in frame.columns]
        marks = [mark_column(one.key) for one in self._shape.fields]
        unmarked = [~pl.col(name) for name in marks if name in frame.columns]
        empty = frame.filter(*held, *unmarked) if held else frame
        for case_id, line, row in empty.select(CASE_ID, LINE, ROW).iter_rows():
            place = evolve(self._ids.place(number, line, row), case_id=case_id)
            self._told.note(number, row, nothing_known(place))

    def _read_whole(self, number: int, raw_file: RawFile) -> None:
        self._of_file(number, raw_file.diagnostics, raw_file.notes)
        found: list[tuple[str | None, Place]] = []
        for raw in raw_file.records:
            record, case_id, errors = check(self._against, raw, raw_file.absent)
            found.append((case_id, raw.place))
            row = raw.place.row or 0
            if record is None:
                self._refused(number, row, case_id, errors)
                continue
            self._waiting.append((number, record))
            if not record.values and not raw_file.diagnostics:
                self._told.note(number, row, nothing_known(evolve(raw.place, case_id=case_id)))
        self.read += len(found)
        self._ids.add_each(number, found)

    def _put_into_columns(self) -> Iterator[pl.DataFrame]:
        """The records that wait, as frames; those whose values stand in places of their own are kept beside."""
        for first in range(0, len(self._waiting), self._size):
            yield self._of_records(self._waiting[first : first + self._size])
        self._waiting = []

    def _of_records(self, some: Sequence[tuple[int, Record]]) -> pl.DataFrame:
        kept: list[int | None] = []
        for _, record in some:
            has_own = bool(record.places) or record.cells is not None
            kept.append(len(self._records) if has_own else None)
            if has_own:
                self._records.append(record)
        return _frame_of(self._shape, [record for _, record in some], [file for file, _ in some], kept)

    # --- What is gathered on the way -----------------------------------------------------------

    def _of_file(self, number: int, faults: Diagnostics, notes: Diagnostics) -> None:
        self._fatal = self._fatal or bool(faults)
        self._told.of_file(number, faults, notes)

    def _refused(self, number: int, row: int, case_id: str | None, errors: Diagnostics) -> None:
        self._invalid.append((number, row, case_id))
        self._told.of_record(number, row, errors)

    def _together(self, frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
        """Frames as one: a column that any has is in it."""
        schemas = [dict(frame.schema) for frame in frames]
        if all(list(schema.items()) == list(schemas[0].items()) for schema in schemas):
            return pl.concat(frames)
        kind = dict[str, pl.DataType]()
        for name, wanted in (self._schema | _PLACES).items():
            found = {schema[name] for schema in schemas if name in schema}
            if found:
                kind[name] = found.pop() if len(found) == 1 else wanted
        alike = [frame.cast({name: kind[name] for name in frame.columns}) for frame in frames]
        whole = pl.concat(alike, how="diagonal").select(*kind)
        marks = [mark_column(one.key) for one in self._shape.fields if mark_column(one.key) in kind]
        return whole.with_columns(pl.col(marks).fill_null(False)) if marks else whole

    # --- What came of it -----------------------------------------------------------------------

    def repeated(self) -> frozenset[str]:
        """The case ids that stand more than once."""
        return self._ids.repeated()

    def reading(self) -> Reading:
        """What came of reading it all; `records` is empty, as the cases went by in parts."""
        refused = {(file, row) for file, row, _ in self._invalid}
        first: dict[str, Place] = {}
        for case_id, file, row, place in self._ids.repeats():
            if (file, row) not in refused:
                self._invalid.append((file, row, case_id))
            if case_id in first:
                self._told.of_record(file, row, (again(case_id, place, first[case_id]),))
            else:
                first[case_id] = place
        invalid = tuple(case_id for _, _, case_id in sorted(self._invalid, key=lambda one: one[:2]))
        return Reading(
            records=(),
            diagnostics=self._told.faults(),
            invalid=invalid,
            read=self.read,
            fatal=self._fatal,
            notes=(*self._told.notes(), *similar_ids(self._ids.alike())),
            untold=self._told.untold,
        )


def _screen(against: Checker, part: RawPart, parted: PartedFile) -> Screened:
    try:
        return screen(against, part.case_ids, part.held, parted.absent)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        # Types of values there are more than anybody knows; the reader of small files takes them one by one.
        raise ReadWhole from error


def parts_of(
    shape: RecordShape, records: Sequence[Record], files: Sequence[str], size: int = PART
) -> Iterator[CasePart]:
    """Records that were read one by one, in parts; each stands in one of the files."""
    numbers = {name: number for number, name in enumerate(files)}
    for first in range(0, len(records), size):
        some = records[first : first + size]
        file = [numbers.get(r.place.file, 0) if r.place else 0 for r in some]
        frame = _frame_of(shape, some, file, range(first, first + len(some)))
        yield CasePart(frame.select(*frame_schema(shape), *_PLACES), records)


def _frame_of(
    shape: RecordShape, records: Sequence[Record], files: Sequence[int], kept: Sequence[int | None]
) -> pl.DataFrame:
    """Records as a frame, with the number of each one's file and its place among the records that are kept."""
    places = [record.place or Place("") for record in records]
    return case_frame(shape, records).with_columns(
        pl.Series(FILE, files, dtype=pl.UInt32),
        pl.Series(LINE, [place.line for place in places], dtype=pl.UInt32),
        pl.Series(ROW, [place.row for place in places], dtype=pl.UInt32),
        pl.Series(RECORD, kept, dtype=pl.UInt32),
    )
