"""Comparisons, and stretches of time, in words."""

from collections.abc import Mapping

from aboveline.wording.message import message, plural


def compared_in_words(operator: str, left: str, right: str) -> str:
    """A comparison of two things in words."""
    match operator:
        case "is":
            return message("{left} is {right}", left=left, right=right)
        case "is not":
            return message("{left} is not {right}", left=left, right=right)
        case _:
            return message("{left} is {asked}", left=left, asked=asked_in_words(operator, right))


def asked_in_words(operator: str, than: str) -> str:
    """What is asked of a value, such as `at least 3`."""
    match operator:
        case "at least":
            return message("at least {value}", value=than)
        case "at most":
            return message("at most {value}", value=than)
        case "more than":
            return message("more than {value}", value=than)
        case "less than":
            return message("less than {value}", value=than)
        case "before":
            return message("before {value}", value=than)
        case "after":
            return message("after {value}", value=than)
        case "on or before":
            return message("on or before {value}", value=than)
        case _:
            return message("on or after {value}", value=than)


def between_in_words(value: str, low: str, high: str) -> str:
    """That something lies between two others."""
    return message("{value} is between {low} and {high}", value=value, low=low, high=high)


def apart_in_words(count: int, unit: str, way: str, anchor: str) -> str:
    """A stretch of days before or after a day, or on either side of it."""
    time = in_units(count, unit)
    match way:
        case "after":
            return message("{time} after {day}", time=time, day=anchor)
        case "before":
            return message("{time} before {day}", time=time, day=anchor)
        case _:
            return message("{time} either side of {day}", time=time, day=anchor)


#: Units of time, where they are counted.
UNITS: Mapping[str, str] = {
    "days": message("days"),
    "working days": message("working days"),
    "weeks": message("weeks"),
    "months": message("months"),
    "years": message("years"),
}


def in_units(count: int, unit: str) -> str:
    """So many days, the unit in the singular for one."""
    match unit:
        case "days":
            return plural("{n} day", "{n} days", count)
        case "working days":
            return plural("{n} working day", "{n} working days", count)
        case "weeks":
            return plural("{n} week", "{n} weeks", count)
        case "months":
            return plural("{n} month", "{n} months", count)
        case _:
            return plural("{n} year", "{n} years", count)
