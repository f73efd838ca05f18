"""Turns what a file gives for a field into its normal form, which the record's schema then judges.

The normal form is a value of JSON: answer words as the criteria write them, whole numbers and exact
decimals, dates as texts, `not applicable` for every spelling of the mark, None for missing. What
has no normal form is left as it is, for the schema to refuse.
"""

import re
from datetime import date
from decimal import Decimal
from typing import assert_never

from aboveline.records.raw import MARK, Odd, RawValue
from aboveline.records.record import RecordField
from aboveline.values import MAX_DECIMAL_PLACES, Choice, Date, Mark, Number, Text, Value, WholeNumber

_MARKS = frozenset({"n/a", "na", "not applicable"})
_YES_OR_NO = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}
_WHOLE = re.compile(r"-?[0-9]{1,30}")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,60})?")
#: Numbers are below 10 to this power.
MOST_DIGITS = 12
TOO_LARGE = f"a number of more than {MOST_DIGITS} digits"


def takes_mark(field: RecordField) -> bool:
    """Whether "not applicable" can stand in a field. On an answer that is worked out it is a finding, as any value."""
    return field.markable or (field.worked_out and field.kind == "answer")


def normal(field: RecordField, raw: RawValue) -> RawValue:
    """The normal form of a value, or the value itself, as an `Odd` where nothing else can stand for it."""
    value = text_in(raw)
    if isinstance(value, str) and value.casefold() in _MARKS and not _is_word(field, value):
        return MARK
    if value is None or isinstance(value, Odd):
        return value
    match field.type:
        case Choice():
            return _word(field.type, value)
        case WholeNumber():
            return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else value
        case Number():
            return _number(value)
        case Date() | Text():
            return value
        case _:
            assert_never(field.type)


def text_in(raw: RawValue) -> RawValue:
    """A text without the space around it, None where nothing is left, an `Odd` where it is damaged."""
    if not isinstance(raw, str):
        return raw
    stripped = raw.strip()
    if not stripped.isascii() and any("\ud800" <= c <= "\udfff" for c in stripped):
        return Odd("a text with half a character in it")
    return stripped or None


def _is_word(field: RecordField, text: str) -> bool:
    return isinstance(field.type, Choice) and text in field.type.names


def _word(choice: Choice, value: str | int | Decimal | bool) -> RawValue:
    names = choice.names
    if isinstance(value, Decimal):
        return value
    text = str(value)
    if text in names:
        return text
    folded = text.casefold()
    same = [name for name in names if name.casefold() == folded]
    if len(same) == 1:
        return same[0]
    if {"yes", "no"} <= set(names) and folded in _YES_OR_NO and not same:
        return _YES_OR_NO[folded]
    return value


def _number(value: str | int | Decimal | bool) -> RawValue:
    if isinstance(value, str):
        return exact(Decimal(value)) if _DECIMAL.fullmatch(value) else value
    return exact(value) if isinstance(value, Decimal) else value


def exact(number: Decimal) -> int | Decimal | Odd:
    """A number as it is kept: whole ones as `int`, others without trailing zeros; an `Odd` if it cannot be kept."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        return Odd("no number")
    significant = "".join(map(str, digits)).lstrip("0")
    if not significant:
        return 0
    if len(significant) + exponent > MOST_DIGITS:
        return Odd(TOO_LARGE)
    kept = significant.rstrip("0")
    exponent += len(significant) - len(kept)
    if -exponent > MAX_DECIMAL_PLACES:
        return Odd(f"one with more than {MAX_DECIMAL_PLACES}")
    value = Decimal((sign, tuple(map(int, kept)), exponent))
    return int(value) if exponent >= 0 else value


def value_of(field: RecordField, form: RawValue) -> Value | Mark | None:
    """What a valid normal form stands for: a mark on a fact says that the thing does not exist, so it is missing."""
    if form == MARK and not _is_word(field, MARK):
        return Mark.NOT_APPLICABLE if field.kind == "answer" else None
    if isinstance(field.type, Date) and isinstance(form, str):
        return date.fromisoformat(form)
    return None if isinstance(form, Odd) else form
