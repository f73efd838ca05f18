"""Dates shifted and counted: known public holidays, month ends, and the fit between the two halves."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aboveline import calendars
from aboveline.calendars import (
    CALENDARS,
    add_months,
    add_working_days,
    completed_months,
    completed_years,
    elapsed,
    is_working_day,
    public_holidays,
    shift,
    working_days_between,
)

EW = "england_and_wales"
YEARS_OF_PRACTICE = st.dates(date(2005, 1, 1), date(2020, 12, 31))
ANY_DAY = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "holiday",
    [
        "2011-01-03",
        "2011-04-22",
        "2011-04-25",
        "2011-04-29",
        "2011-05-02",
        "2011-12-26",
        "2011-12-27",
        "2012-06-05",
    ],
)
def test_england_and_wales_keep_the_days_they_kept(holiday):
    assert day(holiday) in public_holidays(EW, 2011 if "2011" in holiday else 2012)
    assert not is_working_day(EW, day(holiday))


def test_nations_keep_different_days():
    saint_andrew, saint_patrick = day("2011-11-30"), day("2011-03-17")
    assert saint_andrew in public_holidays("scotland", 2011)
    assert saint_andrew not in public_holidays(EW, 2011)
    assert saint_patrick in public_holidays("northern_ireland", 2011)
    assert saint_patrick in public_holidays("ireland", 2011)
    assert saint_patrick not in public_holidays("england", 2011)


@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_every_calendar_of_the_table_works(name):
    found = public_holidays(name, 2012)
    assert all(d.year == 2012 for d in found)
    assert bool(found) == (name != "weekends_only")
    assert CALENDARS[name].label


def test_an_unknown_calendar_is_a_bug_not_an_empty_year():
    with pytest.raises(KeyError):
        public_holidays("narnia", 2011)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2011-07-04", 15, "2011-07-25"),
        ("2011-07-04", 0, "2011-07-04"),
        ("2011-07-09", 0, "2011-07-09"),  # no count leaves even a Saturday where it is
        ("2011-07-09", 1, "2011-07-11"),
        ("2011-04-21", 1, "2011-04-26"),  # over Easter
        ("2011-04-28", 1, "2011-05-03"),  # over the royal wedding and May Day
        ("2011-12-23", 1, "2011-12-28"),
        ("2011-12-28", -1, "2011-12-23"),
        ("2011-12-30", 1, "2012-01-03"),
        ("2012-01-03", -1, "2011-12-30"),
        ("2011-07-11", -1, "2011-07-08"),
        ("2011-07-10", -1, "2011-07-08"),
    ],
)
def test_the_nth_working_day(start, count, expected):
    assert add_working_days(EW, day(start), count) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2011-07-04", "2011-07-25", 15),
        ("2011-07-25", "2011-07-04", -15),
        ("2011-07-04", "2011-07-04", 0),
        ("2011-07-08", "2011-07-10", 0),  # Friday to Sunday: no working day comes after
        ("2011-07-10", "2011-07-08", 0),
        ("2011-04-21", "2011-04-26", 1),
        ("2011-12-30", "2012-01-03", 1),
        ("2010-12-31", "2011-12-31", 251),
    ],
)
def test_working_days_between(start, end, expected):
    assert working_days_between(EW, day(start), day(end)) == expected


@given(YEARS_OF_PRACTICE, st.integers(-300, 300))
def test_working_days_agree_with_walking_day_by_day(start, count):
    walked, left, step = start, abs(count), timedelta(days=1 if count > 0 else -1)
    while left:
        walked += step
        left -= is_working_day(EW, walked)
    assert add_working_days(EW, start, count) == walked


@given(YEARS_OF_PRACTICE, st.integers(0, 300), st.integers(-40, 600))
def test_limit_and_count_say_the_same_of_a_working_day(start, count, away):
    end = start + timedelta(days=away)
    latest = add_working_days(EW, start, count)
    if is_working_day(EW, end):
        assert (end <= latest) == (working_days_between(EW, start, end) <= count)
        if count:
            assert (end >= latest) == (working_days_between(EW, start, end) >= count)


@given(YEARS_OF_PRACTICE, YEARS_OF_PRACTICE)
def test_counting_backwards_changes_the_sign_alone(one, other):
    for unit in ("days", "working days", "weeks", "months", "years"):
        assert elapsed(EW, one, other, unit) == -elapsed(EW, other, one, unit)


@given(ANY_DAY, st.integers(0, 600), ANY_DAY)
@settings(max_examples=200)
def test_completed_units_are_those_that_fit(start, count, end):
    if end >= start:
        for unit in ("days", "weeks", "months", "years"):
            reached = shift(None, start, count, unit)
            assert reached is not None
            assert (end >= reached) == (elapsed(None, start, end, unit) >= count)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2011-01-31", 1, "2011-02-28"),
        ("2012-01-31", 1, "2012-02-29"),
        ("2011-03-31", -1, "2011-02-28"),
        ("2011-12-15", 1, "2012-01-15"),
        ("2011-01-15", -1, "2010-12-15"),
        ("2012-02-29", 12, "2013-02-28"),
        ("1900-01-31", 1, "1900-02-28"),
        ("2011-05-31", 13, "2012-06-30"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(start, count, expected):
    assert add_months(day(start), count) == day(expected)


@pytest.mark.parametrize(
    ("start", "end", "months", "years"),
    [
        ("2011-01-31", "2011-02-27", 0, 0),
        ("2011-01-31", "2011-02-28", 1, 0),
        ("2012-01-31", "2012-02-28", 0, 0),
        ("2012-01-31", "2012-02-29", 1, 0),
        ("2011-01-15", "2012-01-14", 11, 0),
        ("2011-01-15", "2012-01-15", 12, 1),
        ("1996-02-29", "2011-02-28", 180, 15),
        ("2012-01-15", "2011-01-16", -11, 0),
        ("2012-01-15", "2010-01-15", -24, -2),
    ],
)
def test_completed_months_and_years(start, end, months, years):
    assert completed_months(day(start), day(end)) == months
    assert completed_years(day(start), day(end)) == years


@pytest.mark.parametrize("unit", ["days", "working days", "weeks", "months", "years"])
@pytest.mark.parametrize("count", [10**11, -(10**11), 10**30, -(10**30)])
def test_a_day_outside_the_calendar_is_not_known(unit, count):
    assert shift("weekends_only", day("2011-07-04"), count, unit) is None


def test_the_ends_of_the_calendar():
    assert shift("weekends_only", date.max, 1, "days") is None
    assert shift("weekends_only", date.min, -1, "working days") is None
    assert shift("weekends_only", date.max, 1, "working days") is None
    assert shift("weekends_only", date(9999, 12, 30), 1, "working days") == date.max
    assert shift("weekends_only", date.max, 1, "months") is None
    assert shift("weekends_only", date.min, -1, "years") is None


def test_without_a_calendar_working_days_skip_weekends_alone():
    assert shift(None, day("2011-04-28"), 1, "working days") == day("2011-04-29")
    assert elapsed(None, day("2011-04-28"), day("2011-05-03"), "working days") == 3


def test_leap_years_are_the_calendars_own():
    for year in (1600, 1900, 2000, 2011, 2012, 2100):
        for month in range(1, 13):
            last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
            assert calendars._length_of_month(year, month) == last
