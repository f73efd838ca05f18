"""What a value can be: an answer word, a number, a date, a text; and the three truths.

A value that is missing is `None` everywhere. Yes and no are answer words like any others, so a
yes/no fact holds the text `"yes"` or `"no"`. Numbers are exact: whole numbers are `int`, others
`Decimal` with at most six places, never a float.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum

from aboveline.frozen import frozen

#: What a fact or an answer can hold; `None` stands for missing.
Value = str | int | Decimal | date

#: Yes, no, or unknown (`None`).
Truth = bool | None

#: A number keeps at most this many decimal places.
MAX_DECIMAL_PLACES = 6


class Mark(Enum):
    """What an assessor may put in place of an answer."""

    NOT_APPLICABLE = "not applicable"


@frozen
class Word:
    """One answer word, band step or list item: the name data uses and the words people read."""

    name: str
    label: str


@frozen
class Choice:
    """One of some answer words. `yes or no` is the choice of the words yes and no."""

    words: tuple[Word, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The words as data uses them, in the order declared."""
        return tuple(w.name for w in self.words)

    @property
    def is_yes_or_no(self) -> bool:
        """Whether the words are just yes and no."""
        return self.names == ("yes", "no")


@frozen
class WholeNumber:
    """A whole number, from `low` to `high` where given, both included."""

    low: int | None = None
    high: int | None = None


@frozen
class Number:
    """A decimal number with at most six places."""


@frozen
class Date:
    """A day of the calendar, written 2011-07-04."""


@frozen
class Text:
    """Any text; it can only be compared for being equal."""


ValueType = Choice | WholeNumber | Number | Date | Text

YES_OR_NO = Choice((Word("yes", "yes"), Word("no", "no")))


def all_of(truths: Iterable[Truth]) -> Truth:
    """Yes when every truth is yes, no when any is no, else unknown (Kleene's strong `and`)."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Yes when any truth is yes, no when every one is no, else unknown (Kleene's strong `or`)."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def negate(truth: Truth) -> Truth:
    """No for yes, yes for no, unknown for unknown."""
    return None if truth is None else not truth


def type_in_words(kind: ValueType) -> str:
    """A type as a person would say it, such as `a whole number from 10 to 18`."""
    match kind:
        case Choice():
            return "yes or no" if kind.is_yes_or_no else "one of " + ", ".join(kind.names)
        case WholeNumber(low=None, high=None):
            return "a whole number"
        case WholeNumber(low=low, high=None):
            return f"a whole number from {low}"
        case WholeNumber(low=None, high=high):
            return f"a whole number up to {high}"
        case WholeNumber(low=low, high=high):
            return f"a whole number from {low} to {high}"
        case Number():
            return "a number"
        case Date():
            return "a date"
        case Text():
            return "a text"
