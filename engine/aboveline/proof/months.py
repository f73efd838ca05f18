"""Counts months and years for z3: a date is taken apart into year, month and day by the rule of leap years."""

from calendar import monthrange
from datetime import date

from aboveline.frozen import frozen
from aboveline.proof.ground import Ground, Part
from aboveline.proof.limit import Limit
from aboveline.proof.logic import Bool, Int
from aboveline.proof.seen import Day


@frozen
class _Apart:
    """A date taken apart: its ordinal, the months from January of the year 0 on, the day, and whether it is the month's last."""

    ordinal: Int
    month: Int
    day: Int
    is_last: Bool


def keeps_to(ground: Ground, limit: Limit, left: Day, anchor: Day) -> Bool:
    """Whether a date keeps to a limit of months or years from an anchor.

    The day reached is that of the anchor, or the last of a month that has none such.
    """
    logic, one, other = ground.logic, _apart(ground, left), _apart(ground, anchor)
    month = other.month + limit.count * (12 if limit.unit == "years" else 1)
    if limit.no_later:
        return logic.either(one.month < month, logic.both(one.month == month, one.day <= other.day))
    in_time = logic.either(one.day >= other.day, one.is_last)
    return logic.either(one.month > month, logic.both(one.month == month, in_time))


def completed_months(ground: Ground, start: Day, end: Day) -> Int:
    """The completed months from one date to another; negative when the end comes first."""
    one, other = _apart(ground, start), _apart(ground, end)
    forth, back = _forward(ground, one, other), _forward(ground, other, one)
    return ground.logic.choose(one.ordinal <= other.ordinal, forth, -back)


def _forward(ground: Ground, start: _Apart, end: _Apart) -> Int:
    is_reached = ground.logic.either(start.day <= end.day, end.is_last)
    return end.month - start.month - ground.logic.choose(is_reached, 0, 1)


def _apart(ground: Ground, day: Day) -> _Apart:
    if day.field is None:
        at = date.fromordinal(day.ordinal)
        last = monthrange(at.year, at.month)[1]
        return _Apart(day.ordinal, 12 * at.year + at.month - 1, at.day, at.day == last)
    ground.is_near(day.field, day.ordinal)
    key: Part = ("months", day.field)
    return ground.once(key, lambda: _apart_anew(ground, key, day.ordinal))


#: How many days of a common year there were before each month.
_BEFORE = tuple(date(2001, month, 1).timetuple().tm_yday - 1 for month in range(1, 13))


def _apart_anew(ground: Ground, part: Part, ordinal: Int) -> _Apart:
    logic = ground.logic
    first, last = ground.dates.first.year, ground.dates.last.year
    fours, rest, month, day = (logic.number(f"{what} {part}") for what in ("fours", "rest", "month", "day"))
    year = 4 * fours + rest
    # Years of a century are no leap years, but every fourth.
    common = [c for c in range(-(-first // 100) * 100, last + 1, 100) if c % 400]
    is_leap = logic.all((rest == 0, *(year != century for century in common)))
    before: Int = 0
    for number, days in enumerate(_BEFORE):
        before = days if number == 0 else logic.choose(month >= number, days, before)
    long_february = logic.choose(logic.both(is_leap, month >= 2), 1, 0)
    years = 365 * (year - 1) + fours - logic.choose(rest == 0, 1, 0) - _left_out(ground, year, first, common)
    length = _length(ground, month, is_leap)
    months = 12 * year + month
    low, high = _pace(first, last)
    ground.constraints[part] = [
        rest >= 0, rest <= 3, month >= 0, month <= 11, day >= 1, day <= length,
        year >= first, year <= last,
        ordinal == years + before + long_february + day,
        low <= 16 * ordinal - 487 * months, 16 * ordinal - 487 * months <= high,
    ]  # fmt: skip
    ground.rests_on(part)
    return _Apart(ordinal, months, day, day == length)


def _left_out(ground: Ground, year: Int, first: int, common: list[int]) -> Int:
    """How many leap years before a year were left out, as years of a century are."""
    left_out: Int = (first - 1) // 100 - (first - 1) // 400
    for century in common:
        left_out = left_out + ground.logic.choose(year > century, 1, 0)
    return left_out


def _length(ground: Ground, month: Int, is_leap: Bool) -> Int:
    logic = ground.logic
    is_short = logic.any(month == number for number in (3, 5, 8, 10))
    return logic.choose(month == 1, logic.choose(is_leap, 29, 28), logic.choose(is_short, 30, 31))


def _pace(first: int, last: int) -> tuple[int, int]:
    """How far 16 times the days may be from 487 times the months, as a month has 30 and 7/16 days or nearly so."""
    starts = [
        (12 * y + m - 1, date(y, m, 1).toordinal(), monthrange(y, m)[1])
        for y in range(first, last + 1)
        for m in range(1, 13)
    ]
    low = min(16 * at - 487 * month for month, at, _ in starts)
    return low, max(16 * (at + length - 1) - 487 * month for month, at, length in starts)
