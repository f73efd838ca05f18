"""Turns a record shape into the JSON Schema of one record, described in the words of the criteria."""

from typing import Any, assert_never

from aboveline.records.normalise import MOST_DIGITS, takes_mark
from aboveline.records.raw import MARK
from aboveline.records.record import CASE_ID, RecordField, RecordShape
from aboveline.values import (
    MAX_DECIMAL_PLACES,
    Choice,
    Date,
    Number,
    Text,
    ValueType,
    WholeNumber,
    type_in_words,
)

#: What JSON Schema itself calls a schema.
Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LONGEST_CASE_ID = 100
#: No control characters, and none that cannot be seen or that turn the direction of writing.
_VISIBLE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]+$"
_BEYOND = 10**MOST_DIGITS - 1

_READING = (
    "This is the form in which a record is judged. On reading, spaces around a text are dropped and a blank is missing; "
    "yes and no may be written yes, Y, true, no, N, false, and not applicable n/a or na, in any case; "
    "an answer word may differ in case; a number may stand in quotation marks. "
    "In CSV each property is a column and each record a row; in the long form each row names a case, a property and its value. "
    "In JSON a property with a point in its name may also be written as an object within an object: "
    '{"a.b": "yes"} and {"a": {"b": "yes"}} say the same.'
)

_ABOUT = {
    "case": f"What is known of one case. {_READING}",
    "inspection": f"The facts of the inspection as a whole. {_READING}",
    "response": f"What one person answered to a survey. A blank is no answer. {_READING}".replace(
        "a case,", "a response,"
    ),
    "override": (
        "One override of a judgement: what a person decided in place of the criteria, why, who, and when. "
        "This is the form in which it is taken. On reading, spaces around a text are dropped, a blank is missing, and an "
        f"outcome may differ in case; `{CASE_ID}` may be called `case`. In CSV, a workbook or a table of another program each "
        "property is a column and each override a row; in JSON each is an object of an array, or of a line of its own."
    ),
}


def json_schema(shape: RecordShape) -> Schema:
    """The JSON Schema (draft 2020-12) of one record in normal form: flat, one property a column."""
    properties: dict[str, Schema] = {} if shape.of_inspection else {shape.id_column: _case_id(shape)}
    properties |= {f.column: _property(f) for f in shape.fields}
    first = [] if shape.of_inspection else [shape.id_column]
    return {
        "$schema": _DIALECT,
        "title": shape.title,
        "description": _ABOUT[shape.of],
        "type": "object",
        "properties": properties,
        "required": first + [f.column for f in shape.fields if f.required],
        "additionalProperties": False,
    }


def _case_id(shape: RecordShape) -> Schema:
    noun = shape.noun
    alone = ", different for each" if shape.of in {"case", "response"} else ""
    return {
        "title": f"{noun.capitalize()} id",
        "description": f"The name or number by which the {noun} is known{alone}. Required.",
        "type": "string",
        "minLength": 1,
        "maxLength": _LONGEST_CASE_ID,
        "pattern": _VISIBLE,
    }


def _property(field: RecordField) -> Schema:
    schema: Schema = {"title": field.label, "description": _description(field)}
    if field.worked_out:
        schema["readOnly"] = True
    return schema | _values(field)


#: What a value is called in the description of its field.
_WHAT = {"fact": "A fact", "answer": "An answer"}


def _description(field: RecordField) -> str:
    kind = _in_words(field.type)
    parts = [f"{_WHAT[field.kind]}: {kind}." if field.kind in _WHAT else f"{kind[0].upper()}{kind[1:]}."]
    if field.required:
        parts.append("Required.")
    if field.worked_out:
        parts.append("It is worked out, so leave it out; a value given is set aside and reported.")
    if field.markable and field.kind == "fact":
        parts.append(f"Where the thing does not exist, leave it blank or write “{MARK}”.")
    if field.note:
        note = field.note[0].upper() + field.note[1:]
        parts.append(note if note[-1] in ".?!" else note + ".")
    return " ".join(parts)


def _in_words(kind: ValueType) -> str:
    match kind:
        case Date():
            return "a date, written year-month-day (2011-07-04)"
        case Number():
            return f"a number with at most {MAX_DECIMAL_PLACES} decimal places"
        case _:
            return type_in_words(kind)


def _values(field: RecordField) -> Schema:
    """The keywords that say which values a field takes."""
    if isinstance(field.type, Choice):
        return _words(field, field.type)
    plain = _plain(field.type)
    if takes_mark(field):
        others = [{"const": MARK}] + ([] if field.required else [{"type": "null"}])
        return {"anyOf": [plain, *others]}
    if not field.required:
        plain["type"] = [plain["type"], "null"]
    if isinstance(field.type, Text):
        plain["not"] = {"const": MARK}
    return plain


def _words(field: RecordField, choice: Choice) -> Schema:
    """Words that speak for themselves as an enumeration; others each with what they mean."""
    if all(word.label == word.name for word in choice.words):
        mark = [MARK] if takes_mark(field) and MARK not in choice.names else []
        return {"enum": [*choice.names, *mark] + ([] if field.required else [None])}
    options: list[Schema] = [{"const": word.name, "title": word.label} for word in choice.words]
    if takes_mark(field) and MARK not in choice.names:
        options.append({"const": MARK, "title": "marked not applicable"})
    if not field.required:
        options.append({"const": None, "title": "missing"})
    return {"oneOf": options}


def _plain(kind: Date | Number | Text | WholeNumber) -> Schema:
    match kind:
        case WholeNumber():
            low = -_BEYOND if kind.low is None else kind.low
            return {"type": "integer", "minimum": low, "maximum": _BEYOND if kind.high is None else kind.high}
        case Number():
            return {"type": "number", "exclusiveMinimum": -_BEYOND - 1, "exclusiveMaximum": _BEYOND + 1}
        case Date():
            return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        case Text():
            return {"type": "string", "minLength": 1}
        case _:
            assert_never(kind)
