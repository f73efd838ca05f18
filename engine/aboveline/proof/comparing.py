"""Compares what is known of operands: whether a test holds whatever an open count turns out to be, and whether it never does.

Each count that is open may be any number of a run, and each on its own, as in the reference evaluator.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from aboveline.frozen import frozen
from aboveline.proof.ground import Ground
from aboveline.proof.logic import Bool, Int, Logic
from aboveline.proof.seen import Amount, Day, Held, Phrase, Words


@frozen
class Test:
    """Whether a test holds for every value its operands may have, and whether for none of them."""

    always: Bool
    never: Bool


def known(logic: Logic, value: Held) -> Bool:
    """Whether there is a value."""
    return logic.any(value.by_word.values()) if isinstance(value, Words) else value.known


def certain(logic: Logic, value: Held) -> Bool:
    """Whether there is a value, and one alone."""
    return (
        logic.both(known(logic, value), _is_single(value))
        if isinstance(value, Amount)
        else known(logic, value)
    )


def compared(ground: Ground, operator: str, left: Held, right: Held) -> Test:
    """Two values compared by a word of the language."""
    if operator in {"is", "is not"}:
        test = equal(ground, left, right)
        return test if operator == "is" else Test(test.never, test.always)
    match left, right:
        case Amount(), Amount():
            one, other, _ = aligned(left, right)
            return _AMOUNTS[operator](one, other)
        case Day(), Day():
            return _settled(ground.logic, _DAYS[operator](left.ordinal, right.ordinal))
        case _:
            raise AssertionError(f"these are not compared by {operator}")


def equal(ground: Ground, left: Held, right: Held) -> Test:
    """Whether two values are the same."""
    logic = ground.logic
    match left, right:
        case Amount(), Amount():
            one, other, step = aligned(left, right)
            same = logic.both(_is_single(one), _is_single(other), one.low == other.low)
            return Test(same, logic.no(_overlap(logic, one, other, step)))
        case Words(), Words():
            shared = (w for w in left.by_word if w in right.by_word)
            return _settled(logic, logic.any(logic.both(left.by_word[w], right.by_word[w]) for w in shared))
        case Day(), Day():
            return _settled(logic, left.ordinal == right.ordinal)
        case Phrase() | Words(), Phrase() | Words():
            return _settled(logic, _code(ground, left) == _code(ground, right))
        case _:
            # What is of two types is never the same; the checker lets none be compared.
            return Test(False, True)


def one_of(ground: Ground, left: Held, values: Sequence[Held]) -> Test:
    """Whether a value is the same as any of some others."""
    logic = ground.logic
    tests = [equal(ground, left, value) for value in values]
    never = logic.all(test.never for test in tests)
    if not isinstance(left, Amount) or not left.width:
        return Test(logic.any(test.always for test in tests), never)
    always = logic.all(
        logic.either(
            left.low + steps * 10**left.places > left.high, _is_certainly(ground, left, steps, values)
        )
        for steps in range(left.width + 1)
    )
    return Test(always, never)


def _is_certainly(ground: Ground, left: Amount, steps: int, values: Sequence[Held]) -> Bool:
    """Whether one of some values is sure to be what a number is some steps above its least."""
    at = left.low + steps * 10**left.places
    one = Amount(at, at, left.places, 0, left.known)
    return ground.logic.any(equal(ground, one, value).always for value in values)


def between(ground: Ground, left: Held, low: Held, high: Held) -> Test:
    """Whether a value lies between two others, both included."""
    logic = ground.logic
    match left, low, high:
        case Amount(), Amount(), Amount():
            places = max(left.places, low.places, high.places)
            left, low, high = (to_places(one, places) for one in (left, low, high))
            always = logic.both(low.high <= left.low, left.high <= high.low)
            ats = [left.low + steps * 10**places for steps in range(left.width + 1)]
            sometimes = logic.any(logic.both(at <= left.high, low.low <= at, at <= high.high) for at in ats)
            return Test(always, logic.no(sometimes))
        case Day(), Day(), Day():
            return _settled(logic, logic.both(low.ordinal <= left.ordinal, left.ordinal <= high.ordinal))
        case _:
            raise AssertionError("only numbers and dates lie between others")


def _settled(logic: Logic, so: Bool) -> Test:
    return Test(so, logic.no(so))


def _code(ground: Ground, value: Phrase | Words) -> Int:
    """The number that stands for a text, or for a word where it is compared with one."""
    if isinstance(value, Phrase):
        return value.code
    code: Int = -1
    for word, so in value.by_word.items():
        code = ground.logic.choose(so, ground.text(word), code)
    return code


# --- Numbers ---------------------------------------------------------------------------------


def to_places(one: Amount, places: int) -> Amount:
    """A number in units with more decimal places."""
    factor = 10 ** (places - one.places)
    if factor == 1:
        return one
    return Amount(one.low * factor, one.high * factor, places, one.width, one.known)


def aligned(one: Amount, other: Amount) -> tuple[Amount, Amount, int]:
    """Two numbers in the same units, and how many of those a step is."""
    places = max(one.places, other.places)
    return to_places(one, places), to_places(other, places), 10**places


def _is_single(one: Amount) -> Bool:
    return True if not one.width else one.low == one.high


def _overlap(logic: Logic, one: Amount, other: Amount, step: int) -> Bool:
    """Whether two numbers can be the same."""
    if not one.width and not other.width:
        return one.low == other.low
    return logic.both(
        one.low <= other.high, other.low <= one.high, logic.is_multiple(one.low - other.low, step)
    )


def _at_least(one: Amount, other: Amount) -> Test:
    return Test(one.low >= other.high, one.high < other.low)


def _more_than(one: Amount, other: Amount) -> Test:
    return Test(one.low > other.high, one.high <= other.low)


def _turned(test: Callable[[Amount, Amount], Test], one: Amount, other: Amount) -> Test:
    return test(other, one)


_AMOUNTS: Mapping[str, Callable[[Amount, Amount], Test]] = {
    "at least": _at_least,
    "more than": _more_than,
    "at most": partial(_turned, _at_least),
    "less than": partial(_turned, _more_than),
}

_DAYS: Mapping[str, Callable[[Int, Int], Bool]] = {
    "before": lambda one, other: one < other,
    "after": lambda one, other: one > other,
    "on or before": lambda one, other: one <= other,
    "on or after": lambda one, other: one >= other,
}
