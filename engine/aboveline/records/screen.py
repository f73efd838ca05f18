"""Turns columns of raw values into typed columns, and tells the rows in which something is wrong.

Good values are not slowed by the detail that bad ones need. What is plainly of its type (an answer
word as the criteria write it, a date with its hyphens, a number in its range) is told by Polars, a
whole column at a time. What is left over, be it right or wrong, is few different values, and each of
them is judged once by the very `Checker` that judges records one by one, so that the two cannot
differ. A row with a fault is only told here; what is wrong with it, `validate.check` says.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import assert_never

import polars as pl

from aboveline.frozen import frozen
from aboveline.records.case_frame import PLACES, column_type, is_markable, mark_column, place_value
from aboveline.records.columns import CASE_ID
from aboveline.records.frames import raw_values
from aboveline.records.normalise import MOST_DIGITS, takes_mark
from aboveline.records.raw import RawValue
from aboveline.records.record import RecordField
from aboveline.records.validate import Checker, Verdict, case_id_in, judge_value
from aboveline.values import Choice, Date, Mark, Number, Text, WholeNumber

#: A text that neither begins nor ends with space, as Python tells space.
_PLAIN_TEXT = r"^(?s:[^\s\x1c-\x1f]|[^\s\x1c-\x1f].*[^\s\x1c-\x1f])$"
_PLAIN_CASE_ID = r"^[!-~]([ -~]{0,98}[!-~])?$"
_PLAIN_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_PLAIN_WHOLE = rf"^-?[0-9]{{1,{MOST_DIGITS}}}$"
_PLAIN_NUMBER = rf"^-?[0-9]{{1,{MOST_DIGITS}}}(\.[0-9]{{1,6}})?$"
_MARKS = ["n/a", "na", "not applicable"]
#: Below this a number with a fraction is exact to six places as a float.
_EXACT_BELOW = 10**9

#: So many values and more are first looked through for the different ones.
_MANY = 2_000


@frozen
class Screened:
    """Some rows as typed columns, and whether each row is good; what the columns hold in a row that is not means nothing."""

    frame: pl.DataFrame
    good: pl.Series


@frozen
class _Typed:
    """A column of one field by its type, and where (if anywhere) a value has a fault, or there is none given."""

    columns: tuple[pl.Series, ...]
    faults: pl.Series | None
    #: Where something is given; only told of what is required.
    given: pl.Series | None = None


def screen(
    against: Checker, case_ids: pl.Series, held: Mapping[str, pl.Series], absent: frozenset[str]
) -> Screened:
    """The rows whose case ids and values, by column, are given. Required columns that are absent have been complained of."""
    raw = pl.DataFrame(dict(held))
    plain = raw.with_columns(
        **{name: _plainly(against.fields[name], series.dtype, name) for name, series in held.items()}
    )
    typed = {name: _typed(against, name, series, plain[name]) for name, series in held.items()}
    ids, bad_ids = _case_ids(against, case_ids)
    bad = [bad_ids, *(found.faults for found in typed.values() if found.faults is not None)]
    for field in against.shape.fields:
        if field.required and field.column not in absent:
            given = typed[field.column].given if field.column in typed else None
            bad.append(pl.repeat(value=True, n=len(ids), eager=True) if given is None else ~given)
    faulty = pl.select(pl.any_horizontal(*(series.alias(str(at)) for at, series in enumerate(bad))))
    frame = pl.DataFrame([ids, *(series for found in typed.values() for series in found.columns)])
    # Where it were not known of a row, it would be looked at one by one.
    return Screened(frame, ~faulty.to_series().fill_null(True))


def _case_ids(against: Checker, raw: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The case ids, and where there is none that will do."""
    text = raw.cast(pl.String) if raw.dtype.is_integer() or _is_text(raw.dtype) else None
    plain = _false(raw) if text is None else text.str.contains(_PLAIN_CASE_ID).fill_null(value=False)
    left = (~plain).arg_true()
    ids = _empty(raw, pl.String()) if text is None else text
    if not left.len():
        return ids.alias(CASE_ID), _false(raw)
    found = [case_id_in(against, value) for value in _given(raw.gather(left))]
    bad = pl.Series([one is None for one in found], dtype=pl.Boolean)
    given = pl.Series(found, dtype=pl.String)
    return ids.scatter(left, given).alias(CASE_ID), _false(raw).scatter(left, bad)


def _typed(against: Checker, column: str, raw: pl.Series, value: pl.Series) -> _Typed:
    """The column by its type, given the values of it that plainly are."""
    field = against.fields[column]
    if value.null_count() > raw.null_count():
        left = (value.is_null() & raw.is_not_null()).arg_true()
        return _with_verdicts(against, column, raw, value, left)
    return _Typed(
        (value.alias(field.key), *_no_marks(field, raw)),
        None,
        value.is_not_null() if field.required else None,
    )


def _is_as_it_should_be(found: pl.DataType, wanted: pl.DataType, field: RecordField) -> bool:
    """Whether a typed column can be used as it is."""
    if not isinstance(found, pl.Enum) or not isinstance(field.type, Choice):
        return False
    if takes_mark(field) and field.kind == "answer" and found == wanted:
        return True
    return list(found.categories) == list(field.type.names)


def _no_marks(field: RecordField, raw: pl.Series) -> tuple[pl.Series, ...]:
    if isinstance(field.type, Choice) or not is_markable(field):
        return ()
    return (_false(raw).alias(mark_column(field.key)),)


# --- What is plainly of its type ---------------------------------------------------------------


