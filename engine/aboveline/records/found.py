"""Says what was found in a field, and what was expected there, without ever saying the value."""

import re
from decimal import Decimal
from typing import assert_never

from aboveline.records.normalise import MOST_DIGITS, TOO_LARGE
from aboveline.records.raw import MARK, Odd, RawValue, listed
from aboveline.records.record import RecordField
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

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

#: Ways of writing dates other than the one that is understood; the first that fits.
_DATE_FORMS = (
    (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day no calendar has"),
    (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}", "a date whose month or day lacks its leading 0"),
    (r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[tT ].*", "a date with a time of day"),
    (r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}.*", "a date written year/month/day with slashes"),
    (r"(1[3-9]|2[0-9]|3[01])/[0-9]{1,2}/[0-9]{2,4}.*", "a date written day/month/year"),
    (r"[0-9]{1,2}/(1[3-9]|2[0-9]|3[01])/[0-9]{2,4}.*", "a date written month/day/year"),
    (r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}.*", "a date written with slashes, day/month/year or month/day/year"),
    (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{2,4}.*", "a date written day.month.year with points"),
    (r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{2,4}.*", "a date written with the year last"),
    (r"[0-9]{8}", "a date without its hyphens, or another whole number"),
    (r"[0-9]{5}(\.[0-9]+)?", "a number such as Excel keeps for a date"),
    (
        rf"(?i).*[0-9].*\b({_MONTHS})[a-z]*\b.*|.*\b({_MONTHS})[a-z]*\b.*[0-9].*",
        "a date with its month in letters",
    ),
)

#: What people write where they know nothing.
_STAND_INS = frozenset(
    {"-", "--", "\N{EN DASH}", "\N{EM DASH}", ".", "?", "none", "null", "nil", "unknown", "not known"}
)

#: Ways of writing numbers.
_NUMBER_FORMS = (
    (r"-?[0-9]+", "a whole number"),
    (r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", "a number with commas between its thousands"),
    (r"-?[0-9]+\.[0-9]+", "a number with a decimal point"),
    (r"-?\.[0-9]+", "a number with no digit before its point"),
    (r"-?[0-9]+\.", "a number with no digit after its point"),
    (r"-?[0-9]+,[0-9]+", "a number with a decimal comma"),
    (r"[-+]?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]+", "a number with an exponent"),
    (r"\+[0-9.]+", "a number with a plus sign"),
    (r"[-+]?[0-9.]+ ?%", "a percentage"),
)


def code_of(kind: ValueType) -> str:
    """The permanent code of a value that is none of its type."""
    match kind:
        case Choice():
            return "wrong-word"
        case Date():
            return "wrong-date"
        case WholeNumber() | Number():
            return "wrong-number"
        case Text():
            return "wrong-text"
        case _:
            assert_never(kind)


def expected_in(field: RecordField) -> str:
    """What a field holds, in words that follow "expected"."""
    match field.type:
        case Choice():
            words = [*field.type.names, MARK] if _is_marked(field) else list(field.type.names)
            return listed(words, "or")
        case Date():
            expected = "a date such as 2011-07-04"
        case Number():
            expected = f"a number with at most {MAX_DECIMAL_PLACES} decimal places"
        case WholeNumber() | Text():
            expected = type_in_words(field.type)
        case _:
            assert_never(field.type)
    return f"{expected}, or `{MARK}`" if _is_marked(field) else expected


def _is_marked(field: RecordField) -> bool:
    """Whether the mark is worth naming: a fact without the thing is rather left blank."""
    return field.mark_allowed and field.kind == "answer"


def shape_of(value: RawValue, kind: ValueType) -> str:
    """What sort of value was found where one of another kind was expected."""
    match value:
        case Odd():
            return value.shape
        case bool():
            return "true or false"
        case int():
            return _whole_shape(value, kind)
        case Decimal():
            return "a number with a decimal point or an exponent"
        case str():
            return _text_shape(value, kind)
        case None:
            return "nothing"
        case _:
            assert_never(value)


def _whole_shape(value: int, kind: ValueType) -> str:
    if abs(value) >= 10**MOST_DIGITS:
        return TOO_LARGE
    if isinstance(kind, WholeNumber) and kind.low is not None and value < kind.low:
        return f"one below {kind.low}"
    if isinstance(kind, WholeNumber) and kind.high is not None and value > kind.high:
        return f"one above {kind.high}"
    return "a number"


def _text_shape(text: str, kind: ValueType) -> str:
    if text == MARK:
        return f"`{MARK}`"
    others = (*_NUMBER_FORMS, (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date"), *_DATE_FORMS)
    forms = (*_DATE_FORMS, *_NUMBER_FORMS) if isinstance(kind, Date) else others
    for form, words in forms:
        if len(text) < 60 and re.fullmatch(form, text):
            return words
    if "\n" in text or "\r" in text:
        return "a text of several lines"
    unit = "letter" if text.isalpha() else "character"
    shape = f"a text of {len(text):,} {unit}{'' if len(text) == 1 else 's'}"
    return shape if text.isprintable() else f"{shape}, one of which cannot be seen"


def is_stand_in(value: RawValue) -> bool:
    """Whether a value is what people write where they know nothing, such as a dash."""
    return isinstance(value, str) and value.casefold() in _STAND_INS


def remedy_for(field: RecordField, value: RawValue) -> str | None:
    """What to do about a value that does not fit its field, where there is more to say than what was expected."""
    if value == MARK and field.kind == "entry":
        return "write it in words: this stands for “not applicable”"
    if value == MARK:
        return "only an answer, or a fact with an `only where`, can be marked so; leave it blank if it is not known"
    if is_stand_in(value):
        return "where nothing is known, leave it blank"
    match field.type:
        case Choice() if {"yes", "no"} <= set(field.type.names) and value in {0, 1, "0", "1"}:
            return "write `yes` or `no` in its place: what 1 and 0 stand for is not taken for granted"
        case Date():
            return "write year, month and day with hyphens; in Excel give the column the format `yyyy-mm-dd` before saving"
        case WholeNumber() | Number() if shape_of(value, field.type) == TOO_LARGE:
            return (
                f"numbers have at most {MOST_DIGITS} digits before the point; a longer one is perhaps a text"
            )
        case WholeNumber() if isinstance(value, (str, Decimal)):
            return "write it in digits alone, such as 14"
        case Number() if isinstance(value, str):
            return "write it in digits, with a point before its decimals, such as 14.5"
        case Text() if isinstance(value, (int, Decimal)):
            return 'put it between quotation marks, as in "14"'
        case _:
            return None
