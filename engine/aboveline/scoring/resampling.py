"""Resamples whole cases, and finds the 95 % interval of shares from how they vary among the resamples.

A score is a ratio of sums over cases: of N judgements sufficient among D counted. Judgements of one case are alike, so
it is cases that are drawn again, never judgements (Davison & Hinkley 1997, section 3.8; Field & Welsh 2007).

The interval is Wilson's (1927) for a share p, with two figures in it that come from the cases and the resamples:

- the *effective number* of judgements: as many independent ones would vary as much. It is p(1 - p)/v, v being the
  linearised variance of a ratio over cases (Cochran 1977, section 6.3), and never more than D. Franco, Little, Louis &
  Slud (2019) compare such intervals and recommend Wilson's;
- in place of 1.96, the distance |p* - p| / sqrt(p(1 - p)/n*) that 95 % of the resamples stay within, n* being the
  effective number in each: a studentised bootstrap (Efron & Tibshirani 1993, chapter 12), symmetric (Hall 1988).
  It is never less than 1.96, as with few cases that count the resamples take few values.

`docs/intervals.md` says how it was chosen. `benchmarks/coverage.py` measures how often it covers.

What is drawn depends on the seed and on the ids of the cases alone. Sums are whole numbers, which floats hold exactly,
and what is done with them is arithmetic that IEEE 754 fixes, so that it comes out alike on every machine.
"""

from collections.abc import Sequence
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from attrs import field

from aboveline.frozen import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Where the drawing starts when nobody says otherwise, and how many resamples are drawn.
SEED = 2012
RESAMPLES = 1_000

#: More cases than this are drawn in so many groups made at random (the random groups of Wolter 2007, chapter 2).
MOST_UNITS = 1_000

#: With fewer cases than this that count in a score an interval does not mean much: it covers less often than it says.
FEW_CASES = 10

#: The share of the resamples an interval is to hold, and how far from the middle a normal variable stays so often.
LEVEL = 0.95
NORMAL = 1.959963984540054

#: Less than this part of what it is made of is a variance of nothing.
NOTHING = 1e-12


@frozen
class Sums:
    """What each unit that is drawn adds to some scores: arrays of whole numbers, a row a unit and a column a score.

    `cases` is how many of its cases count in the score.
    """

    sufficient: "Floats" = field(repr=False, eq=False)
    counted: "Floats" = field(repr=False, eq=False)
    cases: "Floats" = field(repr=False, eq=False)


@frozen
class Limits:
    """The ends of the 95 % intervals of some scores, and the effective number of judgements in each; a column a score."""

    low: "Floats" = field(repr=False, eq=False)
    high: "Floats" = field(repr=False, eq=False)
    effective: "Floats" = field(repr=False, eq=False)


def units_of(cases: Sequence[str]) -> "NDArray[np.intp]":
    """The unit each case is drawn in, from 0 up: each in its own, or one of `MOST_UNITS` where they are more.

    The order of units is that of a digest of the ids, so that it is not that of the cases, nor of anything they have
    in common.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    digests = [sha256(case.encode("utf-8", "surrogatepass")).digest() for case in cases]
    units = np.empty(len(cases), np.intp)
    units[sorted(range(len(cases)), key=digests.__getitem__)] = np.arange(len(cases)) % MOST_UNITS
    return units


def drawn(units: int, seed: int = SEED, resamples: int = RESAMPLES) -> "Floats":
    """How often each unit is in each resample: a row a resample, each of as many units as there are."""
    return drawn_within((units,), seed, resamples)


def drawn_within(strata: Sequence[int], seed: int = SEED, resamples: int = RESAMPLES) -> "Floats":
    """The same where so many units are drawn from among themselves, then the next so many: a column a unit.

    The draws are those of Python's `Random(seed).random()`, whose sequence Python promises not to change.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    draw = Random(seed).random  # noqa: S311 (to be repeated, not to be secret)
    found: list[Floats] = []
    for units in strata:
        some = resamples * units
        at = np.fromiter((draw() for _ in range(some)), np.float64, some).reshape(resamples, units) * units
        places = at.astype(np.intp) + np.arange(resamples)[:, np.newaxis] * units
        times = np.bincount(places.ravel(), minlength=some)
        found.append(times.reshape(resamples, units).astype(np.float64))
    return np.concatenate(found, axis=1)


def limits(sums: Sums, weights: "Floats") -> Limits:
    """The 95 % interval of each score; not a number where there are no two units to compare, or nothing is counted."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    units = len(sums.counted)
    with np.errstate(divide="ignore", invalid="ignore"):
        share, effective = _effective(sums, np.ones((1, units)), units)
        shares, among = _effective(sums, weights, units)
        distance = abs(shares - share) / np.sqrt(share * (1 - share) / among)
        reach = np.maximum(upper(np.where((share > 0) & (share < 1), distance, 0)), NORMAL)
        share, effective = share[0], effective[0]
        middle, half = _wilson(share, effective, reach)
    low, high = np.minimum(middle - half, share), np.maximum(middle + half, share)
    return Limits(np.maximum(low, 0), np.minimum(high, 1), effective)


def upper(values: "Floats") -> "Floats":
    """What `LEVEL` of the numbers of each column are no greater than; what is not a number is left aside."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    known = ~np.isnan(values)
    ordered = np.sort(np.where(known, values, -np.inf), axis=0)
    left_aside, count = (~known).sum(axis=0), known.sum(axis=0)
    place = left_aside + np.ceil(LEVEL * (count + 1)).astype(np.intp) - 1
    return ordered[np.minimum(place, len(values) - 1), np.arange(values.shape[1])]


def _effective(sums: Sums, weights: "Floats", units: int) -> "tuple[Floats, Floats]":
    """The share of each score in each resample, and the effective number of judgements there."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    sufficient, counted = sums.sufficient, sums.counted
    total = weights @ counted
    share = (weights @ sufficient) / total
    squares, products = weights @ (sufficient * sufficient), weights @ (sufficient * counted)
    of_counted = share * share * (weights @ (counted * counted))
    residual = squares - 2 * share * products + of_counted
    variance = residual / (total * total) * (units / (units - 1)) if units > 1 else residual * np.nan
    varies = (residual > NOTHING * (squares + of_counted)) & (share > 0) & (share < 1)
    number = np.where(varies, share * (1 - share) / np.where(varies, variance, 1), weights @ sums.cases)
    return share, np.minimum(number, total)


def _wilson(share: "Floats", number: "Floats", reach: "Floats") -> "tuple[Floats, Floats]":
    """The middle of Wilson's interval and half its width."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    more = reach * reach / number
    middle = (share + more / 2) / (1 + more)
    half = reach / (1 + more) * np.sqrt(share * (1 - share) / number + more / (4 * number))
    return middle, half
