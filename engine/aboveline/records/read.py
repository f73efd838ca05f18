"""Turns files of case records into checked records, and everything wrong with them into diagnostics."""

from collections.abc import Sequence
from typing import assert_never

from attrs import field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place, Severity
from aboveline.frozen import frozen
from aboveline.records.columns import Columns
from aboveline.records.csv_long import looks_long, read_long
from aboveline.records.csv_rows import csv_rows
from aboveline.records.csv_wide import read_wide
from aboveline.records.decode import decode
from aboveline.records.form import form_of
from aboveline.records.json_records import read_json, read_ndjson, read_object
from aboveline.records.raw import Input, RawFile, problem
from aboveline.records.record import Record, RecordShape
from aboveline.records.validate import Checker, check, checker

__all__ = ["Input", "Reading", "read_cases", "read_inspection"]


@frozen
class Reading:
    """What came of reading case records."""

    #: The valid records, in the order of the files and of the records in them.
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


@frozen
class _Found:
    """One record after its own check: where it stands, its case id, and the Record if it is valid."""

    place: Place
    case_id: str | None
    record: Record | None


def read_cases(inputs: Sequence[Input], shape: RecordShape) -> Reading:
    """The records of some files, all checked against a shape; a case that stands twice is refused wherever it stands."""
    columns, against = Columns(shape), checker(shape)
    found: list[_Found] = []
    diagnostics: list[Diagnostic] = []
    notes: list[Diagnostic] = []
    first: dict[str, Place] = {}
    repeated: set[str] = set()
    fatal = False
    for source in inputs:
        raw_file = _read_file(source, columns)
        fatal = fatal or bool(raw_file.diagnostics)
        notes.extend(raw_file.notes)
        diagnostics.extend(raw_file.diagnostics)
        for one, errors in _checked(against, raw_file):
            found.append(one)
            diagnostics.extend(errors)
            if one.record is not None and not one.record.values:
                notes.append(_nothing_known(one))
            if one.case_id is not None and first.setdefault(one.case_id, one.place) != one.place:
                repeated.add(one.case_id)
                diagnostics.append(_again(one.case_id, one.place, first[one.case_id]))
    valid = tuple(one.record for one in found if one.record is not None and one.case_id not in repeated)
    invalid = tuple(one.case_id for one in found if one.record is None or one.case_id in repeated)
    return Reading(valid, tuple(diagnostics), invalid, len(found), fatal, tuple(notes))


def read_inspection(source: Input, shape: RecordShape) -> tuple[Record | None, Diagnostics]:
    """The one record of the facts of the inspection: a JSON object, or CSV of one row or of rows (fact, value)."""
    raw_file = _read_file(source, Columns(shape))
    found = list(_checked(checker(shape), raw_file))
    diagnostics = (*raw_file.diagnostics, *(error for _, errors in found for error in errors))
    if len(found) > 1:
        message = f"expected one row for the inspection as a whole, found {len(found)}"
        diagnostics = (*diagnostics, problem("several-inspections", message, found[1][0].place))
    if diagnostics or not found:
        return None, diagnostics
    return found[0][0].record, ()


def _checked(against: Checker, raw_file: RawFile) -> list[tuple[_Found, Diagnostics]]:
    checked: list[tuple[_Found, Diagnostics]] = []
    for raw in raw_file.records:
        record, case_id, errors = check(against, raw, raw_file.absent)
        checked.append((_Found(raw.place, case_id, record), errors))
    return checked


def _read_file(source: Input, columns: Columns) -> RawFile:
    """The raw records of a file."""
    text, errors = decode(source)
    if text is None:
        return RawFile(diagnostics=errors)
    form, errors = form_of(source, text)
    match form:
        case None:
            return RawFile(diagnostics=errors)
        case "csv":
            return _read_csv(source, text, columns)
        case "json" | "ndjson" if columns.shape.of_inspection:
            return read_object(source.name, text, columns)
        case "json":
            return read_json(source.name, text, columns)
        case "ndjson":
            return read_ndjson(source.name, text, columns)
        case _:
            assert_never(form)


def _read_csv(source: Input, text: str, columns: Columns) -> RawFile:
    rows, errors = csv_rows(source.name, text)
    if not rows:
        return RawFile(diagnostics=errors or (_only_blank(source),))
    if source.form == "long-csv" or (source.form is None and looks_long(rows[0], columns)):
        return read_long(source.name, rows, columns)
    return read_wide(source.name, rows, columns)


def _only_blank(source: Input) -> Diagnostic:
    message = "expected CSV with column names and at least one row, found only blank rows"
    return problem("empty-file", message, Place(source.name))


def _nothing_known(one: _Found) -> Diagnostic:
    """A row of totals or a heading between rows looks like this."""
    message = f"expected something to be known of the case, found nothing but its id, `{one.case_id}`"
    remedy = "it is counted as a case; if it is none, such as a row of totals, remove it"
    return Diagnostic("nothing-known", message, (Label(one.place),), remedy, Severity.WARNING)


def _again(case_id: str, place: Place, first: Place) -> Diagnostic:
    where = f"line {first.line}" if first.file == place.file else f"line {first.line} of {first.file}"
    message = f"expected each case once, found `{case_id}` again; it stands first on {where}"
    return problem(
        "duplicate-case",
        message,
        Label(Place(place.file, place.line, place.row, case_id), "again here"),
        Label(Place(first.file, first.line, first.row, case_id), "first here"),
        remedy="remove one of the two, or give it its own case id",
    )
