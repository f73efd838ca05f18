"""The operations terms are made by: each as a Polars expression, and what it comes to without a case.

Bits are never null. Numbers, days and texts are null where they are missing, and every test of them
is then not set. Days are counted from 1 January 1970; numbers are whole, a decimal one being held as
so many of its last place.
"""

# pyright: reportUnknownMemberType=false, reportUnknownLambdaType=false, reportUnknownArgumentType=false
# (The types of Polars speak of NumPy, which is not here; and the operations of one table take what they take.)

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import polars as pl

from aboveline.columnar.days import (
    elapsed_between,
    elapsed_expr,
    shift_expr,
    shifted,
    working_days_expr,
    working_days_to,
)
from aboveline.frozen import frozen

#: No more values than this can be told apart by a code of one byte.
_BYTE = 256


@frozen
class Operation:
    """What Polars is told, and what the same comes to for plain values; None where it never has those alone."""

    expr: Callable[..., pl.Expr]
    fold: Callable[..., Any] | None = None


def _column(name: str, kind: pl.DataType) -> pl.Expr:
    """A column as it is worked on: words by their code, dates by their day. Nothing is copied for that."""
    return pl.col(name).to_physical() if isinstance(kind, pl.Enum | pl.Date) else pl.col(name)


def _in_millionths(of: pl.Expr) -> pl.Expr:
    return of.cast(pl.Decimal(38, 6)).to_physical().cast(pl.Int64)


def _literal(_: str, value: object) -> pl.Expr:
    return pl.lit(value, pl.Int128) if isinstance(value, int) and abs(value) >= 2**63 else pl.lit(value)


def _pairwise(join: Callable[[pl.Expr, pl.Expr], pl.Expr], items: Sequence[pl.Expr]) -> pl.Expr:
    """The items joined two by two, so that a long list does not make a deep expression."""
    rest = list(items)
    while len(rest) > 1:
        joined = [join(one, other) for one, other in zip(rest[::2], rest[1::2], strict=False)]
        rest = joined + ([rest[-1]] if len(rest) % 2 else [])
    return rest[0]


def _count(*bits: pl.Expr) -> pl.Expr:
    kind = pl.UInt8 if len(bits) < _BYTE else pl.UInt32
    one, none = pl.lit(1, kind), pl.lit(0, kind)
    ones = [pl.when(bit).then(one).otherwise(none) for bit in bits]
    return _pairwise(operator.add, ones).cast(pl.Int64)


def _code(kind: pl.DataType, codes: tuple[int, ...], *bits: pl.Expr) -> pl.Expr:
    """The code beside the one bit that is set, 0 where none is; quicker than asking for them in turn."""
    none = pl.lit(0, kind)
    coded = [
        pl.when(bit).then(pl.lit(code, kind)).otherwise(none) for code, bit in zip(codes, bits, strict=True)
    ]
    return _pairwise(operator.add, coded) if coded else none


def _first(values: tuple[object, ...], kind: pl.DataType, rest: object, *bits: pl.Expr) -> pl.Expr:
    """The value beside the first bit that is set, `rest` where none is."""
    found = pl.lit(rest, kind)
    for value, bit in zip(reversed(values), reversed(bits), strict=True):
        found = pl.when(bit).then(pl.lit(value, kind)).otherwise(found)
    return found


def _first_of(values: tuple[object, ...], _: pl.DataType, rest: object, *bits: bool) -> object:
    return next((value for value, bit in zip(values, bits, strict=True) if bit), rest)


def _tested(test: Callable[[Any, Any], Any]) -> Operation:
    return Operation(lambda left, right: test(left, right).fill_null(False), test)


OPERATIONS: Mapping[str, Operation] = {
    "literal": Operation(_literal),
    # --- What stands in the frame ---
    "column": Operation(_column),
    "in millionths": Operation(_in_millionths),
    # --- Bits of one column ---
    "is there": Operation(lambda of: of.is_not_null(), lambda _: True),
    "is code": Operation(lambda code, _words, _can_be_marked, of: of.eq_missing(code)),
    "is below": Operation(lambda code, of: (of < code).fill_null(False)),
    # --- Bits of bits ---
    "and": Operation(lambda *of: _pairwise(operator.and_, of)),
    "or": Operation(lambda *of: _pairwise(operator.or_, of)),
    "not": Operation(lambda of: ~of, operator.not_),
    # --- Bits of two values ---
    "same": _tested(operator.eq),
    "less": _tested(operator.lt),
    "at most": _tested(operator.le),
    # --- Numbers ---
    "count": Operation(_count, lambda *bits: sum(bits)),
    "plus": Operation(operator.add, operator.add),
    "minus": Operation(operator.sub, operator.sub),
    "times": Operation(lambda factor, of: of * factor, operator.mul),
    "rest": Operation(lambda step, of: of % step, lambda step, of: of % step),
    "steps up": Operation(
        lambda step, of: (of + (step - 1)) // step, lambda step, of: (of + step - 1) // step
    ),
    "not below nought": Operation(lambda of: pl.when(of > 0).then(of).otherwise(of - of), partial(max, 0)),
    "wide": Operation(lambda of: of.cast(pl.Int128), lambda of: of),
    # --- Days ---
    "shift": Operation(shift_expr, shifted),
    "elapsed": Operation(elapsed_expr, elapsed_between),
    "working days": Operation(working_days_expr, working_days_to),
    # --- What is shown ---
    "code": Operation(_code),
    "first": Operation(_first, _first_of),
    "where": Operation(lambda bit, of: pl.when(bit).then(of)),
    "as date": Operation(lambda of: of.cast(pl.Int32).cast(pl.Date)),
    "as decimal": Operation(lambda scale, of: of.cast(pl.Decimal(38, scale)) / 10**scale),
}


def day_number(day: date) -> int:
    """The day as it stands in a term."""
    return day.toordinal() - date(1970, 1, 1).toordinal()
