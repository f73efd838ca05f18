"""The words of comparing and counting, each with the function that gives it its meaning."""

import operator
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from aboveline.calendars import Unit, shift
from aboveline.values import Truth, all_of, any_of, negate

#: Two values of one type, compared; the checker has made sure that they are of one type.
COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq,
    "is not": operator.ne,
    "at least": operator.ge,
    "at most": operator.le,
    "more than": operator.gt,
    "less than": operator.lt,
    "before": operator.lt,
    "after": operator.gt,
    "on or before": operator.le,
    "on or after": operator.ge,
}

ARITHMETIC: Mapping[str, Callable[[int | Decimal, int | Decimal], int | Decimal]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
}

#: A date and the last (or first) day that will do.
BOUNDS: Mapping[str, Callable[[date, date], bool]] = {
    "no later than": operator.le,
    "no earlier than": operator.ge,
}

#: How many units before and after the anchor a day may lie.
REACHES: Mapping[str, Callable[[int], tuple[int, int]]] = {
    "after": lambda count: (0, count),
    "before": lambda count: (-count, 0),
    "either side of": lambda count: (-count, count),
}

_Ordered = TypeVar("_Ordered", int, Decimal, date)


def lies_between(left: _Ordered, low: _Ordered, high: _Ordered) -> bool:
    """Whether a number or date is neither below the one nor above the other."""
    return low <= left <= high


def at_least(truths: Sequence[Truth], count: int) -> Truth:
    """Yes when so many are yes, no when yes and unknown together are fewer, else unknown."""
    sure = sum(truth is True for truth in truths)
    if sure >= count:
        return True
    return False if sure + sum(truth is None for truth in truths) < count else None


QUANTIFIERS: Mapping[str, Callable[[Sequence[Truth], int], Truth]] = {
    "all of": lambda truths, _: all_of(truths),
    "any of": lambda truths, _: any_of(truths),
    "none of": lambda truths, _: negate(any_of(truths)),
    "at least": at_least,
}


def day_from(calendar: str | None, anchor: date, count: int, unit: Unit) -> date:
    """The day so many units after the anchor (before it, if negative).

    A limit that lies past the first or last day there is stands at that day, so that an open end
    written 9999-12-31 is compared like any other date.
    """
    found = shift(calendar, anchor, count, unit)
    return found if found is not None else (date.max if count > 0 else date.min)
