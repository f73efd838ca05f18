"""Checks raw records against their schema, and says of each value that does not fit what was expected and found.

The schema is the judge: a record is valid exactly when jsonschema finds its normal form valid. As
most cases say the same few things, each distinct value of a field is judged once and remembered;
what the schema says of a whole record apart from its values (which must be there) is asked once
for each set of required columns that are there. Together that is what the whole schema says, and a
test holds it so.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Place
from aboveline.frozen import frozen
from aboveline.records.columns import fold, near
from aboveline.records.found import code_of, expected_in, is_stand_in, remedy_for, shape_of
from aboveline.records.normalise import normal, text_in, value_of
from aboveline.records.raw import MARK, RawRecord, RawValue, problem, shown
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.records.schema import json_schema
from aboveline.values import Choice, Mark, Text, Value

#: How many distinct values of one field are remembered.
_MOST_REMEMBERED = 10_000


@frozen
class Fault:
    """What is wrong with a value, wherever it stands."""

    code: str
    message: str
    remedy: str | None = None
    suggestion: str | None = None


@frozen
class Verdict:
    """What a value comes to: it is missing where both are None."""

    value: Value | Mark | None = None
    fault: Fault | None = None
    #: Something was given, be it a mark that a fact drops; it satisfies `required`.
    given: bool = False


@frozen
class Checker:
    """What checks the records of one shape: its fields by column, and the schema's parts, ready to be asked."""

    shape: RecordShape = field(repr=False)
    fields: Mapping[str, RecordField] = field(repr=False)
    #: Whether the schema finds a normal form valid for a column.
    is_valid: Callable[[str, RawValue], bool] = field(repr=False)
    #: The required columns the schema misses among those that are there.
    lacking: Callable[[frozenset[str]], tuple[str, ...]] = field(repr=False)
    #: Verdicts by column and raw value. It only saves time, so it may fill as it will.
    verdicts: Mapping[str, dict[object, Verdict]] = field(repr=False)


def checker(shape: RecordShape) -> Checker:
    """A checker of records of a shape."""
    from jsonschema import Draft202012Validator, FormatChecker  # noqa: PLC0415 -- heavy: only where it is used

    schema = json_schema(shape)
    # jsonschema's own types leave open what `evolve` gives
    whole: Any = Draft202012Validator(schema, format_checker=FormatChecker(["date"]))
    properties: dict[str, Any] = schema["properties"]
    required = frozenset[str](schema["required"])
    parts: dict[str, Any] = {}
    known: dict[frozenset[str], tuple[str, ...]] = {}
    bare = whole.evolve(schema=schema | {"properties": dict.fromkeys(properties, True)})

    def is_valid(column: str, value: RawValue) -> bool:
        part = parts.get(column) or parts.setdefault(column, whole.evolve(schema=properties[column]))
        return part.is_valid(value)

    def lacking(there: frozenset[str]) -> tuple[str, ...]:
        there &= required
        if there not in known:
            ok = bare.is_valid(dict.fromkeys(there))
            known[there] = () if ok else tuple(c for c in schema["required"] if c not in there)
        return known[there]

    fields = {f.column: f for f in shape.fields}
    return Checker(shape, fields, is_valid, lacking, {column: {} for column in fields})


def check(
    against: Checker, raw: RawRecord, absent: frozenset[str]
) -> tuple[Record | None, str | None, Diagnostics]:
    """A raw record as a Record, or None and everything wrong with it; and its case id, if it has one.

    Columns in `absent` are missing from the whole file, which has been said already.
    """
    case_id, fault = _case_id(against, raw.case_id)
    place = evolve(raw.place, case_id=case_id)
    faults = [_at_case(diagnostic, case_id) for diagnostic in raw.faults]
    if raw.unreadable:
        return None, case_id, tuple(faults)
    if fault is not None:
        faults.append(_diagnostic(fault, evolve(place, field=against.shape.id_column)))
    values: dict[str, Value | Mark] = {}
    there = {against.shape.id_column}
    for column, value in raw.values.items():
        verdict = judge_value(against, column, value)
        if verdict.fault is not None:
            faults.append(_diagnostic(verdict.fault, _place(raw, place, column)))
        if verdict.value is not None:
            values[against.fields[column].key] = verdict.value
        if verdict.given:
            there.add(column)
    faults.extend(
        _diagnostic(_missing(against.fields[column]), _place(raw, place, column))
        for column in against.lacking(frozenset(there))
        if column not in absent
    )
    if faults:
        return None, case_id, tuple(faults)
    places = {against.fields[c].key: _place(raw, place, c) for c in raw.places}
    return Record(case_id or "", values, place, places, raw.cells), case_id, ()


