"""Turns JSON (an array of objects, or one object a line) into raw records, nested objects made flat."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeGuard

from attrs import evolve, field

from aboveline.diagnostics import Diagnostic, Diagnostics, Label, Place
from aboveline.frozen import frozen
from aboveline.records.columns import Columns, Unknown, unknown_names
from aboveline.records.json_text import (
    Element,
    Json,
    JsonText,
    array_at,
    nothing_after,
    object_at,
    open_json,
    skip_space,
    syntax_error,
    value_at,
    whole_value,
)
from aboveline.records.kinds import of_our_own, said_kind
from aboveline.records.raw import Odd, RawFile, RawRecord, RawValue, problem, shown

_CASES = "cases"
_AS_ARRAY = 'put the records between square brackets, parted by commas: [{"case_id": …}, {"case_id": …}]'


@frozen
class Keys:
    """The keys no column has, gathered over a whole file."""

    columns: Columns
    unknown: dict[str, Unknown] = field(factory=dict[str, Unknown])

    def errors(self) -> Diagnostics:
        """One error for each of them."""
        return unknown_names(
            self.columns, tuple(self.unknown.values()), f"keys {self.columns.known}", "record"
        )

    def file(self, records: tuple[RawRecord, ...], at: Place, errors: Diagnostics = ()) -> RawFile:
        """The file of some records, or what else it plainly is."""
        held = (name for record in records for name in record.values)
        another = self.columns.another_kind({*self.unknown, *held}, at)
        return (
            RawFile(records, errors + self.errors()) if another is None else RawFile(diagnostics=(another,))
        )


def read_json(file: str, text: str, columns: Columns) -> RawFile:
    """The records of one JSON text: an array of objects, or an object that holds it as `cases`."""
    try:
        elements, errors = _top_level(file, open_json(text), columns)
    except json.JSONDecodeError as error:
        return RawFile(diagnostics=(syntax_error(file, error),))
    except RecursionError:
        return RawFile(diagnostics=(_too_deep(Place(file)),))
    if not elements and not errors:
        errors = (problem("no-cases", "expected at least one record, found none", Place(file)),)
    keys = Keys(columns)
    records = tuple(
        _record(element, Place(file, element.line, i), keys) for i, element in enumerate(elements, 1)
    )
    return keys.file(records, Place(file), errors)


def read_ndjson(file: str, text: str, columns: Columns) -> RawFile:
    """The records of a text with one JSON object on each line; blank lines are ignored."""
    keys, reader = Keys(columns), open_json("")
    records: list[RawRecord] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            records.append(record_of_line(reader.on(line), Place(file, number, len(records) + 1), keys))
    return keys.file(tuple(records), Place(file))


def read_object(file: str, text: str, columns: Columns) -> RawFile:
    """The one record of a JSON text that is a single object."""
    try:
        element = whole_value(open_json(text))
    except json.JSONDecodeError as error:
        return RawFile(diagnostics=(syntax_error(file, error),))
    except RecursionError:
        return RawFile(diagnostics=(_too_deep(Place(file)),))
    if not _is_object(element.value):
        message = f"expected one object in braces, found {_kind(element.value)}"
        return RawFile(diagnostics=(problem("wrong-top-level", message, Place(file, element.line)),))
    ours = said_kind(element.value)
    if ours is not None:
        return RawFile(diagnostics=(of_our_own(columns.shape.wanted, ours, Place(file)),))
    keys = Keys(columns)
    record = _record(element, Place(file, element.line, 1), keys)
    return keys.file((record,), Place(file))


def _is_object(value: Json) -> TypeGuard[dict[str, Json]]:
    return isinstance(value, dict)


def _top_level(file: str, text: JsonText, columns: Columns) -> tuple[tuple[Element, ...], Diagnostics]:
    start = skip_space(text, 0)
    first = text.text[start : start + 1]
    if first == "[":
        elements, end = array_at(text, start)
        nothing_after(text, end)
        return elements, ()
    if first == "{":
        members, end = object_at(text, start, _CASES)
        nothing_after(text, end)
        return _wrapped(Place(file, text.text.count("\n", 0, start) + 1), members, columns)
    element, end = value_at(text, start)
    nothing_after(text, end)
    message = f"expected an array of records in square brackets, found {_kind(element.value)}"
    return (), (problem("wrong-top-level", message, Place(file), remedy=_AS_ARRAY),)


def _wrapped(
    place: Place, members: Sequence[tuple[str, Element | tuple[Element, ...]]], columns: Columns
) -> tuple[tuple[Element, ...], Diagnostics]:
    """The records under `cases`, which must be the one name of its object."""
    kind = said_kind({name: value.value for name, value in members if isinstance(value, Element)})
    if kind is not None:
        return (), (of_our_own(columns.shape.wanted, kind, Place(place.file)),)
    found = [value for name, value in members if name == _CASES]
    if not found:
        message = "expected an array of records in square brackets, found one object"
        return (), (problem("wrong-top-level", message, place, remedy=_AS_ARRAY),)
    if len(found) > 1:
        return (), (problem("duplicate-key", "expected `cases` once in an object, found it twice", place),)
    if isinstance(found[0], Element):
        message = f"expected an array of records as `cases`, found {_kind(found[0].value)}"
        return (), (problem("wrong-top-level", message, place, remedy=_AS_ARRAY),)
    others = dict.fromkeys(name for name, _ in members if name != _CASES)
    errors = tuple(
        problem(
            "unknown-key",
            f"expected an object with `cases` alone, found also `{shown(name)}`",
            place,
            remedy="remove it",
        )
        for name in others
    )
    return found[0], errors


def _too_deep(place: Place) -> Diagnostic:
    message = "expected objects nested a few levels deep at most, found far more brackets within brackets"
    return problem("nested-too-deep", message, place)


def record_of_line(line: JsonText, place: Place, keys: Keys) -> RawRecord:
    """One line as a raw record; keys no column has are gathered in `keys`."""
    try:
        element = whole_value(line)
    except json.JSONDecodeError as error:
        fault = syntax_error(place.file, error, place.line or 1)
        return RawRecord(None, {}, place, faults=(evolve(fault, labels=(Label(place),)),), unreadable=True)
    except RecursionError:
        return RawRecord(None, {}, place, faults=(_too_deep(place),), unreadable=True)
    return _record(element, place, keys)


def _record(element: Element, place: Place, keys: Keys) -> RawRecord:
    value = element.value
    if not _is_object(value):
        fault = problem("record-not-object", f"expected a record in braces, found {_kind(value)}", place)
        return RawRecord(None, {}, place, faults=(fault,), unreadable=True)
    case_id = None
    called = next((name for name in keys.columns.shape.id_names if name in value), None)
    if called is not None:
        case_id = _raw(value[called])
        value = {name: inner for name, inner in value.items() if name != called}
    known = evolve(place, case_id=case_id.strip() if isinstance(case_id, str) else None)
    faults = [_twice(name, known) for name in element.repeated]
    flat: dict[str, RawValue] = {}
    for name, inner in flattened(value, "", keys.columns):
        if name not in keys.columns.fields:
            first = keys.unknown.get(name) or Unknown(name, Label(evolve(known, field=shown(name))), 0)
            keys.unknown[name] = evolve(first, times=first.times + 1)
        elif name in flat:
            faults.append(_twice(name, known))
        else:
            flat[name] = _raw(inner)
    return RawRecord(case_id, flat, place, faults=tuple(faults))


def flattened(value: Mapping[str, Json], prefix: str, columns: Columns) -> Iterator[tuple[str, Json]]:
    """Each member under its dotted name. Only names that begin columns are gone into."""
    for key, inner in value.items():
        name = prefix + key
        if name in columns.families and (inner is None or _is_object(inner)):
            yield from flattened(inner or {}, name + ".", columns)
        else:
            yield name, inner


def _twice(name: str, place: Place) -> Diagnostic:
    message = f"expected `{shown(name)}` once in a record, found it twice"
    return problem("duplicate-key", message, evolve(place, field=shown(name)), remedy="remove one of the two")


def _raw(value: Json) -> RawValue:
    """A value as a record holds it; what no record can hold by its shape alone."""
    if value is None or isinstance(value, (str, bool, int, Decimal, Odd)):
        return value
    return Odd(_kind(value))


def _kind(value: Json) -> str:
    """What sort of JSON value it is, in words."""
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case str():
            return "a text"
        case dict():
            return "an object"
        case list():
            return "a list"
        case Odd():
            return value.shape
        case _:
            return "a number"
