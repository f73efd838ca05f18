"""Turns a date and a count of days, working days, weeks, months or years into another date, and back.

The one place that says what these counts mean; every evaluator uses it. A working day is a day that
is neither a Saturday, a Sunday nor a public holiday of the calendar. The two halves fit each other:
for whole counts n of at least 0, a date e is no earlier than n units after d exactly when at least n
units have gone by from d to e; and, for e a working day, e is no later than n working days after d
exactly when at most n working days have gone by.

Years run from 1 to 9999. A day that would fall outside them is not known: None.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import cache
from typing import Literal

from aboveline.frozen import frozen

Unit = Literal["days", "working days", "weeks", "months", "years"]

#: No calendar holds more working days than this, so a longer way always leads out of it.
_LONGEST_COUNT = date.max.toordinal()


@frozen
class Calendar:
    """Whose public holidays are no working days: a country and, where they differ within it, its part.

    `country` is None for the calendar that has weekends alone.
    """

    label: str
    country: str | None
    subdivision: str | None = None


CALENDARS: Mapping[str, Calendar] = {
    "england_and_wales": Calendar("England and Wales", "GB", "ENG"),
    "england": Calendar("England", "GB", "ENG"),
    "wales": Calendar("Wales", "GB", "WLS"),
    "scotland": Calendar("Scotland", "GB", "SCT"),
    "northern_ireland": Calendar("Northern Ireland", "GB", "NIR"),
    "ireland": Calendar("Ireland", "IE"),
    "isle_of_man": Calendar("Isle of Man", "IM"),
    "jersey": Calendar("Jersey", "JE"),
    "guernsey": Calendar("Guernsey", "GG"),
    "australia": Calendar("Australia, national holidays", "AU"),
    "austria": Calendar("Austria", "AT"),
    "belgium": Calendar("Belgium", "BE"),
    "canada": Calendar("Canada, national holidays", "CA"),
    "denmark": Calendar("Denmark", "DK"),
    "finland": Calendar("Finland", "FI"),
    "france": Calendar("France", "FR"),
    "germany": Calendar("Germany, national holidays", "DE"),
    "italy": Calendar("Italy", "IT"),
    "malta": Calendar("Malta", "MT"),
    "netherlands": Calendar("Netherlands", "NL"),
    "new_zealand": Calendar("New Zealand, national holidays", "NZ"),
    "norway": Calendar("Norway", "NO"),
    "poland": Calendar("Poland", "PL"),
    "portugal": Calendar("Portugal", "PT"),
    "spain": Calendar("Spain, national holidays", "ES"),
    "sweden": Calendar("Sweden", "SE"),
    "united_states": Calendar("United States, federal holidays", "US"),
    "weekends_only": Calendar("weekends alone, no public holidays", None),
}


#: Public holidays of one calendar by year.
HolidaysByYear = Mapping[int, frozenset[date]]

#: The holidays looked up so far, and those that were kept of an earlier time and stand before the library's.
_looked_up: dict[tuple[str, int], frozenset[date]] = {}
_kept: dict[tuple[str, int], frozenset[date]] = {}


@cache
def public_holidays(calendar: str, year: int) -> frozenset[date]:
    """The public holidays of a calendar in a year, days kept in lieu of one included.

    A holiday on a Saturday or Sunday is in the set too. The set is empty for a year before the
    library's first. Raises KeyError for a calendar that is not in `CALENDARS`.
    """
    known = CALENDARS[calendar]
    if known.country is None:
        return frozenset()
    found = _kept.get((calendar, year))
    if found is None:
        from holidays import country_holidays  # noqa: PLC0415 - takes a fifth of a second to load

        listed = country_holidays(known.country, subdiv=known.subdivision, years=year)
        found = frozenset(day for day in listed if day.year == year)
    _looked_up[calendar, year] = found
    return found


def holidays_looked_up(calendar: str | None) -> HolidaysByYear:
    """The public holidays that working days of this calendar have rested on so far, by year, in order."""
    return {year: days for (name, year), days in sorted(_looked_up.items()) if name == calendar}


@contextmanager
def kept_holidays(calendar: str | None, kept: HolidaysByYear) -> Generator[None]:
    """Meanwhile the public holidays of these years are those kept, whatever the library says of them now."""
    before = dict(_kept)
    _use({(calendar, year): days for year, days in kept.items()} if calendar else {})
    try:
        yield
    finally:
        _use(before)


def _use(kept: Mapping[tuple[str, int], frozenset[date]]) -> None:
    """Go by these holidays from here on; nothing that was worked out from others is remembered."""
    _kept.clear()
    _kept.update(kept)
    _looked_up.clear()
    public_holidays.cache_clear()
    _working_days.cache_clear()


@cache
def _working_days(calendar: str, year: int) -> tuple[int, ...]:
    """The working days of a year, as ordinals, in order."""
    off = {day.toordinal() for day in public_holidays(calendar, year)}
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    # Ordinal 1 was a Monday, so Saturdays leave 6 and Sundays 0 when divided by 7.
    return tuple(d for d in range(first, last + 1) if d % 7 not in (0, 6) and d not in off)


def is_working_day(calendar: str, day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a public holiday of the calendar."""
    return day.weekday() < 5 and day not in public_holidays(calendar, day.year)


