"""How sure the difference of two scores is: its 95 % interval.

Cases are drawn again at random as for the interval of one score (`resampling.py`). Where any case stands in both batches
all cases are drawn together, each with what it came to in both, so that what the batches share is not taken for chance;
otherwise those of each batch apart. The interval is d +- t s: s is the standard error of the difference by linearisation
(Cochran 1977, section 6.3), t what 95 % of the resamples of |d* - d|/s* stay within, a symmetric studentised bootstrap
(Hall 1988), and never less than the normal 1.96.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import field

from aboveline.frozen import frozen
from aboveline.scoring.resampling import NORMAL, NOTHING, RESAMPLES, SEED, drawn_within, units_of, upper

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@frozen
class PairSums:
    """What each unit that is drawn adds to some scores before and after: whole numbers, a row a unit, a column a score.

    `strata` is how many units are drawn together: the first so many, then the next.
    """

    strata: tuple[int, ...]
    sufficient_before: "Floats" = field(repr=False, eq=False)
    counted_before: "Floats" = field(repr=False, eq=False)
    sufficient_after: "Floats" = field(repr=False, eq=False)
    counted_after: "Floats" = field(repr=False, eq=False)


def units_within(ids: Sequence[str], before: int, after: int) -> "tuple[NDArray[np.intp], tuple[int, ...]]":
    """The unit each case is drawn in, and how many units are drawn together.

    `ids` are those of the first batch, of `before` cases, then those of the second, of `after` cases, that are not in it.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    apart = before + after == len(ids)
    each = [units_of(some) for some in ((ids[:before], ids[before:]) if apart else (ids,))]
    sizes = tuple(int(units.max(initial=-1)) + 1 for units in each)
    return np.concatenate([units + sum(sizes[:at]) for at, units in enumerate(each)]), sizes


def difference_intervals(
    sums: PairSums, *, seed: int = SEED, resamples: int = RESAMPLES
) -> "list[tuple[float, float] | None]":
    """The 95 % interval of the difference of each score; None where a stratum has no two units, or nothing is counted."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    units, scores = sums.counted_after.shape
    if min(sums.strata) < 2:
        return [None] * scores
    more = np.repeat([size / (size - 1) for size in sums.strata], sums.strata)
    with np.errstate(divide="ignore", invalid="ignore"):
        change, error = _change(sums, np.ones((1, units)), more)
        changes, errors = _change(sums, drawn_within(sums.strata, seed, resamples), more)
        away = np.where(errors > 0, abs(changes - change) / errors, np.where(changes == change, 0, np.nan))
    reach = np.maximum(upper(away), NORMAL)
    low, high = (change - reach * error)[0], (change + reach * error)[0]
    return [
        (max(float(a), -1.0), min(float(b), 1.0)) if np.isfinite(a) and np.isfinite(b) else None
        for a, b in zip(low, high, strict=True)
    ]


def _change(sums: PairSums, weights: "Floats", more: "Floats") -> "tuple[Floats, Floats]":
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
    return q - p, np.sqrt(np.where(variance > NOTHING * made_of, variance, 0))
