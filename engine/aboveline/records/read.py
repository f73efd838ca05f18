"""Turns files of case records into checked records, and everything wrong with them into diagnostics."""

from collections.abc import Mapping, Sequence
from typing import assert_never

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, Severity
from aboveline.frozen import frozen
from aboveline.records.assessors import (
    Assessors,
    again_by,
    assessor_field,
    notes_on_names,
    one_of_each,
    with_assessor,
)
from aboveline.records.columns import Columns
from aboveline.records.csv_rows import csv_table
from aboveline.records.decode import decode
from aboveline.records.form import TableForm, form_of, table_form
from aboveline.records.json_records import read_json, read_ndjson, read_object
from aboveline.records.long import looks_long, read_long
from aboveline.records.raw import Input, RawFile, RawRecord, in_words, problem
from aboveline.records.record import Record, RecordShape
from aboveline.records.rows import Table
from aboveline.records.validate import Checker, check, checker, judge_value
from aboveline.records.wide import read_wide

__all__ = ["Input", "Reading", "read_cases", "read_inspection"]


@frozen
class Reading:
    """What came of reading case records."""

    #: The valid records, in the order of the files and of the records in them; of each case one.
    records: tuple[Record, ...] = field(repr=False)
    diagnostics: Diagnostics
    #: One entry for each refused record: its case id, where it has one.
    invalid: tuple[str | None, ...]
    #: How many records were read, valid or not.
    read: int
    #: Something is wrong with a file as a whole (or its columns), so leaving records out does not mend it.
    fatal: bool
    #: What is worth a look and wrong only perhaps: columns that are not there, records with nothing in them.
    notes: Diagnostics = ()
    #: How many errors there are beyond the diagnostics, which are the first of very many.
    untold: int = 0
    #: The valid records of cases of which another assessor's is taken.
    aside: tuple[Record, ...] = field(default=(), repr=False)


@frozen
class _Found:
    """One record after its own check: where it stands, its case id, its assessor where they count, the Record if it is valid."""

    place: Place
    case_id: str | None
    record: Record | None
    assessor: str | None = None

    @property
    def whose(self) -> tuple[str, str | None]:
        """What may stand once: a case, or with assessors the assessment of a case by one of them."""
        return self.case_id or "", self.assessor


def read_cases(inputs: Sequence[Input], shape: RecordShape, assessors: Assessors | None = None) -> Reading:
    """The records of some files, all checked against a shape; a case that stands twice is refused wherever it stands.

    With assessors a case may stand once for each of them, one of its records being taken and the others kept aside.
    """
    if assessors is not None:
        shape = with_assessor(shape, assessors)
    column = None if assessors is None else assessor_field(shape, assessors).column
    columns, against = Columns(shape), checker(shape)
    found: list[_Found] = []
    diagnostics: list[Diagnostic] = []
    notes: list[Diagnostic] = []
    cases: dict[str, Place] = {}
    first: dict[tuple[str, str | None], Place] = {}
    repeated: set[tuple[str, str | None]] = set()
    fatal = False
    for source in inputs:
        raw_file = read_file(source, columns)
        fatal = fatal or bool(raw_file.diagnostics)
        notes.extend(raw_file.notes)
        diagnostics.extend(raw_file.diagnostics)
        for one, errors in _checked(against, raw_file, column):
            found.append(one)
            diagnostics.extend(errors)
            if one.record is not None and not one.record.values and not raw_file.diagnostics:
                notes.append(nothing_known(evolve(one.place, case_id=one.case_id), shape.noun))
            if one.case_id is None:
                continue
            cases.setdefault(one.case_id, one.place)
            # Whose assessment it is that lacks its assessor cannot be told, and that is an error by itself.
            if column is not None and one.assessor is None:
                continue
            if one.whose in first:
                repeated.add(one.whose)
                diagnostics.append(_stands_again(one, first[one.whose], column, shape.noun))
            else:
                first[one.whose] = one.place
    notes.extend(similar_ids(cases, shape.noun))
    valid = tuple(one.record for one in found if one.record is not None and one.whose not in repeated)
    invalid = tuple(one.case_id for one in found if one.record is None or one.whose in repeated)
    bare = Reading(valid, tuple(diagnostics), invalid, len(found), fatal, tuple(notes))
    return bare if assessors is None or column is None else _of_assessors(bare, found, assessors, column)


def _stands_again(one: _Found, first: Place, column: str | None, noun: str) -> Diagnostic:
    case_id = one.case_id or ""
    if column is not None:
        return again_by(case_id, one.place, first, column)
    return again(case_id, one.place, first, noun)


def _of_assessors(reading: Reading, found: Sequence[_Found], assessors: Assessors, column: str) -> Reading:
    """What was read, one record of each case being taken, with what is to be said of the names."""
    taken, aside = one_of_each(reading.records, assessors)
    first: dict[str, Place] = {}
    for one in found:
        if one.assessor is not None:
            at = None if one.record is None else one.record.place_of(assessors.fact, column)
            first.setdefault(one.assessor, at or evolve(one.place, case_id=one.case_id, field=column))
    notes = (*reading.notes, *notes_on_names(first, assessors, column))
    return evolve(reading, records=taken, aside=aside, notes=notes)


