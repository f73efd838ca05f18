"""What an operand is in terms of a graph, and what comparing operands comes to.

As everywhere, an operand has two sides: whether there is such a thing for a case, and what it is. A
word is known by one bit for each word it may be; a number by the least and the most it may be, which
are one term where it is certain.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from aboveline.columnar.graph import ALWAYS, NEVER, YES, Graph, Kleene, Term, negate
from aboveline.framework.expressions import ComparisonWord
from aboveline.frozen import frozen

#: The most a number of 8 and of 16 bytes can be.
_LARGEST: Final = 2**63 - 1
_LARGEST_WIDE: Final = 2**127 - 1

#: Where there are no more words than this, those that are not meant are asked for one by one.
_FEW: Final = 3


@frozen
class Words:
    """An answer word: `present` where there is one, and for each word whether it is that."""

    exists: Kleene
    present: Term
    at: Mapping[str, Term]


@frozen
class Numbers:
    """A number of so many decimal `places`, as a whole number of the last; `largest` is the most it can be.

    It is any whole number away from `low`, in units of its own, up to `high`.
    """

    exists: Kleene
    present: Term
    low: Term
    high: Term
    places: int
    largest: int

    @property
    def is_certain(self) -> bool:
        """Whether it is one number for every case."""
        return self.low == self.high


@frozen
class Plain:
    """A day or a text."""

    exists: Kleene
    present: Term
    value: Term


Seen = Words | Numbers | Plain


def constant_word(word: str) -> Words:
    """A word that is the same for every case."""
    return Words(YES, ALWAYS, {word: ALWAYS})


def compared(graph: Graph, operands: Sequence[Seen], test: Kleene) -> Kleene:
    """What comparing some operands comes to, if `test` is what it comes to where all of them are there.

    No where any does not exist; else unknown where any is missing or may not exist.
    """
    there = graph.every(bit for one in operands for bit in (one.exists.yes, one.present))
    gone = graph.some(one.exists.no for one in operands)
    return Kleene(graph.every((there, test.yes)), graph.some((gone, graph.every((there, test.no)))))


def is_certain(graph: Graph, one: Seen) -> Term:
    """Where an operand is there and is one thing, whether or not it exists."""
    if isinstance(one, Numbers) and not one.is_certain:
        return graph.every((one.present, graph.term("same", one.low, one.high)))
    return one.present


# --- Words -----------------------------------------------------------------------------------


def among_words(graph: Graph, left: Words, values: Sequence[Words]) -> Kleene:
    """Whether a word is any of some others."""
    if all(_is_constant(value) for value in values):
        meant = {word for value in values for word, bit in value.at.items() if bit == ALWAYS}
        others = [bit for word, bit in left.at.items() if word not in meant]
        among = graph.some(bit for word, bit in left.at.items() if word in meant)
        return Kleene(among, graph.some(others) if len(left.at) <= _FEW else graph.opposite(among))
    among = graph.some(
        graph.every((left.at[word], bit))
        for value in values
        for word, bit in value.at.items()
        if word in left.at
    )
    return Kleene(among, graph.opposite(among))


def _is_constant(words: Words) -> bool:
    return set(words.at.values()) <= {ALWAYS, NEVER}


# --- Numbers ---------------------------------------------------------------------------------


def alike(graph: Graph, numbers: Iterable[Numbers]) -> tuple[Numbers, ...]:
    """Some numbers with the same decimal places, and wide enough to be told apart."""
    given = tuple(numbers)
    places = max(one.places for one in given)
    scaled = tuple(_with_places(graph, one, places) for one in given)
    if max(one.largest for one in scaled) <= _LARGEST:
        return scaled
    return tuple(_widened(graph, one) for one in scaled)


def _with_places(graph: Graph, one: Numbers, places: int) -> Numbers:
    factor = 10 ** (places - one.places)
    if factor == 1:
        return one
    largest = one.largest * factor
    if largest > _LARGEST:
        one = _widened(graph, one)
    low, high = (graph.term("times", end, told=(factor,)) for end in (one.low, one.high))
    return Numbers(one.exists, one.present, low, high, places, _checked(largest))


def _widened(graph: Graph, one: Numbers) -> Numbers:
    low, high = (graph.term("wide", end) for end in (one.low, one.high))
    return Numbers(one.exists, one.present, low, high, one.places, one.largest)


def _checked(largest: int) -> int:
    """Raises OverflowError for numbers no column can hold: sums of more than 10^20 numbers."""
    if largest > _LARGEST_WIDE:
        raise OverflowError("a sum in these criteria can be longer than 38 digits")
    return largest


def combined(graph: Graph, left: Numbers, operator: str, right: Numbers) -> Numbers:
    """The sum or difference of two numbers; each may be anything it can be, whatever the other is."""
    left, right = alike(graph, (left, right))
    largest = _checked(left.largest + right.largest)
    if largest > _LARGEST:
        left, right = _widened(graph, left), _widened(graph, right)
    exists = graph.all_of((left.exists, right.exists))
    present = graph.every((left.present, right.present))
    first, last = (right.low, right.high) if operator == "+" else (right.high, right.low)
    word = "plus" if operator == "+" else "minus"
    low = graph.term(word, left.low, first)
    high = low if left.is_certain and right.is_certain else graph.term(word, left.high, last)
    return Numbers(exists, present, low, high, left.places, largest)


def _at_least(graph: Graph, left: Numbers, right: Numbers) -> Kleene:
    return Kleene(graph.term("at most", right.high, left.low), graph.term("less", left.high, right.low))


def _equal(graph: Graph, left: Numbers, right: Numbers) -> Kleene:
    same = graph.term("same", left.low, right.low)
    if left.is_certain and right.is_certain:
        return Kleene(same, graph.opposite(same))
    certain = [graph.term("same", one.low, one.high) for one in (left, right) if not one.is_certain]
    return Kleene(graph.every((same, *certain)), graph.opposite(_may_be_equal(graph, left, right)))


def _may_be_equal(graph: Graph, left: Numbers, right: Numbers) -> Term:
    """Where some number that the one may be is one that the other may be."""
    in_reach = (graph.term("at most", left.low, right.high), graph.term("at most", right.low, left.high))
    return graph.every((*in_reach, _in_step(graph, left.low, right.low, left.places)))


def _in_step(graph: Graph, left: Term, right: Term, places: int) -> Term:
    """Where two numbers are whole numbers apart."""
    if places == 0:
        return ALWAYS
    apart = graph.term("rest", graph.term("minus", left, right), told=(10**places,))
    return graph.term("same", apart, graph.literal(0))


def among_numbers(graph: Graph, left: Numbers, values: Sequence[Numbers]) -> Kleene:
    """Whether a number is any of some others: yes where all it may be are among the certain ones."""
    left, *others = alike(graph, (left, *values))
    never = graph.neither(*(_may_be_equal(graph, left, other) for other in others))
    if left.is_certain:
        sure = graph.some(_equal(graph, left, other).yes for other in others)
        return Kleene(sure, graph.opposite(sure) if all(o.is_certain for o in others) else never)
    step = 10**left.places
    met = [graph.every((_sure(graph, other), _may_be_equal(graph, left, other))) for other in others]
    # A number that stands there twice is still one of those that it may be.
    repeated = [NEVER] * len(others)
    for one, two in combinations(range(len(others)), 2):
        same = graph.every((met[one], graph.term("same", others[one].low, others[two].low)))
        repeated[two] = graph.some((repeated[two], same))
    fresh = [graph.every((bit, graph.opposite(again))) for bit, again in zip(met, repeated, strict=True)]
    found = graph.term("times", graph.term("count", *fresh), told=(step,))
    reach = graph.term("plus", graph.term("minus", left.high, left.low), graph.literal(step))
    return Kleene(graph.term("same", found, reach), never)


def _sure(graph: Graph, one: Numbers) -> Term:
    return ALWAYS if one.is_certain else graph.term("same", one.low, one.high)


def number_between(graph: Graph, left: Numbers, low: Numbers, high: Numbers) -> Kleene:
    """Whether a number is neither below the one nor above the other."""
    left, low, high = alike(graph, (left, low, high))
    inside = (graph.term("at most", low.high, left.low), graph.term("at most", left.high, high.low))
    yes = graph.every(inside)
    if left.is_certain and low.is_certain and high.is_certain:
        return Kleene(yes, graph.opposite(yes))
    step = 10**left.places
    short = graph.term("not below nought", graph.term("minus", low.low, left.low))
    up = graph.term("times", graph.term("steps up", short, told=(step,)), told=(step,))
    first = graph.term("plus", left.low, up)
    can = (graph.term("at most", first, left.high), graph.term("at most", first, high.high))
    return Kleene(yes, graph.opposite(graph.every(can)))


_NUMBERS: Mapping[ComparisonWord, Callable[[Graph, Numbers, Numbers], Kleene]] = {
    "is": _equal,
    "is not": lambda graph, left, right: negate(_equal(graph, left, right)),
    "at least": _at_least,
    "at most": lambda graph, left, right: _at_least(graph, right, left),
    "less than": lambda graph, left, right: negate(_at_least(graph, left, right)),
    "more than": lambda graph, left, right: negate(_at_least(graph, right, left)),
}


def compare_numbers(graph: Graph, operator: ComparisonWord, left: Numbers, right: Numbers) -> Kleene:
    """Two numbers compared, where both are there."""
    return _NUMBERS[operator](graph, *alike(graph, (left, right)))


# --- Days and texts --------------------------------------------------------------------------

#: The operation, whether its sides are swapped, and whether what it comes to is turned round.
_PLAIN: Mapping[ComparisonWord, tuple[str, bool, bool]] = {
    "is": ("same", False, False),
    "is not": ("same", False, True),
    "before": ("less", False, False),
    "on or after": ("less", False, True),
    "after": ("less", True, False),
    "on or before": ("less", True, True),
}


def compare_plain(graph: Graph, operator: ComparisonWord, left: Term, right: Term) -> Kleene:
    """Two days or texts compared, where both are there."""
    word, is_swapped, is_turned = _PLAIN[operator]
    bit = graph.term(word, right, left) if is_swapped else graph.term(word, left, right)
    truth = Kleene(bit, graph.opposite(bit))
    return negate(truth) if is_turned else truth