def _plainly(field: RecordField, found: pl.DataType, column: str) -> pl.Expr:
    """The values of a column that are plainly of the type of its field; null for all others."""
    kind, raw = column_type(field.type, markable=is_markable(field)), pl.col(column)
    if _is_as_it_should_be(found, kind, field):
        return raw
    match field.type:
        case Choice():
            is_word_too = field.kind == "answer" and takes_mark(field)
            plain = _words(raw, found, kind if is_word_too else pl.Enum(field.type.names))
        case WholeNumber():
            plain = _whole(field.type, raw, found)
        case Number():
            plain = _numbers(raw, found, kind)
        case Date():
            plain = _dates(raw, found)
        case Text():
            plain = _texts(raw, found)
        case _:
            assert_never(field.type)
    return pl.lit(None, kind) if plain is None else plain.cast(kind)


def _words(raw: pl.Expr, found: pl.DataType, kind: pl.DataType) -> pl.Expr | None:
    return raw.cast(pl.String).cast(kind, strict=False) if _is_text(found) else None


def _whole(kind: WholeNumber, raw: pl.Expr, found: pl.DataType) -> pl.Expr | None:
    if found == pl.String:
        value = pl.when(raw.str.contains(_PLAIN_WHOLE)).then(raw).cast(pl.Int64, strict=False)
    elif found.is_integer():
        value = raw.cast(pl.Int64, strict=False)
    else:
        return None
    beyond = 10**MOST_DIGITS - 1
    low, high = -beyond if kind.low is None else kind.low, beyond if kind.high is None else kind.high
    return pl.when(value.is_between(low, high)).then(value)


def _numbers(raw: pl.Expr, found: pl.DataType, kind: pl.DataType) -> pl.Expr | None:
    beyond = 10**MOST_DIGITS
    if found == pl.String:
        return pl.when(raw.str.contains(_PLAIN_NUMBER)).then(raw).cast(kind, strict=False)
    if found.is_integer():
        whole = raw.cast(pl.Int64, strict=False)
        return pl.when(whole.is_between(1 - beyond, beyond - 1)).then(whole).cast(kind, strict=False)
    if found == pl.Float64:
        millionths = (raw * 1_000_000).round()
        exact = (raw.abs() < _EXACT_BELOW) & (millionths / 1_000_000 == raw)
        return pl.when(exact).then(raw).cast(kind, strict=False)
    if isinstance(found, pl.Decimal) and found.scale <= PLACES:
        return pl.when(raw.abs() < beyond).then(raw).cast(kind, strict=False)
    return None


def _dates(raw: pl.Expr, found: pl.DataType) -> pl.Expr | None:
    if found == pl.String:
        value = pl.when(raw.str.contains(_PLAIN_DATE)).then(raw).str.to_date("%Y-%m-%d", strict=False)
    elif found == pl.Date:
        value = raw
    else:
        return None
    return pl.when(value.is_between(date.min, date.max)).then(value)


def _texts(raw: pl.Expr, found: pl.DataType) -> pl.Expr | None:
    if not _is_text(found):
        return None
    raw = raw.cast(pl.String)
    plain = raw.str.contains(_PLAIN_TEXT) & ~raw.str.to_lowercase().is_in(_MARKS)
    return pl.when(plain).then(raw)


def _is_text(kind: pl.DataType) -> bool:
    return kind == pl.String or isinstance(kind, pl.Enum | pl.Categorical)


def _empty(raw: pl.Series, kind: pl.DataType) -> pl.Series:
    return pl.repeat(None, len(raw), dtype=kind, eager=True)


def _false(raw: pl.Series) -> pl.Series:
    return pl.repeat(value=False, n=len(raw), eager=True)


# --- What is left over -------------------------------------------------------------------------


def _with_verdicts(
    against: Checker, column: str, raw: pl.Series, value: pl.Series, left: pl.Series
) -> _Typed:
    """The column with what was left over judged value by value, each different one once where there are many."""
    field, values, which = against.fields[column], raw.gather(left), None
    if len(left) > _MANY:
        values, which = _different(values)
    found = [judge_value(against, column, one) for one in _given(values)]

    def put(into: pl.Series, each: Sequence[object]) -> pl.Series:
        placed = pl.Series(each, dtype=into.dtype)
        return into.scatter(left, placed if which is None else placed.gather(which))

    known = put(value, [place_value(None if one.fault else one.value, field.type) for one in found])
    bad = [one.fault is not None for one in found]
    return _Typed(
        (known.alias(field.key), *(_marked(series, put, found) for series in _no_marks(field, raw))),
        put(_false(raw), bad) if any(bad) else None,
        put(value.is_not_null(), [one.given for one in found]) if field.required else None,
    )


def _marked(
    series: pl.Series, put: Callable[[pl.Series, Sequence[object]], pl.Series], found: Sequence[Verdict]
) -> pl.Series:
    return put(series, [isinstance(one.value, Mark) for one in found]).alias(series.name)


def _given(values: pl.Series) -> list[RawValue]:
    """The values as their file gives them; those of several kinds stand there as they were read."""
    return values.to_list() if values.dtype == pl.Object else raw_values(values)


def _different(values: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Each different value once, and for every value which of them it is."""
    if values.dtype == pl.Object:
        places: dict[tuple[type, object], int] = {}
        each: list[object] = values.to_list()
        which = [places.setdefault((type(value), value), len(places)) for value in each]
        once = pl.Series([value for _, value in places], dtype=pl.Object)
        return once, pl.Series(which, dtype=pl.UInt32)
    if not values.dtype.is_nested() and values.dtype != pl.Binary:
        once = values.unique(maintain_order=True)
        numbered = pl.DataFrame({"value": once, "at": pl.int_range(len(once), eager=True, dtype=pl.UInt32)})
        found = values.alias("value").to_frame().join(numbered, on="value", how="left", maintain_order="left")
        return once, found["at"]
    return values, pl.int_range(len(values), eager=True, dtype=pl.UInt32)
