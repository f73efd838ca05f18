"""Splits the difference of two scores exactly by what caused it, and says how sure the difference is.

*The split.* A score is a share n/d: n judgements sufficient out of d counted. One batch becomes another in steps
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

*The interval.* Cases are drawn again at random, whole cases and with replacement, as judgements of one case are alike.
Where any case stands in both batches all cases are drawn together, each with what it came to in both, so that what the
batches share is not taken for chance; otherwise those of each batch apart. The interval is d +- t s: s is the standard
error of the difference by linearisation (Cochran 1977, section 6.3), t what 95 % of the resamples of |d* - d|/s* stay
within, a symmetric studentised bootstrap (Hall 1988), and never less than the normal 1.96.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from attrs import field

from aboveline.frozen import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# --- The split -------------------------------------------------------------------------------

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
CAUSES: tuple[Cause, ...] = (
    "criteria",
    "cases that went",
    "cases that came",
    "judgements",
    "applicability",
    "gaps",
    "criteria or records",
    "overrides",
)


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


# --- The interval ----------------------------------------------------------------------------

#: Where the drawing starts, and how many resamples are drawn.
SEED = 2012
RESAMPLES = 1_000

#: More cases than this are drawn in so many groups made at random (the random groups of Wolter 2007, chapter 2).
MOST_UNITS = 1_000

#: Where fewer cases than this count on either side, no difference means much: an interval covers less often than it says.
FEW_CASES = 20

#: The share of the resamples an interval is to hold, and how far from the middle a normal variable stays so often.
_LEVEL, _NORMAL = 0.95, 1.959963984540054

#: Less than this part of what it is made of is a variance of nothing.
_NOTHING = 1e-12


@frozen
class Sums:
    """What each unit that is drawn adds to some scores before and after: whole numbers, a row a unit, a column a score.

    `stratum` says of each unit with which others it is drawn.
    """

    stratum: "NDArray[np.intp]" = field(repr=False, eq=False)
    sufficient_before: "Floats" = field(repr=False, eq=False)
    counted_before: "Floats" = field(repr=False, eq=False)
    sufficient_after: "Floats" = field(repr=False, eq=False)
    counted_after: "Floats" = field(repr=False, eq=False)


#: What each case adds to a score, by its id: how many judgements are sufficient, out of how many counted.
PerCase = Mapping[str, tuple[int, int]]


def difference_interval(before: PerCase, after: PerCase, *, seed: int = SEED) -> tuple[float, float] | None:
    """The 95 % interval of the difference of two scores, the second less the first; None where there is none.

    A case that stands in both is drawn with what it adds to both.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    rows = [*before, *(case for case in after if case not in before)]
    units, stratum = units_in(rows, strata_of(len(before), len(after), len(rows)))
    none = (0, 0)
    adds = np.array([(*before.get(case, none), *after.get(case, none)) for case in rows], np.float64)
    by_unit = np.zeros((len(stratum), 4))
    np.add.at(by_unit, units, adds.reshape(-1, 4))
    sums = Sums(stratum, *(by_unit[:, at : at + 1] for at in range(4)))
    return difference_intervals(sums, seed=seed)[0]


def strata_of(before: int, after: int, rows: int) -> "NDArray[np.intp]":
    """With which others each case is drawn: so many rows, those of the first batch first, then those of the second alone."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    return np.where(np.arange(rows) < (rows if before + after > rows else before), 0, 1)


def units_in(cases: Sequence[str], strata: "NDArray[np.intp]") -> "tuple[NDArray[np.intp], NDArray[np.intp]]":
    """The unit each case is drawn in, and the stratum of each unit; `strata` is that of each case.

    Each case is a unit of its own; where a stratum has very many, they are groups of equal size. The order of units is
    that of a digest of the ids, so that it is not that of the cases, nor of anything they have in common.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    digests = np.array([sha256(case.encode("utf-8", "surrogatepass")).digest()[:8] for case in cases], "S8")
    units, of_units, first = np.empty(len(cases), np.intp), [np.empty(0, np.intp)], 0
    for stratum in range(int(strata.max(initial=-1)) + 1):
        at = np.flatnonzero(strata == stratum)
        count = min(len(at), MOST_UNITS)
        units[at[np.argsort(digests[at], kind="stable")]] = first + np.arange(len(at)) % max(count, 1)
        of_units.append(np.full(count, stratum, np.intp))
        first += count
    return units, np.concatenate(of_units)


