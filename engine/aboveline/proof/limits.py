"""Reckons with dates for z3: whether one keeps to a limit so many units from another, and the units between two.

A limit is never made. That a date is no later than the n-th working day after another is said by counts:
fewer than n working days lie between. Where both dates are open, it is also said how many days the limit can
be away, at least and at most, which settles most that is asked.
"""

from bisect import bisect_left, bisect_right
from datetime import date

from aboveline.calendars import Unit, elapsed
from aboveline.proof import months, working_days
from aboveline.proof.dates import Dates
from aboveline.proof.ground import Ground, Part
from aboveline.proof.limit import Limit
from aboveline.proof.logic import Bool, Int
from aboveline.proof.seen import Day


def keeps_to(ground: Ground, limit: Limit, left: Day, anchor: Day) -> Bool:
    """Whether a date keeps to a limit from an anchor."""
    if anchor.field is None:
        return _ordered(limit, left.ordinal, limit.day(anchor.ordinal))
    if left.field is None:
        return _keeps_once(ground, limit, left.ordinal, anchor.ordinal)
    if limit.count == 0 or limit.unit in {"days", "weeks"}:
        return _keeps_by_days(ground, limit, left.ordinal, anchor.ordinal)
    return ground.once(
        ("limit", limit, left.field, anchor.field), lambda: _keeps(ground, limit, left, anchor)
    )


def _ordered(limit: Limit, left: Int, at: Int) -> Bool:
    return left <= at if limit.no_later else left >= at


def _keeps_by_days(ground: Ground, limit: Limit, left: Int, anchor: Int) -> Bool:
    """Whether a date keeps to a limit of days or weeks; one past the last day there is stands at that day."""
    days = limit.count * (7 if limit.unit == "weeks" else 1)
    so = _ordered(limit, left, anchor + days)
    if not ground.dates.beyond:
        return so
    return ground.logic.either(so, left <= 1 if limit.no_later else left >= date.max.toordinal())


def _keeps_once(ground: Ground, limit: Limit, left: int, anchor: Int) -> Bool:
    """Which anchors one date keeps to the limit of, as no limit goes back when its anchor goes on."""
    anchors = ground.settled_once("anchors", lambda: _anchors(ground.dates))
    if limit.no_later:
        first = bisect_left(anchors, left, key=limit.day)
        return anchor >= anchors[first] if first < len(anchors) else False
    first = bisect_right(anchors, left, key=limit.day)
    return anchor < anchors[first] if first < len(anchors) else True


def _anchors(dates: Dates) -> tuple[int, ...]:
    """Every day that is looked at, in order."""
    near = range(dates.first.toordinal(), dates.last.toordinal() + 1)
    return tuple(sorted((*near, *(day.toordinal() for day in dates.beyond))))


def _keeps(ground: Ground, limit: Limit, left: Day, anchor: Day) -> Bool:
    logic, no_later = ground.logic, limit.no_later
    counted = working_days if limit.unit == "working days" else months
    so = counted.keeps_to(ground, limit, left, anchor)
    part: Part = ("reach", limit, left.field, anchor.field)
    low, high = ground.settled_once(
        ("reach", limit), lambda: _reach(limit, ground.dates.first, ground.dates.last)
    )
    away = left.ordinal - anchor.ordinal
    ground.constraints[part] = [
        logic.implies(so, away <= high if no_later else away >= low),
        logic.either(so, away > low if no_later else away < high),
    ]
    ground.rests_on(part)
    return so


def _reach(limit: Limit, first: date, last: date) -> tuple[int, int]:
    """The least and greatest number of days that a limit is away from its anchor."""
    away = [limit.day(anchor) - anchor for anchor in range(first.toordinal(), last.toordinal() + 1)]
    return min(away), max(away)


def units_between(ground: Ground, calendar: str | None, start: Day, end: Day, unit: Unit) -> Int:
    """The completed units from one date to another; negative when the end comes first."""
    if start.field is None and end.field is None:
        return elapsed(calendar, date.fromordinal(start.ordinal), date.fromordinal(end.ordinal), unit)
    logic = ground.logic
    match unit:
        case "days":
            return end.ordinal - start.ordinal
        case "weeks":
            return logic.toward_nought(end.ordinal - start.ordinal, 7)
        case "working days":
            return working_days.working_days_between(ground, calendar, start, end)
        case "months":
            return months.completed_months(ground, start, end)
        case "years":
            return logic.toward_nought(months.completed_months(ground, start, end), 12)
