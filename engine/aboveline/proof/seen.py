"""What an operand is to the proof: whether there is such a thing, and every value it may have, as z3 sees it."""

from collections.abc import Mapping

from aboveline.frozen import frozen
from aboveline.proof.fields import FieldName
from aboveline.proof.logic import Bool, Int, Kleene


@frozen
class Words:
    """One of some words: which of them is said of each. Missing where none is; never more than one."""

    by_word: Mapping[str, Bool]


@frozen
class Phrase:
    """A text, by a number that stands for it."""

    code: Int
    known: Bool


@frozen
class Day:
    """A date, by its ordinal; `field` is where it is given, None for one day that is always the same."""

    ordinal: Int
    field: FieldName | None
    known: Bool


@frozen
class Amount:
    """A number: anything from `low` to `high` in steps of one, where some count in it is open.

    Both are in units of 10 to the minus `places`. `width` is how many steps there are between them, at most.
    """

    low: Int
    high: Int
    places: int
    width: int
    known: Bool


Held = Words | Phrase | Day | Amount


@frozen
class Seen:
    """Whether there is such a thing for the case, and what it is; what is not `known` is missing."""

    exists: Kleene
    value: Held


def as_day(held: Held) -> Day:
    """A value that the checker has seen to be a date."""
    match held:
        case Day():
            return held
        case _:
            raise AssertionError("expected a date")


def as_amount(held: Held) -> Amount:
    """A value that the checker has seen to be a number."""
    match held:
        case Amount():
            return held
        case _:
            raise AssertionError("expected a number")