def difference_intervals(
    sums: Sums, *, seed: int = SEED, resamples: int = RESAMPLES
) -> "list[tuple[float, float] | None]":
    """The 95 % interval of the difference of each score; None where a stratum has but one unit, or nothing is counted.

    What is drawn depends on the seed and on the number of units alone: the bits are those of the generator PCG64 (O'Neill
    2014), which NumPy promises not to change.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    units, scores = sums.counted_after.shape
    sizes = np.bincount(sums.stratum, minlength=1)
    if units == 0 or (sizes == 1).any():
        return [None] * scores
    more = (sizes / np.maximum(sizes - 1, 1))[sums.stratum]
    with np.errstate(divide="ignore", invalid="ignore"):
        change, error = _change(sums, np.ones((1, units)), more)
        changes, errors = _change(sums, _drawn(sums.stratum, seed, resamples), more)
        away = np.where(errors > 0, abs(changes - change) / errors, np.where(changes == change, 0, np.nan))
    reach = np.maximum(_upper(away), _NORMAL)
    low, high = (change - reach * error)[0], (change + reach * error)[0]
    return [
        (max(float(a), -1.0), min(float(b), 1.0)) if np.isfinite(a) and np.isfinite(b) else None
        for a, b in zip(low, high, strict=True)
    ]


def share_intervals(sufficient: "Floats", counted: "Floats") -> "list[tuple[float, float] | None]":
    """The 95 % interval of each of some shares by themselves; rows are units, and all of them are drawn together."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    # A share is its difference from one that is 0 whatever is drawn.
    none, one = np.zeros_like(counted), np.ones_like(counted)
    return difference_intervals(Sums(np.zeros(len(counted), np.intp), none, one, sufficient, counted))


def _drawn(stratum: "NDArray[np.intp]", seed: int, resamples: int) -> "Floats":
    """How often each unit is in each resample: a row a resample, each with as many units of each stratum as there are."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    raw, weights = np.random.PCG64(seed), np.zeros((resamples, len(stratum)))
    for each in np.unique(stratum):
        at = np.flatnonzero(stratum == each)
        # The upper half of 64 random bits, as a share of its range, of the number of units.
        bits = raw.random_raw(resamples * len(at)).reshape(resamples, len(at)) >> np.uint64(32)
        places = ((bits * np.uint64(len(at))) >> np.uint64(32)).astype(np.intp)
        rows = np.arange(resamples)[:, np.newaxis] * len(at)
        times = np.bincount((places + rows).ravel(), minlength=resamples * len(at))
        weights[:, at] = times.reshape(resamples, len(at))
    return weights


def _change(sums: Sums, weights: "Floats", more: "Floats") -> "tuple[Floats, Floats]":
    """The difference of each score in each resample, and its standard error there.

    `more` is n/(n - 1) for the stratum of each unit.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    a, b, c, d = sums.sufficient_before, sums.counted_before, sums.sufficient_after, sums.counted_after
    before, after = weights @ b, weights @ d
    p, q = (weights @ a) / before, (weights @ c) / after
    scaled = weights * more

    def spread(left: "Floats", right: "Floats") -> "Floats":
        return scaled @ (left * right)

    # The sum over units of ((c - q d)/after - (a - p b)/before) squared, each with its n/(n - 1).
    own_before = spread(a, a) - 2 * p * spread(a, b) + p * p * spread(b, b)
    own_after = spread(c, c) - 2 * q * spread(c, d) + q * q * spread(d, d)
    both = spread(a, c) - q * spread(a, d) - p * spread(b, c) + p * q * spread(b, d)
    variance = own_before / before**2 + own_after / after**2 - 2 * both / (before * after)
    made_of = spread(a, a) / before**2 + spread(c, c) / after**2
    return q - p, np.sqrt(np.where(variance > _NOTHING * made_of, variance, 0))


def _upper(values: "Floats") -> "Floats":
    """What 95 % of the numbers of each column are no greater than; what is not a number is left aside."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    known = ~np.isnan(values)
    ordered = np.sort(np.where(known, values, -np.inf), axis=0)
    aside, count = (~known).sum(axis=0), known.sum(axis=0)
    place = aside + np.ceil(_LEVEL * (count + 1)).astype(np.intp) - 1
    return ordered[np.minimum(place, len(values) - 1), np.arange(values.shape[1])]
