"""Looks for values of facts that are so far from all others, or so much rarer, that they may be slips.

There are two rules, both made to say too little rather than too much.

A number or a date is *far out* where it lies beyond a hinge by more than three times the distance
between the two hinges (J. W. Tukey, Exploratory Data Analysis, 1977). The hinges are the medians of the
lower and of the upper half of the values, the middle one belonging to both halves. Nothing is said of
a fact with fewer than 20 values, of one whose hinges are the same, or where more values are far out
than one, or one in 50: such values are spread like that, and are no slips.

A word is rare where it is given once, and every other word that is given at least 20 times, among 50
values or more. Yes and no are left aside: a thing that is so of a single case is nothing out of the
ordinary. So are texts, and what is worked out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter

from aboveline.framework.model import Fact, Framework
from aboveline.judgement import Finding
from aboveline.records.record import Record
from aboveline.values import Choice, Date, Number, Text, Value, WholeNumber

#: Fewer values than these say nothing of what is rare.
LEAST_NUMBERS = 20
LEAST_WORDS = 50
#: How many times the distance between the hinges a value lies beyond them.
FAR_OUT = 3
#: Of so many values one may be far out.
FAR_OUT_OF = 50
#: How often every word but the rare one is given.
LEAST_OF_OTHERS = 20

#: The rules, as the report says them.
RULES = (
    (
        "A number or a date is called rare where it lies further beyond the middle half of the values of its fact "
        f"than {FAR_OUT} times the width of that half (the “far out” values of Tukey's boxplot); at least "
        f"{LEAST_NUMBERS} values are needed, and no more than one of them, or one in {FAR_OUT_OF}, may lie there."
    ),
    (
        "A word is called rare where it is given once and each other word that is given, at least "
        f"{LEAST_OF_OTHERS} times; at least {LEAST_WORDS} values are needed. Yes and no, texts, and what is worked "
        "out are not looked at."
    ),
)

#: A value of a fact with the number of the case it is of.
_Given = tuple[int, Value]


def rare_values(framework: Framework, records: Iterable[Record]) -> tuple[Finding, ...]:
    """A finding for each value of a fact that may be a slip: in the order of the cases, then of the facts."""
    cases = tuple(records)
    found = [
        (case, _finding(fact, cases[case], what))
        for fact in framework.facts.values()
        if not fact.of_inspection and not fact.worked_out
        for case, what in _rare(fact, _given(fact, cases)).items()
    ]
    return tuple(finding for _, finding in sorted(found, key=itemgetter(0)))


def _given(fact: Fact, cases: Sequence[Record]) -> list[_Given]:
    values = ((at, record.values.get(fact.key)) for at, record in enumerate(cases))
    return [(at, value) for at, value in values if isinstance(value, Value)]


def _rare(fact: Fact, given: Sequence[_Given]) -> Mapping[int, str]:
    """What is rare of each rare value, by the number of its case."""
    match fact.type:
        case WholeNumber() | Number():
            numbers = [(at, value) for at, value in given if isinstance(value, int | Decimal)]
            return _far_out(numbers, "a number", "below", "above")
        case Date():
            days = [(at, value.toordinal()) for at, value in given if isinstance(value, date)]
            return _far_out(days, "a date", "before", "after")
        case Choice():
            return {} if fact.type.is_yes_or_no else _given_once([(at, str(word)) for at, word in given])
        case Text():
            return {}


def _far_out(
    given: Sequence[tuple[int, int | Decimal]], kind: str, lower: str, higher: str
) -> Mapping[int, str]:
    if len(given) < LEAST_NUMBERS:
        return {}
    low, high = hinges(sorted(value for _, value in given))
    reach = FAR_OUT * (high - low)
    sides = (
        (at, lower if value < low - reach else higher if value > high + reach else "") for at, value in given
    )
    found = {at: f"{kind} far {side} those of the other cases" for at, side in sides if side}
    return found if reach and len(found) <= max(1, len(given) // FAR_OUT_OF) else {}


def hinges(ordered: Sequence[int | Decimal]) -> tuple[Fraction, Fraction]:
    """The medians of the lower and of the upper half of some values in order, the middle one being in both halves."""
    half = (len(ordered) + 1) // 2
    return _median(ordered[:half]), _median(ordered[-half:])


def _median(ordered: Sequence[int | Decimal]) -> Fraction:
    middle = len(ordered) // 2
    return (Fraction(ordered[middle]) + Fraction(ordered[-middle - 1])) / 2


def _given_once(given: Sequence[tuple[int, str]]) -> Mapping[int, str]:
    often = Counter(word for _, word in given)
    once = {word for word, count in often.items() if count == 1}
    others = [count for word, count in often.items() if word not in once]
    if len(given) < LEAST_WORDS or len(once) != 1 or min(others) < LEAST_OF_OTHERS:
        return {}
    return {at: "a word that no other case has" for at, word in given if word in once}


def _finding(fact: Fact, record: Record, what: str) -> Finding:
    message = f"`{fact.column}` holds {what}"
    return Finding("rare-value", record.case_id, fact.key, message, record.place_of(fact.key, fact.column))


__all__ = ["RULES", "hinges", "rare_values"]
