"""Turns the comparisons of some rules into how the facts in them hold each other, where several are changed at once.

Mostly the least values that keep to some comparisons are found one fact after another. Not so where two dates are
held to each other more than once, and by units that are not all equally long: one may then have to follow the other
several times (over a weekend, say) before both are at rest. Such dates are moved together (`together`).
"""

from collections.abc import Iterable, Mapping
from datetime import date

from aboveline.analysis.thresholds import Comparison, Measured
from aboveline.framework import expressions as ex
from aboveline.frozen import frozen
from aboveline.values import Date

#: Dates that can be more than so many days apart, some four centuries, are not moved together.
MOST_DAYS = 150_000

#: Two facts that are changed at once.
Pair = tuple[str, str]


@frozen
class HowHeld:
    """Which dates have to be moved together, and whether nothing can then be overlooked."""

    pairs: tuple[Pair, ...]
    is_plain: bool


@frozen
class _Link:
    """A comparison that holds two facts to each other, in report order."""

    pair: Pair
    comparison: Comparison


def how_held(over: Iterable[Comparison], changed: Mapping[str, Measured]) -> HowHeld:
    """How facts that are changed together hold each other.

    Least values can be found where each comparison has one of the facts alone in it, or two that pull opposite ways:
    the values that keep to any number of such comparisons have a least among them, and each fact of it is the first of
    a stretch. A fact on both its sides is tried with every value where it has few, and is then as good as a constant.
    """
    plain, links = True, list[_Link]()
    for one in over:
        among = [k for k in changed if k in one.ways and not (one.ways[k] is None and changed[k].is_few)]
        ways = [one.ways[key] for key in among]
        if None in ways or (len(ways) > 1 and sorted(w for w in ways if w) != [-1, 1]):
            plain = False
        elif len(among) == 2:
            links.append(_Link((among[0], among[1]), one))
    pairs: dict[Pair, None] = {}
    for place, link in enumerate(links):
        others = links[:place] + links[place + 1 :]
        if is_even(link.comparison, link.pair) or not (
            _is_several(link) or link.pair[1] in _reached(link.pair[0], others)
        ):
            continue
        alone = _reached(link.pair[0], links) == set(link.pair)
        swept = all(is_swept(one.comparison, one.pair) for one in links if one.pair == link.pair)
        if alone and swept and all(_is_narrow(changed[key]) for key in link.pair):
            pairs[link.pair] = None
        else:
            plain = False
    return HowHeld(tuple(pairs), plain)


def _reached(start: str, links: Iterable[_Link]) -> set[str]:
    """The facts that are held to one, by way of others or not, itself among them."""
    found, pairs = {start}, [set(link.pair) for link in links]
    while wider := [pair for pair in pairs if pair & found and not pair <= found]:
        found = found.union(*wider)
    return found


def is_even(comparison: Comparison, pair: Pair) -> bool:
    """Whether it says the same of two facts wherever they are, as long as they are as far apart."""
    return comparison.unit in {"days", "weeks"} and all(
        part.unit == "days" or (part.unit == "weeks" and _ends(part) == set(pair))
        for part in _elapsed(comparison, pair)
    )


def _is_several(link: _Link) -> bool:
    """Whether it counts more than once between the two, and so may pass over a count."""
    return len(_elapsed(link.comparison, link.pair)) > 1


def _elapsed(comparison: Comparison, pair: Pair) -> list[ex.Elapsed]:
    """The counts from one date to another in a comparison that have either of two facts in them."""
    return [
        part
        for side in (comparison.left, comparison.right)
        for part in ex.walk(side)
        if isinstance(part, ex.Elapsed) and _ends(part) & set(pair)
    ]


def _ends(part: ex.Elapsed) -> set[str]:
    return {end.fact for end in (part.start, part.end) if isinstance(end, ex.FactValue)}


def is_swept(comparison: Comparison, pair: Pair) -> bool:
    """Whether it holds two dates to each other, and how can be read off day by day."""
    return {comparison.ways.get(key) for key in pair} == {-1, 1} and (
        is_even(comparison, pair) or is_limit(comparison, pair) or count_between(comparison, pair) is not None
    )


def _is_narrow(about: Measured) -> bool:
    """Whether it is a date, and neither end of all days there are is tried, at which every limit stands still."""
    return (
        isinstance(about.type, Date)
        and about.high - about.low < MOST_DAYS
        and about.low > 1
        and about.high < date.max.toordinal()
    )


def is_limit(comparison: Comparison, pair: Pair) -> bool:
    """Whether it compares two dates with each other, or one with a limit from the other."""
    sides = (comparison.left, comparison.right)
    return {side.fact for side in sides if isinstance(side, ex.FactValue)} == set(pair)


def count_between(comparison: Comparison, pair: Pair) -> tuple[ex.Elapsed, ex.Operand] | None:
    """The count of units between two dates that a comparison holds to something else, and that; None if it is no such."""
    left, right = comparison.left, comparison.right
    for count, other in ((left, right), (right, left)):
        if isinstance(count, ex.Elapsed) and _ends(count) == set(pair):
            named = {part.fact for part in ex.walk(other) if isinstance(part, ex.FactValue)}
            return None if named & set(pair) else (count, other)
    return None
