"""Case records as a frame of typed columns, one row a case, and back again.

A column bears the key of its field. Answer words are an Enum of the words in the order declared, with
"not applicable" after them where a mark can stand; whole numbers are Int64, numbers Decimal with six
places, dates Date, texts String. Null is missing. A mark in place of a number, a date or a text,
which has no word for it, is yes in a column of its own beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from aboveline.records.columns import CASE_ID
from aboveline.records.record import Record, RecordField, RecordShape
from aboveline.values import Choice, Date, Mark, Number, Text, Value, ValueType, WholeNumber

#: The last word of an Enum of answer words, where a mark can stand.
MARK = Mark.NOT_APPLICABLE.value

#: How many decimal places a column of numbers keeps.
PLACES = 6


def frame_schema(shape: RecordShape) -> dict[str, pl.DataType]:
    """The columns of a frame of cases and their types: the case id, then every field a record can hold."""
    columns: dict[str, pl.DataType] = {CASE_ID: pl.String()}
    for one in shape.fields:
        columns[one.key] = column_type(one.type, markable=is_markable(one))
        if _has_mark_beside(one):
            columns[mark_column(one.key)] = pl.Boolean()
    return columns


def column_type(kind: ValueType, *, markable: bool = False) -> pl.DataType:
    """The type of the column of a field."""
    match kind:
        case Choice():
            return pl.Enum([*kind.names, MARK] if markable else list(kind.names))
        case WholeNumber():
            return pl.Int64()
        case Number():
            return pl.Decimal(18, PLACES)
        case Date():
            return pl.Date()
        case Text():
            return pl.String()


def mark_column(key: str) -> str:
    """The column that says where a number, a date or a text is marked not applicable."""
    return f"{key} {MARK}"


def is_markable(one: RecordField) -> bool:
    """Whether a mark can stand there; an answer given to what is worked out may be one, and is left aside."""
    return one.markable or one.kind == "answer"


def _has_mark_beside(one: RecordField) -> bool:
    return is_markable(one) and not isinstance(one.type, Choice)


def marks_of(column: pl.DataType) -> bool:
    """Whether a column of answer words can hold marks."""
    # As a list: to look into a series is a query of its own.
    return isinstance(column, pl.Enum) and MARK in column.categories.to_list()


def case_frame(shape: RecordShape, records: Sequence[Record]) -> pl.DataFrame:
    """Some case records as a frame; `case_records` gives them back."""
    columns: dict[str, list[Any]] = {CASE_ID: [record.case_id for record in records]}
    for one in shape.fields:
        found = [record.values.get(one.key) for record in records]
        if _has_mark_beside(one):
            columns[mark_column(one.key)] = [isinstance(value, Mark) for value in found]
            found = [None if isinstance(value, Mark) else value for value in found]
        columns[one.key] = [place_value(value, one.type) for value in found]
    return pl.DataFrame(columns, schema=frame_schema(shape))


def place_value(value: Value | Mark | None, kind: ValueType) -> object:
    """What stands in a column for a value."""
    if isinstance(value, Mark):
        return MARK
    return Decimal(value) if isinstance(kind, Number) and isinstance(value, int) else value


def case_records(shape: RecordShape, frame: pl.DataFrame) -> tuple[Record, ...]:
    """The case records a frame holds; columns may be missing, and others are left aside."""
    fields = [one for one in shape.fields if one.key in frame.columns]
    return tuple(Record(row[CASE_ID], dict(_values(fields, row))) for row in frame.iter_rows(named=True))


def _values(fields: Iterable[RecordField], row: Mapping[str, Any]) -> Iterator[tuple[str, Value | Mark]]:
    for one in fields:
        value = row[one.key]
        is_marked = row.get(mark_column(one.key)) is True
        if is_marked or (value == MARK and isinstance(one.type, Choice)):
            yield one.key, Mark.NOT_APPLICABLE
        elif value is not None:
            yield one.key, value
