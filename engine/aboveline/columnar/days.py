"""Turns a column of days into other days and counts, as `calendars` says.

Days are whole numbers, counted from 1 January 1970. What depends on public holidays is asked of
`calendars` once for each different day there is, not once for each case.
"""

# pyright: reportUnknownMemberType=false
# (The types of Polars speak of NumPy, which is not here.)

from collections.abc import Callable
from datetime import date
from functools import cache, partial

import polars as pl

from aboveline.calendars import Unit, elapsed, shift

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST, _LAST = date.min.toordinal() - _EPOCH, date.max.toordinal() - _EPOCH

#: Longer ways than this lead out of every calendar.
_MOST_DAYS, _MOST_MONTHS = _LAST - _FIRST + 1, 12 * 9999

#: Where the count of working days starts; any day would do.
_START = date(2000, 1, 1)


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH


def _date(number: int) -> date:
    return date.fromordinal(number + _EPOCH)


# --- The day so many units on ----------------------------------------------------------------


def shifted(calendar: str | None, count: int, unit: Unit, anchor: int) -> int:
    """The day so many units after the anchor (before it, if negative), or the last (or first) day there is."""
    found = shift(calendar, _date(anchor), count, unit)
    return _number(found) if found is not None else (_LAST if count > 0 else _FIRST)


def shift_expr(calendar: str | None, count: int, unit: Unit, anchor: pl.Expr) -> pl.Expr:
    """`shifted`, for a column of anchors."""
    match unit:
        case "days" | "weeks":
            days = _within(count * (7 if unit == "weeks" else 1), _MOST_DAYS)
            return (anchor + pl.lit(days, pl.Int32)).clip(_FIRST, _LAST)
        case "months" | "years":
            months = _within(count * (12 if unit == "years" else 1), _MOST_MONTHS)
            return anchor.cast(pl.Date).dt.offset_by(f"{months}mo").to_physical().clip(_FIRST, _LAST)
        case "working days":
            return _for_each_day(anchor, partial(_shifted_working_days, calendar, count))


def _within(count: int, most: int) -> int:
    return max(-most, min(most, count))


@cache
def _shifted_working_days(calendar: str | None, count: int, anchor: int) -> int:
    return shifted(calendar, count, "working days", anchor)


# --- The units between two days --------------------------------------------------------------


def elapsed_between(unit: Unit, start: int, end: int) -> int:
    """The completed days, weeks, months or years from one day to another; negative when the end comes first."""
    return elapsed(None, _date(start), _date(end), unit)


def elapsed_expr(unit: Unit, start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """`elapsed_between`, for columns of days."""
    match unit:
        case "days":
            found = end - start
        case "weeks":
            found = _towards_nought(end - start, 7)
        case "months":
            found = _months(start, end)
        case "years":
            found = _towards_nought(_months(start, end), 12)
        case "working days":
            raise ValueError("working days are the difference of two `working_days_to`")
    return found.cast(pl.Int64)


def working_days_expr(calendar: str | None, day: pl.Expr) -> pl.Expr:
    """How many working days there are up to each of a column of days, from a day all counts start from."""
    return _for_each_day(day, partial(working_days_to, calendar)).cast(pl.Int64)


def _towards_nought(count: pl.Expr, size: int) -> pl.Expr:
    return pl.when(count < 0).then(-((-count) // size)).otherwise(count // size)


def _months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Completed months: those of the calendar, less one where the day of the month is not reached."""
    turned = end < start
    early = pl.when(turned).then(end).otherwise(start).cast(pl.Date).dt
    late = pl.when(turned).then(start).otherwise(end).cast(pl.Date).dt
    months = (late.year() - early.year()) * 12 + late.month().cast(pl.Int32) - early.month().cast(pl.Int32)
    reached = (early.day() <= late.day()) | (late.day() == late.month_end().dt.day())
    completed = pl.when(reached).then(months).otherwise(months - 1)
    return pl.when(turned).then(-completed).otherwise(completed)


@cache
def working_days_to(calendar: str | None, day: int) -> int:
    """How many working days there are up to a day, from the day all counts start from; negative before it."""
    return elapsed(calendar, _START, _date(day), "working days")


def _for_each_day(days: pl.Expr, value: Callable[[int], int]) -> pl.Expr:
    """A function of one day, asked once for each different day."""

    def looked_up(column: pl.Series) -> pl.Series:
        different = column.drop_nulls().unique()
        values = pl.Series([value(day) for day in different], dtype=pl.Int32)
        return column.replace_strict(different, values, return_dtype=pl.Int32)

    return days.map_batches(looked_up, return_dtype=pl.Int32, is_elementwise=True)
