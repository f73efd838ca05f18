"""Turns a comparison into what should be tried of it: each of its lines from both sides, each word that it names.

A line is touched by a value that lies on it, and by the nearest value that comes out the other way. The nearest
to a whole number is the next; to a number with decimals, one no more than a hundredth away; to a day, the next
day; and to a limit counted in working days, any day up to the next working day.

Each aim is itself an expression, so that what shows it is found and recognised by the one meaning of the language.
The day beside a limit counted in months is the exception: no expression says it, so it is worked out.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from attrs import field

from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.reference.evaluate import operand, truth
from aboveline.reference.operations import REACHES, day_from
from aboveline.reference.scope import Scope
from aboveline.values import Date, Number

AimKind = Literal["yes", "no", "unknown", "on", "beside", "word"]

#: Which line of a comparison: its only one, or of two the lower and the upper.
Line = Literal["", "low", "high"]


@frozen
class Aim:
    """One thing to be seen of a rule: that it comes to yes, no or unknown, a side of a line, or a word.

    `on` is a value on the line, `beside` the nearest one that comes out the other way. `place` counts words.
    """

    kind: AimKind
    line: Line = ""
    place: int = 0


YES, NO, UNKNOWN = Aim("yes"), Aim("no"), Aim("unknown")


@frozen
class MonthLimit:
    """A day beside a limit counted in months or years: the day after it, or before it."""

    left: ex.Operand
    anchor: ex.Operand
    count: int
    unit: ex.Unit
    by: Literal[1, -1]


@frozen
class Shape:
    """What shows an aim of a comparison. `word` is the value where it is a word; `by` the way that `beside` lies."""

    aim: Aim
    shows: "ex.Truth | MonthLimit" = field(eq=False)
    by: Literal[1, -1] | None = None
    word: ex.Operand | None = None


def shapes(framework: Framework, expr: ex.Truth) -> tuple[Shape, ...]:
    """What should be tried of a comparison, beyond that it comes to yes, no and unknown; nothing of anything else."""
    return tuple(_shapes(framework, expr))


def is_shown(shape: Shape, scope: Scope) -> bool:
    """Whether a case shows it."""
    if not isinstance(shape.shows, MonthLimit):
        return truth(shape.shows, scope) is True
    limit = shape.shows
    (left_exists, left), (exists, anchor) = operand(limit.left, scope), operand(limit.anchor, scope)
    if not (left_exists and exists and isinstance(left, date) and isinstance(anchor, date)):
        return False
    return left == day_beside(scope.framework.calendar, limit, anchor)


def day_beside(calendar: str | None, limit: MonthLimit, anchor: date) -> date | None:
    """The day beside a limit, counted from a day; None where there is none."""
    line = day_from(calendar, anchor, limit.count, limit.unit)
    if line in {date.min, date.max}:
        return None
    return line + timedelta(days=limit.by)


# --- What is tried of what -------------------------------------------------------------------

#: The way to the nearest value that comes out the other way than one on the line.
_WAYS: Mapping[str, Literal[1, -1]] = {
    "at least": -1, "less than": -1, "at most": 1, "more than": 1,
    "before": -1, "on or after": -1, "after": 1, "on or before": 1,
}  # fmt: skip

_HUNDREDTH = Decimal("0.01")


def _shapes(framework: Framework, expr: ex.Truth) -> Iterator[Shape]:
    match expr:
        case ex.Compare(operator=operator, left=left, right=right) if operator in _WAYS:
            yield from _line(framework, "", left, right, _WAYS[operator])
        case ex.Between(left=left, low=low, high=high):
            yield from _line(framework, "low", left, low, -1)
            yield from _line(framework, "high", left, high, 1)
        case ex.DateLimit(count=count, direction=direction, bound=bound):
            signed = count if direction == "after" else -count
            yield from _limit("", expr, signed, 1 if bound == "no later than" else -1)
        case ex.Within(count=count, side=side):
            first, last = REACHES[side](count)
            yield from _limit("low", expr, first, -1)
            yield from _limit("high", expr, last, 1)
        case ex.OneOf(left=left, values=values) if len(values) > 1:
            for place, value in enumerate(values):
                same = ex.Compare("is", left, value, expr.span)
                yield Shape(Aim("word", "", place), same, word=value)
        case _:
            return


def _line(
    framework: Framework, line: Line, left: ex.Operand, right: ex.Operand, by: Literal[1, -1]
) -> Iterator[Shape]:
    """The two sides of a line that is a number or a day."""
    at = left.span
    yield Shape(Aim("on", line), ex.Compare("is", left, right, at), by)
    yield Shape(Aim("beside", line), _beside(framework, left, right, by), by)


def _beside(framework: Framework, left: ex.Operand, right: ex.Operand, by: Literal[1, -1]) -> ex.Truth:
    at = left.span
    if _is_day(framework, left) or _is_day(framework, right):
        return ex.Compare("is", ex.Elapsed("days", right, left, at), ex.Constant(by, at), at)
    sign: Literal["+", "-"] = "+" if by == 1 else "-"
    if not (_has_decimals(framework, left) or _has_decimals(framework, right)):
        return ex.Compare("is", left, ex.Arithmetic(right, sign, ex.Constant(1, at), at), at)
    near = ex.Arithmetic(right, sign, ex.Constant(_HUNDREDTH, at), at)
    if by == 1:
        return ex.And((ex.Compare("more than", left, right, at), ex.Compare("at most", left, near, at)), at)
    return ex.And((ex.Compare("less than", left, right, at), ex.Compare("at least", left, near, at)), at)


def _limit(line: Line, expr: ex.DateLimit | ex.Within, count: int, by: Literal[1, -1]) -> Iterator[Shape]:
    """The two sides of a day that is so many units from another (before it, if negative)."""
    left, anchor, unit, at = expr.left, expr.anchor, expr.unit, expr.span
    no_later, no_earlier = _keeps("no later than", expr, count), _keeps("no earlier than", expr, count)
    yield Shape(Aim("on", line), ex.And((no_later, no_earlier), at), by)
    beside: ex.Truth | MonthLimit
    if unit in _DAYS_IN or (count == 0 and unit != "working days"):
        days = ex.Constant(count * _DAYS_IN.get(unit, 0) + by, at)
        beside = ex.Compare("is", ex.Elapsed("days", anchor, left, at), days, at)
    elif unit == "working days":
        kept: _Bound = "no later than" if by == 1 else "no earlier than"
        past = ex.Not(_keeps(kept, expr, count), at)
        beside = ex.And((past, _keeps(kept, expr, count + by)), at)
    else:
        beside = MonthLimit(left, anchor, count, unit, by)
    yield Shape(Aim("beside", line), beside, by)


_DAYS_IN: Mapping[ex.Unit, int] = {"days": 1, "weeks": 7}

_Bound = Literal["no later than", "no earlier than"]


def _keeps(bound: _Bound, expr: ex.DateLimit | ex.Within, count: int) -> ex.DateLimit:
    """That the date of a limit keeps to a day so many units from the anchor."""
    direction: Literal["after", "before"] = "after" if count >= 0 else "before"
    return ex.DateLimit(expr.left, bound, abs(count), expr.unit, direction, expr.anchor, expr.span)


def _is_day(framework: Framework, expr: ex.Operand) -> bool:
    match expr:
        case ex.Constant(value=value):
            return isinstance(value, date)
        case ex.FactValue(fact=key):
            return isinstance(framework.facts[key].type, Date)
        case _:
            return False


def _has_decimals(framework: Framework, expr: ex.Operand) -> bool:
    """Whether a number may have decimals."""
    match expr:
        case ex.Constant(value=value):
            return isinstance(value, Decimal) and value != int(value)
        case ex.FactValue(fact=key):
            return isinstance(framework.facts[key].type, Number)
        case ex.Arithmetic(left=left, right=right):
            return _has_decimals(framework, left) or _has_decimals(framework, right)
        case _:
            return False
