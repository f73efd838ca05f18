"""Counts working days for z3: those up to a date are its weekdays, less the public holidays among them.

Weekdays follow from the weeks by a sum. How many holidays there were z3 may guess at first: where it guesses
wrong, it is told what is so about that date, and has to try again (`Guess`). What is said of two dates from
the start, that holidays only ever add up and how close together they come, keeps it from guessing wildly. A case is
looked for about one day first (`Query.reach_near`), so that mostly the holidays of one year are all it has to be told.
"""

from bisect import bisect_left, bisect_right
from datetime import date
from functools import partial

from attrs import field

from aboveline.calendars import elapsed, public_holidays
from aboveline.frozen import frozen
from aboveline.proof.ground import Ground, Guess, Part
from aboveline.proof.limit import Limit
from aboveline.proof.logic import Bool, Int
from aboveline.proof.seen import Day

#: Where a guess was wrong, what is so is said for this many days before and after.
_ABOUT = 200


@frozen
class _Counted:
    """A date that working days are counted up to: its ordinal, its weekdays, and the holidays among them."""

    name: object
    ordinal: Int
    weekdays: Int
    off: Int


@frozen
class Holidays:
    """The public holidays that are weekdays, in order, over some dates.

    `apart` and `spare` say how close together they come: however many there are from one date to another, they
    take `apart` days each, but for `spare` days once.
    """

    days: tuple[int, ...] = field(repr=False)
    apart: int
    spare: int


def keeps_to(ground: Ground, limit: Limit, left: Day, anchor: Day) -> Bool:
    """Whether a date keeps to a limit of working days from an anchor.

    The n-th working day after an anchor is reached once there are n of them after the anchor, up to the date.
    """
    calendar, count = limit.calendar, limit.count
    there = _counted(ground, calendar, left, 1 if limit.no_later else 0)
    if count > 0:
        gone = _between(ground, calendar, _counted(ground, calendar, anchor, 0), there)
        return gone < count if limit.no_later else gone >= count
    to_come = _between(ground, calendar, there, _counted(ground, calendar, anchor, 1))
    return to_come >= -count if limit.no_later else to_come < -count


def working_days_between(ground: Ground, calendar: str | None, start: Day, end: Day) -> Int:
    """How many working days come after the start, up to and with the end; negative when the end comes first."""
    return _between(
        ground, calendar, _counted(ground, calendar, start, 0), _counted(ground, calendar, end, 0)
    )


def _between(ground: Ground, calendar: str | None, one: _Counted, other: _Counted) -> Int:
    """The working days after one date up to another, with what their holidays have to do with each other."""
    held = holidays(ground, calendar)
    first, last = ground.dates.first.toordinal(), ground.dates.last.toordinal()
    part: Part = ("holidays between", calendar, one.name, other.name)
    if all(not isinstance(c.ordinal, int) or first <= c.ordinal <= last for c in (one, other)):
        pairs = ((one, other), (other, one))
        ground.constraints[part] = [_keep_apart(ground, held, start, end) for start, end in pairs]
        ground.rests_on(part)
    return (other.weekdays - other.off) - (one.weekdays - one.off)


def _keep_apart(ground: Ground, held: Holidays, start: _Counted, end: _Counted) -> Bool:
    logic, more = ground.logic, end.off - start.off
    few = logic.both(more >= 0, held.apart * more <= end.ordinal - start.ordinal + held.spare)
    return logic.implies(start.ordinal <= end.ordinal, few)


def _counted(ground: Ground, calendar: str | None, day: Day, back: int) -> _Counted:
    """A date, or the day before it for `back` 1, with what there was up to then."""
    if day.field is None:
        return _counted_once(ground, calendar, day.ordinal - back)
    ground.is_near(day.field, day.ordinal)
    key: Part = ("working days", calendar, day.field, back)
    return ground.once(key, lambda: _counted_anew(ground, calendar, key, day.ordinal - back))


def _counted_once(ground: Ground, calendar: str | None, at: int) -> _Counted:
    start = ground.dates.first
    off = bisect_right(holidays(ground, calendar).days, at)
    if not start.toordinal() <= at <= ground.dates.last.toordinal():
        # The holidays beyond those known here are what is missing to the working days there are.
        gone = elapsed(calendar, start, date.fromordinal(at), "working days")
        before = _counted_once(ground, calendar, start.toordinal())
        off = before.off + _weekdays(at) - before.weekdays - gone
    return _Counted(at, at, _weekdays(at), off)


def _weekdays(ordinal: int) -> int:
    """How many weekdays there were from ordinal 1 on, which was a Monday."""
    weeks, rest = divmod(ordinal, 7)
    return 5 * weeks + min(rest, 5)


def _counted_anew(ground: Ground, calendar: str | None, part: Part, ordinal: Int) -> _Counted:
    logic, held = ground.logic, holidays(ground, calendar)
    weeks, rest = logic.number(f"weeks {part}"), logic.number(f"rest {part}")
    rules = [ordinal == 7 * weeks + rest, rest >= 0, rest <= 6]
    off: Int = 0
    if held.days:
        off = logic.number(f"holidays {part}")
        rules += [off >= 0, off <= len(held.days)]
        told = _Told(ground, held, ordinal, off)
        ground.guesses[part] = Guess(ordinal, off, partial(bisect_right, held.days), told.about)
    ground.constraints[part] = rules
    ground.rests_on(part)
    return _Counted(part, ordinal, 5 * weeks + logic.choose(rest == 6, 5, rest), off)


class _Told:
    """What z3 was told of the holidays up to a date; none is told twice."""

    def __init__(self, ground: Ground, held: Holidays, ordinal: Int, off: Int) -> None:
        self._ground, self._days, self._ordinal, self._off = ground, held.days, ordinal, off
        self._told: set[int] = set()

    def about(self, at: int) -> list[Bool]:
        """What is so of the days about one that was not told yet: a holiday is counted from its day on."""
        places = range(
            max(0, bisect_left(self._days, at - _ABOUT) - 1),
            min(len(self._days), bisect_right(self._days, at + _ABOUT) + 1),
        )
        logic, new = self._ground.logic, [place for place in places if place not in self._told]
        self._told.update(new)
        return [
            logic.same(logic.reaches(self._ordinal, self._days[place]), logic.reaches(self._off, place + 1))
            for place in new
        ]


def holidays(ground: Ground, calendar: str | None) -> Holidays:
    """The public holidays of a calendar that are weekdays, over the dates reasoned over."""
    first, last = ground.dates.first, ground.dates.last
    return ground.settled_once(("holidays", calendar), lambda: _holidays(calendar, first, last))


def _holidays(calendar: str | None, first: date, last: date) -> Holidays:
    years = range(first.year, last.year + 1)
    listed = {day for year in years for day in public_holidays(calendar or "weekends_only", year)}
    days = sorted(day.toordinal() for day in listed if day.weekday() < 5)
    apart = max(1, (last - first).days // (len(days) + 1))
    spare, least = 0, date.max.toordinal() * apart
    for place, at in enumerate(days):
        least = min(least, apart * place - at)
        spare = max(spare, apart * (place + 1) - at - 1 - least)
    return Holidays(tuple(days), apart, spare)
