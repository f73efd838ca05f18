"""Divides what some edits do together among them, exactly and whatever their order.

What an edit adds to the counts of a question is the mean, over every order in which the edits that act on it could be made,
of what it adds when its turn comes: the Shapley value (Shapley 1953). Of edits none of which acts where the other does, each
adds what it adds alone, so only those that act on one question are ever put into orders. The counts are then carried over to a
share n/d, which goes from n0/d0 to n1/d1, by the formula at the head of `scoring/difference.py`: adding a to n and b to d is worth

    ( a (d0 + d1) - b (n0 + n1) ) / ( 2 d0 d1 ).

Both steps are sums, so the parts of all edits add up to the difference with nothing left over.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import TypeVar

from aboveline.frozen import frozen
from aboveline.scoring.difference import Pair

Player = TypeVar("Player", bound=Hashable)


@frozen
class Adds:
    """What something adds to how many judgements are sufficient, and to how many are counted; perhaps not whole."""

    sufficient: Fraction = Fraction()
    counted: Fraction = Fraction()

    def __add__(self, other: "Adds") -> "Adds":
        return Adds(self.sufficient + other.sufficient, self.counted + other.counted)


def subsets(of: Sequence[Player]) -> Iterable[frozenset[Player]]:
    """Every choice of some things, the smaller first."""
    return (frozenset(some) for size in range(len(of) + 1) for some in combinations(of, size))


def values(
    among: Sequence[Player], comes_to: Callable[[frozenset[Player]], Fraction]
) -> Mapping[Player, Fraction]:
    """What each adds to a figure; `comes_to` says what it is with just some of them."""
    whole = factorial(len(among))
    found = dict.fromkeys(among, Fraction())
    for player in among:
        others = [one for one in among if one != player]
        for before in subsets(others):
            orders = factorial(len(before)) * factorial(len(others) - len(before))
            found[player] += Fraction(orders, whole) * (comes_to(before | {player}) - comes_to(before))
    return found


def divided(among: Sequence[Player], comes_to: Callable[[frozenset[Player]], Pair]) -> Mapping[Player, Adds]:
    """What each adds to the counts; `comes_to` says what they are with just some of them."""
    sufficient = values(among, lambda some: Fraction(comes_to(some).sufficient))
    counted = values(among, lambda some: Fraction(comes_to(some).counted))
    return {player: Adds(sufficient[player], counted[player]) for player in among}


def worth(adds: Adds, before: Pair, after: Pair) -> Fraction | None:
    """What is added, as a part of the difference of two shares; None where either is none."""
    if not before.counted or not after.counted:
        return None
    above = adds.sufficient * (before.counted + after.counted)
    below = adds.counted * (before.sufficient + after.sufficient)
    return (above - below) / (2 * before.counted * after.counted)
