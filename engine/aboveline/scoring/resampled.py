"""What the scores of a batch come to in each resample of its cases."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from attrs import field

from aboveline.framework.model import BandSet, Framework, Step
from aboveline.frozen import frozen
from aboveline.scoring.beneath import Beneath, scores_from
from aboveline.scoring.by_case import ByCase, in_counts
from aboveline.scoring.model import Score, ScoreName
from aboveline.scoring.resampling import Limits, Sums, limits, upper
from aboveline.scoring.score import Pool

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@frozen
class Batch:
    """The cases of a batch, the unit each is drawn in, and how often each unit is in each resample.

    `pools` are all the scores that are counted by case.
    """

    framework: Framework = field(repr=False)
    pools: Mapping[ScoreName, Pool] = field(repr=False)
    found: ByCase = field(repr=False)
    units: "NDArray[np.intp]" = field(repr=False, eq=False)
    weights: "NDArray[np.float64]" = field(repr=False, eq=False)


@frozen
class Resampled:
    """One score that is counted by case: the ends of its interval, and its counts in each resample."""

    ends: tuple[float, float]
    effective: float
    sufficient: "NDArray[np.int64]" = field(repr=False, eq=False)
    counted: "NDArray[np.int64]" = field(repr=False, eq=False)
    stopping: "NDArray[np.int64]" = field(repr=False, eq=False)


#: What a score comes to, and in how many resamples.
Outcomes = Sequence[tuple[Score, int]]


def counting(batch: Batch, keys: Iterable[str]) -> "NDArray[np.bool_]":
    """Whether each case counts in any of some keys."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    counts = np.zeros(len(batch.found.cases), np.bool_)
    for key in keys:
        counts |= in_counts(batch.framework, batch.found, key, *_COUNTED)
    return counts


def resampled(batch: Batch, pools: Mapping[ScoreName, Pool]) -> Mapping[ScoreName, Resampled]:
    """Each of some scores that are counted by case, in each resample."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    if not pools or not batch.found.cases:
        return {}
    keys = dict.fromkeys(key for pool in pools.values() for key in pool.questions)
    by_key = {key: _unit_sums(batch, key) for key in keys}
    none = np.zeros((3, batch.weights.shape[1]))
    sums = np.array([sum((by_key[key] for key in pool.questions), none) for pool in pools.values()])
    cases = np.array([_by_unit(batch, counting(batch, pool.questions)) for pool in pools.values()])
    found = limits(Sums(sums[:, 0].T, sums[:, 1].T, cases.T), batch.weights)
    again = (batch.weights @ sums.transpose(1, 2, 0)).astype(np.int64)
    return {name: _one(found, again, place) for place, name in enumerate(pools)}


def _one(found: Limits, again: "NDArray[np.int64]", place: int) -> Resampled:
    ends = float(found.low[place]), float(found.high[place])
    return Resampled(ends, float(found.effective[place]), *again[:, :, place])


_COUNTED = ("sufficient", "insufficient", "unanswered_counted")


def _unit_sums(batch: Batch, key: str) -> "NDArray[np.float64]":
    """How many cases of each unit are sufficient in a key, are counted there, and stop the score."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    counts = (("sufficient",), _COUNTED, ("unanswered_stopping",))
    return np.array([_by_unit(batch, in_counts(batch.framework, batch.found, key, *some)) for some in counts])


def _by_unit(batch: Batch, cases: "NDArray[np.bool_]") -> "NDArray[np.float64]":
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    return np.bincount(batch.units, cases, batch.weights.shape[1]).astype(np.float64)


# --- Ratings ---------------------------------------------------------------------------------


def rated_again(of: Beneath, found: Mapping[ScoreName, Resampled]) -> Mapping[ScoreName, Outcomes]:
    """What ratings come to when they are worked out again in each resample, those they rest on among them."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    columns: list[NDArray[np.int64]] = []
    for pool in of.counted if found else ():
        one = found[pool.kind, pool.key]
        none = np.zeros_like(one.counted)
        columns += [one.sufficient, one.counted - one.sufficient, none, none, none, one.stopping]
    if not columns:
        return {}
    rows, times = np.unique(np.stack(columns, axis=1), axis=0, return_counts=True)
    again: dict[ScoreName, list[tuple[Score, int]]] = {("rating", key): [] for key in of.framework.ratings}
    for row, count in zip(rows.tolist(), times.tolist(), strict=True):
        scores = scores_from(of, row)
        for name, outcomes in again.items():
            outcomes.append((scores[name], count))
    return again


def about(score: Score, again: Outcomes, units: int) -> tuple[float, float]:
    """The interval of a rating: as far to either side of it as 95 % of the resamples stay, within 0 and 1.

    Resamples of n units vary less than samples do by the square root of (n - 1)/n, which is made up for.
    """
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    share = float(score.fraction or 0)
    distances = [np.nan if one.fraction is None else abs(float(one.fraction) - share) for one, _ in again]
    spread = np.repeat(np.array(distances), [count for _, count in again])
    half = max(float(upper(spread[:, np.newaxis])[0]), 0.0) * (units / (units - 1)) ** 0.5
    return max(share - half, 0.0), min(share + half, 1.0)


# --- Steps -----------------------------------------------------------------------------------


def steps_of_ratings(bands: BandSet, again: Outcomes) -> tuple[int, ...]:
    """How many resamples come to each step of the bands."""
    return tuple(
        sum(count for one, count in again if one.band is not None and one.band.name == step.name)
        for step in bands.steps
    )


def steps_of_shares(bands: BandSet, one: Resampled) -> tuple[int, ...]:
    """How many resamples come to each step of the bands; those in which nothing is counted come to none."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    left = one.counted > 0
    counts: list[int] = []
    for step in bands.steps:
        reached = left & _reaches(step, bands, one)
        counts.append(int(np.count_nonzero(reached)))
        left &= ~reached
    return tuple(counts)


def _reaches(step: Step, bands: BandSet, one: Resampled) -> "NDArray[np.bool_]":
    """Whether the score of each resample, as its bands read it, is no lower than a step asks for."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    if step.threshold is None:
        return np.ones(one.counted.shape, np.bool_)
    above, below = step.threshold.as_integer_ratio()
    if bands.by == "exact":
        return 100 * one.sufficient * below >= above * one.counted
    rounded = (200 * one.sufficient + one.counted) // (2 * np.maximum(one.counted, 1))
    return rounded * below >= above
