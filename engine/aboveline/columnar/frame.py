"""Case records of a framework as a frame of typed columns, and which columns a frame has of it; `records.case_frame` says their types."""

from collections.abc import Mapping, Sequence

import polars as pl

from aboveline.framework.model import Framework
from aboveline.framework.record_shape import case_shape
from aboveline.records import case_frame as frames
from aboveline.records.case_frame import MARK, PLACES, column_type, marks_of
from aboveline.records.columns import CASE_ID
from aboveline.records.record import Record

__all__ = [
    "CASE_ID",
    "MARK",
    "case_frame",
    "case_records",
    "column_type",
    "column_types",
    "frame_schema",
    "marks_of",
]


def frame_schema(framework: Framework) -> dict[str, pl.DataType]:
    """The columns of a frame of cases and their types: the case id, then every field a record can hold."""
    return frames.frame_schema(case_shape(framework))


def case_frame(framework: Framework, records: Sequence[Record]) -> pl.DataFrame:
    """Some case records as a frame; `case_records` gives them back."""
    return frames.case_frame(case_shape(framework), records)


def case_records(framework: Framework, frame: pl.DataFrame) -> tuple[Record, ...]:
    """The case records a frame holds; columns may be missing, and others are left aside."""
    return frames.case_records(case_shape(framework), frame)


def column_types(framework: Framework, cases: pl.LazyFrame) -> Mapping[str, pl.DataType]:
    """The types of those columns of a frame that a framework knows.

    Raises TypeError where one is not of the type `frame_schema` says; an Enum may do without the mark.
    """
    found = cases.collect_schema()
    known: dict[str, pl.DataType] = {}
    for name, wanted in frame_schema(framework).items():
        if name in found:
            if not _will_do(found[name], wanted):
                raise TypeError(f"the column {name} should be {wanted}, but is {found[name]}")
            known[name] = found[name]
    return known


def _will_do(found: pl.DataType, wanted: pl.DataType) -> bool:
    if isinstance(found, pl.Enum) and isinstance(wanted, pl.Enum):
        words = [word for word in wanted.categories if word != MARK]
        return list(found.categories) in (words, [*words, MARK])
    if isinstance(found, pl.Decimal) and isinstance(wanted, pl.Decimal):
        return found.scale <= PLACES
    return found == wanted