def judge_value(against: Checker, column: str, raw: RawValue) -> Verdict:
    """What a value comes to in a column."""
    known = against.verdicts[column]
    key = raw if type(raw) is str else (type(raw), raw)
    verdict = known.get(key)
    if verdict is None:
        verdict = _judge(against, column, raw)
        if len(known) < _MOST_REMEMBERED:
            known[key] = verdict
    return verdict


def _judge(against: Checker, column: str, raw: RawValue) -> Verdict:
    field = against.fields[column]
    form = normal(field, raw)
    if form is None:
        return Verdict()
    if against.is_valid(column, form):
        return Verdict(value_of(field, form), given=True)
    return Verdict(fault=_wrong_value(field, form), given=True)


def _wrong_value(field: RecordField, form: RawValue) -> Fault:
    message = f"expected {expected_in(field)} in `{field.column}`, found {shape_of(form, field.type)}"
    if form == MARK:
        return Fault("mark-not-understood", message, remedy_for(field, form))
    code = code_of(field.type)
    meant = _word_meant(field, form)
    if meant is not None:
        return Fault(code, message, f"did you mean `{meant}`?", meant)
    return Fault(code, message, remedy_for(field, form))


def _word_meant(field: RecordField, form: RawValue) -> str | None:
    """The answer word most likely meant, by its name or its label."""
    if not isinstance(field.type, Choice) or not isinstance(form, str) or len(form) > 80 or is_stand_in(form):
        return None
    named = {fold(word.label): word.name for word in field.type.words}
    named |= {fold(word.name): word.name for word in field.type.words}
    if field.mark_allowed:
        named[fold(MARK)] = MARK
    meant = near(fold(form), tuple(named))
    return None if meant is None else named[meant]


def _missing(field: RecordField) -> Fault:
    message = f"expected {expected_in(field)} in `{field.column}`, which must be given, found nothing"
    return Fault("missing-value", message)


def case_id_in(against: Checker, raw: RawValue) -> str | None:
    """The case id a value stands for, cleaned; None where it will not do."""
    return _case_id(against, raw)[0]


def _case_id(against: Checker, raw: RawValue) -> tuple[str | None, Fault | None]:
    """The case id, cleaned, or what is wrong with it. A whole number is taken for its digits."""
    if against.shape.of_inspection:
        return None, None
    column, noun = against.shape.id_column, against.shape.noun
    form = text_in(raw)
    if isinstance(form, int) and not isinstance(form, bool):
        form = str(form)
    if form is None:
        return None, Fault("no-case-id", f"expected a {noun} id in `{column}`, found nothing")
    if isinstance(form, str) and against.is_valid(column, form):
        return form, None
    return None, Fault(
        "wrong-case-id",
        f"expected a {noun} id of at most 100 visible characters, found {shape_of(form, Text())}",
    )


def _place(raw: RawRecord, place: Place, column: str) -> Place:
    own = raw.places.get(column, place)
    cell = own.cell if raw.cells is None else raw.cells.cell(column, own.line)
    return Place(place.file, own.line, own.row, place.case_id, column, cell)


def _at_case(diagnostic: Diagnostic, case_id: str | None) -> Diagnostic:
    """A fault found before the case id was known, with it."""
    labels = tuple(
        evolve(label, at=evolve(label.at, case_id=case_id)) if isinstance(label.at, Place) else label
        for label in diagnostic.labels
    )
    return evolve(diagnostic, labels=labels)


def _diagnostic(fault: Fault, place: Place) -> Diagnostic:
    place = evolve(place, field=None if place.field is None else shown(place.field))
    return problem(fault.code, fault.message, place, remedy=fault.remedy, suggestion=fault.suggestion)
