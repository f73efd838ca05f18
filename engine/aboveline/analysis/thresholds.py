"""Turns the comparisons of some rules into the stretches of a number or date that no rule tells apart, for one case.

Where the other facts of a case are known, a comparison changes at one or two places as a fact runs
from its least value to its greatest. Those places are found by halving, with the very functions that
judge, so that no rule of working days or months has to be turned round. What lies between two places
is a stretch: any value of it is as good as any other.

A fact's place is a whole number: of days for a date, of millionths for a number that may have decimals.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal

from attrs import evolve, field

from aboveline.calendars import Unit
from aboveline.framework import expressions as ex
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.reference.evaluate import operand
from aboveline.reference.operations import REACHES, day_from
from aboveline.reference.scope import Scope
from aboveline.values import MAX_DECIMAL_PLACES, Date, Number, Value, ValueType, WholeNumber

_MILLION = 10**MAX_DECIMAL_PLACES

#: A date is tried as long before and after all that the case and the rules name as they reckon, and a century more.
_CENTURY = 36_525

#: The most days a unit can have.
_DAYS_IN: Mapping[Unit, int] = {"days": 1, "working days": 5, "weeks": 7, "months": 31, "years": 366}

#: A number without bounds is tried to this beyond everything the case and the rules name.
_FAR = 10_000_000

#: A number with no more values than this can have them all tried.
_FEW = 40

#: Where nothing dated is known, dates are tried around this one.
_SOME_DAY = date(2012, 1, 2).toordinal()

#: Which way a difference goes as a fact grows; None where it goes both.
Way = Literal[1, -1] | None

#: The least and greatest place of a stretch, both included.
Stretch = tuple[int, int]


@frozen
class Comparison:
    """Two numbers or two dates that a rule compares, the second moved by a count of units where it is a limit.

    `ways` says of each given fact in it which way the first less the second goes as the fact grows.
    """

    left: ex.Operand
    right: ex.Operand
    count: int
    unit: Unit
    ways: Mapping[str, Way] = field(eq=False)


@frozen
class Measured:
    """A number or date of a case that can be changed: its type, and the least and greatest place tried."""

    type: ValueType
    low: int
    high: int

    @property
    def is_few(self) -> bool:
        """Whether every value can be tried by itself."""
        return self.high - self.low < _FEW

    def place(self, value: Value) -> int:
        """The place of a value."""
        match value:
            case date():
                return value.toordinal()
            case int() | Decimal() if isinstance(self.type, Number):
                return int(value * _MILLION)
            case _:
                return int(value)

    def value(self, place: int) -> Value:
        """The value at a place."""
        match self.type:
            case Date():
                return date.fromordinal(place)
            case Number():
                return Decimal(place) / _MILLION
            case _:
                return place


def is_measured(kind: ValueType) -> bool:
    """Whether a thing of this type is a number or a date."""
    return isinstance(kind, Date | Number | WholeNumber)


def measured(
    framework: Framework, key: str, whole: Iterable[ex.Expression], known: Iterable[Value]
) -> Measured:
    """A fact as it can be changed, where `whole` is every expression that matters and `known` every value of the case."""
    kind, named = framework.facts[key].type, list(whole)
    constants = [e.value for e in named if isinstance(e, ex.Constant)]
    values = [*known, *constants]
    numbers = sum(int(abs(v)) + 1 for v in values if isinstance(v, int | Decimal))
    match kind:
        case Date():
            days = [v.toordinal() for v in values if isinstance(v, date)] or [_SOME_DAY]
            margin = _CENTURY + _reckoned(named) + (366 * numbers if _has_elapsed(named) else 0)
            return Measured(kind, max(1, min(days) - margin), min(date.max.toordinal(), max(days) + margin))
        case WholeNumber(low=low, high=high):
            far = _FAR + numbers
            return Measured(kind, -far if low is None else low, far if high is None else high)
        case _:
            far = (_FAR + numbers) * _MILLION
            return Measured(kind, -far, far)


def _reckoned(whole: Iterable[ex.Expression]) -> int:
    """How many days all the limits of some rules add up to, at most."""
    return sum(e.count * _DAYS_IN[e.unit] + 31 for e in whole if isinstance(e, ex.DateLimit | ex.Within))


def _has_elapsed(whole: Iterable[ex.Expression]) -> bool:
    return any(isinstance(e, ex.Elapsed) for e in whole)


# --- What is compared ------------------------------------------------------------------------


def comparisons(framework: Framework, whole: Iterable[ex.Expression]) -> tuple[Comparison, ...]:
    """The comparisons of numbers and dates among some expressions, each once.

    What is worked out as a number stands in them as that calculation; a count of truths as each number it can be.
    """
    found: dict[Comparison, None] = {}
    for expr in whole:
        for left, right, count, unit in _compared(expr):
            if _is_number_or_date(framework, left):
                for one, other in product(_written_out(framework, left), _written_out(framework, right)):
                    ways = _ways(one, other)
                    if ways:
                        found[Comparison(one, other, count, unit, ways)] = None
    return tuple(found)


def _compared(expr: ex.Expression) -> Iterator[tuple[ex.Operand, ex.Operand, int, Unit]]:
    match expr:
        case ex.Compare(left=left, right=right):
            yield left, right, 0, "days"
        case ex.OneOf(left=left, values=values):
            for value in values:
                yield left, value, 0, "days"
        case ex.Between(left=left, low=low, high=high):
            yield left, low, 0, "days"
            yield left, high, 0, "days"
        case ex.DateLimit(left=left, count=count, unit=unit, direction=direction, anchor=anchor):
            yield left, anchor, count if direction == "after" else -count, unit
        case ex.Within(left=left, count=count, unit=unit, side=side, anchor=anchor):
            for reach in REACHES[side](count):
                yield left, anchor, reach, unit
        case _:
            return


def _is_number_or_date(framework: Framework, expr: ex.Operand) -> bool:
    match expr:
        case ex.Constant(value=value):
            return not isinstance(value, str)
        case ex.FactValue(fact=key):
            return is_measured(framework.facts[key].type)
        case ex.AnswerValue() | ex.OwnAnswer():
            return False
        case ex.Elapsed() | ex.Arithmetic() | ex.NumberOf():
            return True


def _written_out(framework: Framework, expr: ex.Operand) -> Iterator[ex.Operand]:
    """An operand in given facts and constants alone, once for each number that a count in it can be."""
    match expr:
        case ex.FactValue(fact=key):
            how = framework.facts[key].worked_out
            yield from [expr] if how is None or how.number is None else _written_out(framework, how.number)
        case ex.Elapsed(start=start, end=end):
            for one, other in product(_written_out(framework, start), _written_out(framework, end)):
                yield evolve(expr, start=one, end=other)
        case ex.Arithmetic(left=left, right=right):
            for one, other in product(_written_out(framework, left), _written_out(framework, right)):
                yield evolve(expr, left=one, right=other)
        case ex.NumberOf(items=items, span=span):
            for count in range(len(items) + 1):
                yield ex.Constant(count, span)
        case _:
            yield expr


def _ways(left: ex.Operand, right: ex.Operand) -> Mapping[str, Way]:
    found: dict[str, Way] = {}
    for key, way in (*_facts_in(left, 1), *_facts_in(right, -1)):
        found[key] = way if found.get(key, way) == way else None
    return found


def _facts_in(expr: ex.Operand, way: Literal[1, -1]) -> Iterator[tuple[str, Literal[1, -1]]]:
    """The given facts an operand is calculated from, and which way it goes as each grows."""
    back: Literal[1, -1] = -1 if way == 1 else 1
    match expr:
        case ex.FactValue(fact=key):
            yield key, way
        case ex.Elapsed(start=start, end=end):
            yield from _facts_in(start, back)
            yield from _facts_in(end, way)
        case ex.Arithmetic(left=left, operator=operator, right=right):
            yield from _facts_in(left, way)
            yield from _facts_in(right, way if operator == "+" else back)
        case _:
            return


# --- Stretches -------------------------------------------------------------------------------


def stretches(
    framework: Framework,
    over: Iterable[Comparison],
    key: str,
    about: Measured,
    values: Mapping[str, Value],
) -> tuple[Stretch, ...]:
    """The stretches of a fact, in order, where the other facts have these values; those not among them are missing."""
    if about.is_few and any(c.ways.get(key, 1) is None for c in over):
        return tuple((place, place) for place in range(about.low, about.high + 1))
    starts = {about.low}
    for comparison in over:
        if key in comparison.ways and all(k in values for k in comparison.ways if k != key):
            starts.update(changes(framework, comparison, key, about, values))
    starts.discard(about.high + 1)
    cuts = sorted(starts)
    ends = (*(cut - 1 for cut in cuts[1:]), about.high)
    return tuple(zip(cuts, ends, strict=True))


def changes(
    framework: Framework, comparison: Comparison, key: str, about: Measured, values: Mapping[str, Value]
) -> tuple[int, int]:
    """The first place of a fact at which a comparison is no longer below nought, and the first at which it is above.

    It is taken so that it grows with the fact; where there is no such place, the one past the greatest is given.
    """
    way, difference = comparison.ways[key] or 1, _difference(framework, comparison, key, about, values)
    places = range(about.low, about.high + 1)
    not_below = bisect_left(places, 0, key=lambda at: way * difference(at))
    above = bisect_right(places, 0, key=lambda at: way * difference(at))
    return about.low + not_below, about.low + above


def _difference(
    framework: Framework, comparison: Comparison, key: str, about: Measured, values: Mapping[str, Value]
) -> Callable[[int], int | Decimal]:
    """The first less the second of what is compared, by the place of a fact."""
    others = {k: (True, v) for k, v in values.items() if k in comparison.ways}

    def difference(place: int) -> int | Decimal:
        scope = Scope(framework, {}, {}, facts={**others, key: (True, about.value(place))})
        left, right = (operand(side, scope)[1] for side in (comparison.left, comparison.right))
        match left, right:
            case date(), date():
                limit = day_from(framework.calendar, right, comparison.count, comparison.unit)
                return left.toordinal() - limit.toordinal()
            case ((int() | Decimal()), (int() | Decimal())):
                return left - right
            case _:
                raise AssertionError(f"{key} is compared with something of another type")

    return difference
