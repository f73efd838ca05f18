"""The types of columns of codes, and the table of what every code means; `aboveline.reasons` numbers them."""

from collections.abc import Mapping

import polars as pl

from aboveline.framework.model import Framework, Question
from aboveline.judgement import Outcome
from aboveline.reasons import SHARE_OF, Reason, reasons, reasons_by_column

__all__ = ["Reason", "code_type", "code_types", "reason_table", "reasons"]

#: So many reasons and no more can be told apart by a code of one byte.
_ONE_BYTE = 256


def code_type(question: Question) -> pl.DataType:
    """The type of the column of a question's codes: one byte, unless it has more reasons than that can tell apart."""
    return pl.UInt8() if len(reasons(question)) <= _ONE_BYTE else pl.UInt16()


def code_types(framework: Framework) -> Mapping[str, pl.DataType]:
    """The type of every column of codes."""
    return {
        column: pl.UInt8() if column.startswith(SHARE_OF) else code_type(framework.questions[column])
        for column in reasons_by_column(framework)
    }


def reason_table(framework: Framework) -> pl.DataFrame:
    """What every code means: a row for each reason of each column, with its outcome and clause."""
    rows = [
        (column, code, reason.outcome.value, reason.clause)
        for column, known in reasons_by_column(framework).items()
        for code, reason in enumerate(known)
    ]
    outcomes = pl.Enum([outcome.value for outcome in Outcome])
    schema = {"question": pl.String, "code": pl.UInt16, "outcome": outcomes, "clause": pl.UInt16}
    return pl.DataFrame(rows, schema=schema, orient="row")
