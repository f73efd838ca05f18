"""Splits the difference of two scores exactly by what caused it.

A score is a share n/d: n judgements sufficient out of d counted. One batch becomes another in steps
(`paths.py` lists them); after each there is a batch that could be scored, and what a step does to the score is the score
after it less the score before it. So the parts of the steps add up to the difference.

Within a step several causes may each add to the counts (cases came and cases went). Let the step lead from n0/d0 to
n1/d1, and let what one cause adds be a and b. Its part is

    ( a (d0 + d1) - b (n0 + n1) ) / ( 2 d0 d1 ).

This is linear in a and b, so the parts of causes whose counts add up to n1 - n0 and d1 - d0 add up to

    ( (n1 - n0)(d0 + d1) - (d1 - d0)(n0 + n1) ) / ( 2 d0 d1 ) = ( n1 d0 - n0 d1 ) / ( d0 d1 ) = n1/d1 - n0/d0,

with nothing left over, however the counts are divided: by cause, by question or by case. The formula is the mean of the
two ways of changing one count after the other, first n then d, a/d0 + n1 (1/d1 - 1/d0), and first d then n, a/d1 + n0
(1/d1 - 1/d0), which is the Shapley value of the two (Shapley 1953); so neither order is preferred. Put another way:
what comes or goes matters by how far it lies from the share before and after the step taken together, (n0 + n1)/(d0 + d1).

Where a batch on the way has nothing to divide by, the step to it and the step from it are taken as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, get_args

from aboveline.frozen import frozen

#: What can make two scores differ. `criteria or records` stands for `criteria`, `judgements`, `applicability` and
#: `gaps` together, where those cannot be told apart.
Cause = Literal[
    "criteria",
    "cases that went",
    "cases that came",
    "judgements",
    "applicability",
    "gaps",
    "criteria or records",
    "overrides",
]
CAUSES: tuple[Cause, ...] = get_args(Cause)


@frozen
class Pair:
    """How many judgements are sufficient, out of how many that are counted; or how many more, or fewer, there are."""

    sufficient: int = 0
    counted: int = 0


@frozen
class Part:
    """What one cause adds to two counts, and its part of the difference of the shares; None where a share is missing."""

    cause: Cause
    adds: Pair
    share: Fraction | None


def total(pairs: Iterable[Pair]) -> Pair:
    """The pairs added up."""
    some = tuple(pairs)
    return Pair(sum(one.sufficient for one in some), sum(one.counted for one in some))


def less(left: Pair, right: Pair) -> Pair:
    """What the left pair has more than the right."""
    return Pair(left.sufficient - right.sufficient, left.counted - right.counted)


#: What each cause adds in one step.
Step = Mapping[Cause, Pair]


def reached(before: Pair, steps: Sequence[Step]) -> tuple[Pair, ...]:
    """The counts before the first step and after each."""
    found = [before]
    for step in steps:
        found.append(total((found[-1], *step.values())))
    return tuple(found)


def share_of(way: Sequence[Pair], adds: Sequence[Pair]) -> Fraction | None:
    """The part of a difference that is due to what adds so much in each step of a way, which `reached` gives.

    None where either end is no share.
    """
    if way[0].counted == 0 or way[-1].counted == 0:
        return None
    found, before, waiting = Fraction(), way[0], Pair()
    for after, more in zip(way[1:], adds, strict=True):
        waiting = total((waiting, more))
        if after.counted:
            found += _in_step(waiting, before, after)
            before, waiting = after, Pair()
    return found


def _in_step(adds: Pair, before: Pair, after: Pair) -> Fraction:
    """The formula at the head of this file."""
    above = adds.sufficient * (before.counted + after.counted)
    below = adds.counted * (before.sufficient + after.sufficient)
    return Fraction(above - below, 2 * before.counted * after.counted)


def split(before: Pair, after: Pair, steps: Sequence[Step]) -> tuple[Part, ...]:
    """The difference of two shares by its causes, all of them, with nothing left over.

    Raises AssertionError where the steps do not lead from the one to the other: a fault of ours.
    """
    way = reached(before, steps)
    if way[-1] != after:
        raise AssertionError(f"{steps} do not lead from {before} to {after}")
    none = Pair()
    by_cause: dict[Cause, list[Pair]] = {cause: [step.get(cause, none) for step in steps] for cause in CAUSES}
    parts = tuple(Part(cause, total(adds), share_of(way, adds)) for cause, adds in by_cause.items())
    if before.counted and after.counted:
        whole = Fraction(after.sufficient, after.counted) - Fraction(before.sufficient, before.counted)
        if sum((part.share or Fraction() for part in parts), Fraction()) != whole:
            raise AssertionError(f"the parts of {whole} do not add up")
    return parts