def add_working_days(calendar: str, start: date, count: int) -> date | None:
    """The count-th working day strictly after the start, or for a negative count strictly before it.

    A count of 0 is the start itself, whether it is a working day or not. None outside the years 1 to 9999.
    """
    if count == 0:
        return start
    if abs(count) > _LONGEST_COUNT:
        return None
    return (
        _working_day_after(calendar, start, count)
        if count > 0
        else _working_day_before(calendar, start, -count)
    )


def _working_day_after(calendar: str, start: date, count: int) -> date | None:
    year, left = start.year, count
    skipped = bisect_right(_working_days(calendar, year), start.toordinal())
    while left > (there := len(_working_days(calendar, year)) - skipped):
        if year == MAXYEAR:
            return None
        year, left, skipped = year + 1, left - there, 0
    return date.fromordinal(_working_days(calendar, year)[skipped + left - 1])


def _working_day_before(calendar: str, start: date, count: int) -> date | None:
    year, left = start.year, count
    there = bisect_left(_working_days(calendar, year), start.toordinal())
    while left > there:
        if year == MINYEAR:
            return None
        year, left = year - 1, left - there
        there = len(_working_days(calendar, year))
    return date.fromordinal(_working_days(calendar, year)[there - left])


def working_days_between(calendar: str, start: date, end: date) -> int:
    """How many working days come strictly after the start, up to and including the end.

    When the end comes first it is the same count the other way round, negative; so swapping the two
    dates always changes the sign alone. 0 for one and the same day.
    """
    if end < start:
        return -working_days_between(calendar, end, start)
    count = -bisect_right(_working_days(calendar, start.year), start.toordinal())
    count += sum(len(_working_days(calendar, year)) for year in range(start.year, end.year))
    return count + bisect_right(_working_days(calendar, end.year), end.toordinal())


def add_days(start: date, count: int) -> date | None:
    """The day so many days after the start (before it, if negative); None outside the years 1 to 9999."""
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return None


def add_months(start: date, count: int) -> date | None:
    """The same day number so many months later (earlier, if negative), or the month's last day where it has none.

    31 January and one month is 28 or 29 February. None outside the years 1 to 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(start.day, _length_of_month(year, month + 1)))


def _length_of_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def completed_months(start: date, end: date) -> int:
    """The most months that can be added to the start without passing the end; negative when the end comes first.

    From 31 January to 28 February is one month in a common year, as 28 February is then the day one
    month after 31 January; in a leap year it takes until the 29th. With the end first it is the
    count from the end to the start, negative.
    """
    if end < start:
        return -completed_months(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    reached = min(start.day, _length_of_month(end.year, end.month))
    return months if reached <= end.day else months - 1


def completed_years(start: date, end: date) -> int:
    """The completed years from one date to another: each is twelve completed months; negative when the end comes first.

    The year of someone born on 29 February is complete on 28 February of a common year.
    """
    months = completed_months(start, end)
    return months // 12 if months >= 0 else -(-months // 12)


def completed_weeks(start: date, end: date) -> int:
    """The completed weeks from one date to another; negative when the end comes first."""
    days = (end - start).days
    return days // 7 if days >= 0 else -(-days // 7)


_SHIFTS: Mapping[Unit, Callable[[str, date, int], date | None]] = {
    "days": lambda _, start, count: add_days(start, count),
    "working days": add_working_days,
    "weeks": lambda _, start, count: add_days(start, 7 * count),
    "months": lambda _, start, count: add_months(start, count),
    "years": lambda _, start, count: add_months(start, 12 * count),
}

_ELAPSED: Mapping[Unit, Callable[[str, date, date], int]] = {
    "days": lambda _, start, end: (end - start).days,
    "working days": working_days_between,
    "weeks": lambda _, start, end: completed_weeks(start, end),
    "months": lambda _, start, end: completed_months(start, end),
    "years": lambda _, start, end: completed_years(start, end),
}


def shift(calendar: str | None, start: date, count: int, unit: Unit) -> date | None:
    """The day so many units after the start (before it, if negative); None outside the years 1 to 9999.

    Without a calendar, working days skip weekends alone.
    """
    return _SHIFTS[unit](calendar or "weekends_only", start, count)


def elapsed(calendar: str | None, start: date, end: date, unit: Unit) -> int:
    """The completed units from one date to another; negative when the end comes first.

    Without a calendar, working days skip weekends alone.
    """
    return _ELAPSED[unit](calendar or "weekends_only", start, end)