def read_inspection(source: Input, shape: RecordShape) -> tuple[Record | None, Diagnostics]:
    """The one record of the facts of the inspection: a JSON object, or CSV of one row or of rows (fact, value)."""
    raw_file = read_file(source, Columns(shape))
    found = list(_checked(checker(shape), raw_file))
    diagnostics = (*raw_file.diagnostics, *(error for _, errors in found for error in errors))
    if len(found) > 1:
        message = f"expected one row for the inspection as a whole, found {len(found)}"
        diagnostics = (*diagnostics, problem("several-inspections", message, found[1][0].place))
    if diagnostics or not found:
        return None, diagnostics
    return found[0][0].record, ()


def _checked(
    against: Checker, raw_file: RawFile, assessors: str | None = None
) -> list[tuple[_Found, Diagnostics]]:
    """Each record after its check; `assessors` is the column that names them, without which none is valid where they count."""
    checked: list[tuple[_Found, Diagnostics]] = []
    for raw in raw_file.records:
        record, case_id, errors = check(against, raw, raw_file.absent)
        named = None if assessors is None else _assessor(against, raw, assessors)
        valid = record if assessors is None or named is not None else None
        checked.append((_Found(raw.place, case_id, valid, named), errors))
    return checked


def _assessor(against: Checker, raw: RawRecord, column: str) -> str | None:
    """The assessor of a record, be it invalid otherwise."""
    value = judge_value(against, column, raw.values[column]).value if column in raw.values else None
    return value if isinstance(value, str) else None


def read_file(source: Input, columns: Columns) -> RawFile:
    """The raw records of a file."""
    kind, errors = table_form(source)
    if errors:
        return RawFile(diagnostics=errors)
    if kind is not None:
        return read_table(source, *_opened(source, kind, columns), columns)
    text, errors = decode(source, _held_by(columns))
    if text is None:
        return RawFile(diagnostics=errors)
    form, errors = form_of(source, text)
    match form:
        case None:
            return RawFile(diagnostics=errors)
        case "csv":
            return read_table(source, *csv_table(source.name, text), columns)
        case "json" | "ndjson" if columns.shape.of_inspection:
            return read_object(source.name, text, columns)
        case "json":
            return read_json(source.name, text, columns)
        case "ndjson":
            return read_ndjson(source.name, text, columns)
        case _:
            assert_never(form)


def _held_by(columns: Columns) -> str:
    """What a file should hold at least one of."""
    of = columns.shape.of
    return "fact" if of == "inspection" else "override" if of == "override" else columns.shape.noun


def _opened(source: Input, kind: TableForm, columns: Columns) -> tuple[Table | None, Diagnostics]:
    """The table in a file of another program. What reads each kind is heavy, and imported where it is needed."""
    match kind:
        case "xlsx" | "ods":
            from aboveline.records.sheets import sheet_table  # noqa: PLC0415

            return sheet_table(source, kind, columns)
        case "parquet" | "arrow":
            from aboveline.records.frames import frame_table  # noqa: PLC0415

            return frame_table(source, kind, columns)
        case _:
            assert_never(kind)


def read_table(source: Input, table: Table | None, errors: Diagnostics, columns: Columns) -> RawFile:
    if table is None:
        return RawFile(diagnostics=errors)
    if source.form == "long-csv" or (source.form != "csv" and looks_long(table.names, columns)):
        found = read_long(table, columns)
    else:
        found = read_wide(table, columns)
    return evolve(found, diagnostics=(*errors, *found.diagnostics)) if errors else found


def nothing_known(place: Place, noun: str = "case") -> Diagnostic:
    """A warning of a case of which nothing is known but its id; a row of totals or a heading between rows looks like this."""
    message = f"expected something to be known of the {noun}, found nothing but its id"
    remedy = f"it is counted as a {noun}; if it is none, such as a row of totals, remove it"
    return Diagnostic("nothing-known", message, (Label(place),), remedy, Severity.WARNING)


def similar_ids(first: Mapping[str, Place], noun: str = "case") -> Diagnostics:
    """A warning for each case id that is another but for capitals and spaces; of each, the place it first stands."""
    alike: dict[str, str] = {}
    warnings: list[Diagnostic] = []
    for case_id, place in first.items():
        other = alike.setdefault("".join(case_id.casefold().split()), case_id)
        if other != case_id:
            warnings.append(_similar_ids(case_id, place, other, first[other], noun))
    return tuple(warnings)


def _similar_ids(case_id: str, place: Place, other: str, first: Place, noun: str) -> Diagnostic:
    message = f"expected {noun} ids that differ by more than capitals and spaces, found `{case_id}` beside `{other}`"
    labels = (Label(evolve(place, case_id=case_id)), Label(evolve(first, case_id=other)))
    remedy = f"they are counted as two {noun}s; if they are one, remove one of the two"
    return Diagnostic("similar-case-ids", message, labels, remedy, Severity.WARNING)


def again(case_id: str, place: Place, first: Place, noun: str = "case") -> Diagnostic:
    """What is wrong where a case stands a second time."""
    where = in_words(first) if first.file == place.file else f"{in_words(first)} of {first.file}"
    message = f"expected each {noun} once, found `{case_id}` again; it stands first {where}"
    return problem(
        "duplicate-case",
        message,
        Label(evolve(place, case_id=case_id), "again here"),
        Label(evolve(first, case_id=case_id), "first here"),
        remedy=f"remove one of the two, or give it its own {noun} id",
    )
