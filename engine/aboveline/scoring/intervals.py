"""How sure a score is: its 95 % interval, and how often resamples of whole cases come to the same step.

`resampling.py` says how. A rating that is worked out from other scores is worked out again in every resample; its
interval reaches as far to either side as 95 % of the resamples stay from it.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from attrs import evolve, field

from aboveline.framework.model import BandSet, Framework, Step
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.scoring.beneath import beneath, counted_scores, own_counts
from aboveline.scoring.by_case import ByCase
from aboveline.scoring.figures import bands_of, half_up
from aboveline.scoring.model import Score, ScoreKind, ScoreName, Scores
from aboveline.scoring.resampled import (
    Batch,
    Outcomes,
    Resampled,
    about,
    counting,
    rated_again,
    resampled,
    steps_of_ratings,
    steps_of_shares,
)
from aboveline.scoring.resampling import FEW_CASES, RESAMPLES, SEED, drawn, units_of

#: The ends of an interval are given in ten thousandths, rounded outwards.
_FINE = 10_000

#: Whether there is an interval, or what a score lacks for one: a figure, a percentage, or two cases that can be compared.
IntervalState = Literal["given", "no score", "no percentage", "one case"]


@frozen
class InStep:
    """How many resamples come to a step of the bands."""

    step: Step
    resamples: int


@frozen
class Interval:
    """How sure one score is.

    `cases` are those that count in it. `low` and `high` are the ends of its 95 % interval, in ten thousandths rounded
    outwards; None unless `state` is "given". `effective` is how many independent judgements would vary as much, None for
    a rating over other scores. `steps` are those of its bands, the best first; `without` resamples come to none of them.
    """

    kind: ScoreKind
    key: str
    state: IntervalState
    cases: int
    low: Fraction | None = None
    high: Fraction | None = None
    effective: int | None = None
    steps: tuple[InStep, ...] = ()
    without: int = 0

    @property
    def few_cases(self) -> bool:
        """Whether too few cases count in the score for an interval to mean much."""
        return self.cases < FEW_CASES

    @property
    def percents(self) -> tuple[int, int] | None:
        """The two ends in whole percentages, a half rounded up; None where there is no interval."""
        return None if self.low is None or self.high is None else (half_up(self.low), half_up(self.high))

    def in_step(self, name: str) -> int:
        """How many resamples come to the step of that name."""
        return sum(one.resamples for one in self.steps if one.step.name == name)


@frozen
class Intervals:
    """How sure the scores of a batch are, by kind and key, and how that was found.

    `units` is how many things there were to draw: the cases, or where they are very many, groups of them.
    """

    seed: int
    resamples: int
    cases: int
    units: int
    found: Mapping[ScoreName, Interval] = field(repr=False)

    def __getitem__(self, name: ScoreName) -> Interval:
        return self.found[name]


def intervals(  # noqa: PLR0913 (a batch, what is asked of it, and how)
    framework: Framework,
    figures: Scores,
    found: ByCase,
    names: Iterable[ScoreName] | None = None,
    inspection: Record | None = None,
    *,
    seed: int = SEED,
    resamples: int = RESAMPLES,
) -> Intervals:
    """How sure the scores of a batch are, or some of them, `found` being what its cases came to.

    The same whatever the order of the cases, and whichever scores are asked for.
    """
    asked = tuple(figures.figures if names is None else names)
    units = units_of(found.cases)
    count = int(units.max(initial=-1)) + 1
    batch = Batch(framework, counted_scores(framework), found, units, drawn(count, seed, resamples))
    of = beneath(framework, asked, inspection)
    again = resampled(batch, {(pool.kind, pool.key): pool for pool in of.counted})
    ratings = beneath(framework, [name for name in asked if name[0] == "rating"], inspection)
    rated = rated_again(ratings, again)
    return Intervals(
        seed,
        resamples,
        len(found.cases),
        count,
        {name: _interval(batch, figures[name], again, rated) for name in asked},
    )


def _interval(
    batch: Batch,
    score: Score,
    again: Mapping[ScoreName, Resampled],
    rated: Mapping[ScoreName, Outcomes],
) -> Interval:
    """The interval of one score, from what it and all it rests on come to in each resample."""
    name = score.kind, score.key
    own = own_counts(batch.framework, name)
    keys = beneath(batch.framework, [name]).keys if own is None else batch.pools[own].questions
    cases = int(counting(batch, keys).sum())
    bare = Interval(score.kind, score.key, "no percentage", cases)
    if score.state != "scored":
        return evolve(bare, state="no score")
    if cases < 2:
        return evolve(bare, state="one case") if keys else bare
    bare = _with_steps(bare, bands_of(batch.framework, *name), len(batch.weights), again, rated)
    if score.fraction is None:
        return bare
    low, high = about(score, rated[name], batch.weights.shape[1]) if own is None else again[own].ends
    return evolve(
        bare,
        state="given",
        low=Fraction(floor(round(low * _FINE, 6)), _FINE),
        high=Fraction(ceil(round(high * _FINE, 6)), _FINE),
        effective=None if own is None else round(again[own].effective),
    )


def _with_steps(
    bare: Interval,
    bands: BandSet | None,
    resamples: int,
    again: Mapping[ScoreName, Resampled],
    rated: Mapping[ScoreName, Outcomes],
) -> Interval:
    """How many resamples come to each step of the bands of a score."""
    if bands is None:
        return bare
    name = bare.kind, bare.key
    counts = (
        steps_of_ratings(bands, rated[name]) if bare.kind == "rating" else steps_of_shares(bands, again[name])
    )
    steps = tuple(InStep(step, count) for step, count in zip(bands.steps, counts, strict=True))
    return evolve(bare, steps=steps, without=resamples - sum(counts))
