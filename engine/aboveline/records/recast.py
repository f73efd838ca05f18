"""Puts records that were read under one framework into the shape of another, so that they can be judged under that.

A value is kept where the other framework has a field of the same name and kind that can hold it; any other is missing
there, and is counted.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy arrays of any kind.)

from collections.abc import Iterator, Mapping

import polars as pl
from attrs import evolve

from aboveline.records.case_frame import MARK, PLACES, column_type, is_markable, mark_column
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.values import Choice, Mark, Number, Value, ValueType, WholeNumber


def recast_frame(
    frame: pl.DataFrame, was: RecordShape, shape: RecordShape
) -> tuple[pl.DataFrame, Mapping[str, int]]:
    """A frame of cases in another shape, with how many values of each of its fields could not be kept.

    Columns that are of no field stay as they are.
    """
    fields, old = {one.key: one for one in shape.fields}, {one.key: one for one in was.fields}
    others = [name for name in frame.columns if name not in old and name.removesuffix(f" {MARK}") not in old]
    there = [key for key in fields if key in old and key in frame.columns]
    held = frame.select(*others, *(column for key in there for column in _kept(frame, old[key], fields[key])))
    lost = {key: _holding(frame, key) - _holding(held, key) for key in there}
    return held, {key: count for key, count in lost.items() if count}


def recast_record(record: Record, was: RecordShape, shape: RecordShape) -> Record:
    """The one record of the inspection in another shape; what that cannot hold is missing."""
    old = {one.key: one for one in was.fields}
    kept: dict[str, Value | Mark] = {}
    for one in shape.fields:
        value = record.values.get(one.key)
        if (
            value is not None
            and one.key in old
            and _can_hold(one, value)
            and _alike(old[one.key].type, one.type)
        ):
            kept[one.key] = value
    return evolve(record, values=kept)


def _can_hold(one: RecordField, value: Value | Mark) -> bool:
    match value, one.type:
        case Mark(), _:
            return is_markable(one)
        case _, Choice(words):
            return value in {word.name for word in words}
        case int(), WholeNumber(low, high):
            return (low is None or low <= value) and (high is None or value <= high)
        case _:
            return True


def _alike(was: ValueType, kind: ValueType) -> bool:
    """Whether values of one type can be values of another. A whole number is a number; the other way it depends on the number."""
    return type(was) is type(kind) or {type(was), type(kind)} == {Number, WholeNumber}


def _holding(frame: pl.DataFrame, key: str) -> int:
    """How many cases have a value of a field, or a mark."""
    there, beside = frame[key].is_not_null(), mark_column(key)
    marked = frame[beside].fill_null(value=False) if beside in frame.columns else there
    return len((there | marked).arg_true())


def _kept(frame: pl.DataFrame, was: RecordField, one: RecordField) -> Iterator[pl.Expr]:
    """The column of a field, and that of its marks where it has one."""
    kind = column_type(one.type, markable=is_markable(one))
    value = _value(pl.col(was.key), was.type, one.type) if _alike(was.type, one.type) else pl.lit(None)
    mark = _mark(frame, was)
    if not is_markable(one):
        yield value.cast(kind, strict=False).alias(one.key)
    elif isinstance(one.type, Choice):
        marked = pl.when(mark).then(pl.lit(MARK)).otherwise(value.cast(pl.String))
        yield marked.cast(kind, strict=False).alias(one.key)
    else:
        yield value.cast(kind, strict=False).alias(one.key)
        yield mark.alias(mark_column(one.key))


def _mark(frame: pl.DataFrame, was: RecordField) -> pl.Expr:
    """Whether a field was marked not applicable."""
    if isinstance(was.type, Choice):
        return pl.col(was.key).cast(pl.String) == MARK
    beside = mark_column(was.key)
    return pl.col(beside).fill_null(value=False) if beside in frame.columns else pl.lit(value=False)


def _value(column: pl.Expr, was: ValueType, kind: ValueType) -> pl.Expr:
    match was, kind:
        case Choice(), Choice():
            return column.cast(pl.String)
        case _, WholeNumber(low, high):
            whole = column.cast(pl.Int64, strict=False)
            fits = [whole.cast(pl.Decimal(18, PLACES)) == column.cast(pl.Decimal(18, PLACES))]
            fits += [] if low is None else [whole >= low]
            fits += [] if high is None else [whole <= high]
            return pl.when(pl.all_horizontal(fits)).then(whole)
        case _:
            return column
