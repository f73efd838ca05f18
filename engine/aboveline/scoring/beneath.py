"""What scores are worked out from, and the same scores worked out again from other counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from aboveline.framework.expressions import (
    InBand,
    NoApplicableCases,
    ScoreBetween,
    ScoreCompare,
    ScoreRef,
    walk,
)
from aboveline.framework.model import Cap, Framework, Measure, Rating, Share
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.scoring.by_case import COUNTS, counts_in, tally_with
from aboveline.scoring.figures import bands_of, pooled_score
from aboveline.scoring.model import Score, ScoreName, Scores, Tally
from aboveline.scoring.ratings import rate
from aboveline.scoring.score import Pool, pools


@frozen
class Beneath:
    """What some scores are worked out from.

    `counted` are the scores counted by case that they rest on: themselves, or for ratings over others all that those and
    their caps read. A share of cases stands there as a pool over itself. `framework` has no ratings but those needed.
    """

    framework: Framework = attrs.field(repr=False)
    counted: tuple[Pool, ...]
    inspection: Record | None = attrs.field(repr=False, default=None)

    @property
    def questions(self) -> tuple[str, ...]:
        """The judged questions they rest on, in report order."""
        used = {key for pool in self.counted if pool.kind != "rating" for key in pool.questions}
        return tuple(key for key in self.framework.questions if key in used)

    @property
    def keys(self) -> tuple[str, ...]:
        """All they rest on that is counted by case, each once: the questions, then the shares of cases."""
        return (*self.questions, *(pool.key for pool in self.counted if pool.kind == "rating"))


def counted_scores(framework: Framework) -> Mapping[ScoreName, Pool]:
    """Every score that is counted by case: all but the ratings, and those ratings that are shares of cases."""
    found: dict[ScoreName, Pool] = {(pool.kind, pool.key): pool for pool in pools(framework)}
    for key, rating in framework.ratings.items():
        if isinstance(rating.measure, Share):
            found["rating", key] = Pool("rating", key, rating.label, (key,))
    return found


def beneath(framework: Framework, names: Iterable[ScoreName], inspection: Record | None = None) -> Beneath:
    """What some scores are worked out from; `inspection` is what `scores` was given."""
    read = dict.fromkeys(names)
    for at in (queue := list(read)):  # grows while it is read
        if at[0] == "rating":
            queue.extend(new := [one for one in _read_by(framework.ratings[at[1]]) if one not in read])
            read.update(dict.fromkeys(new))
    needed = {key: rating for key, rating in framework.ratings.items() if ("rating", key) in read}
    counted = tuple(pool for at, pool in counted_scores(framework).items() if at in read)
    return Beneath(attrs.evolve(framework, ratings=needed), counted, inspection)


def own_counts(framework: Framework, name: ScoreName) -> ScoreName | None:
    """The score counted by case whose counts a score shows as its own: itself, or the one part of a `score of`.

    None for a rating that has no counts.
    """
    if name[0] != "rating":
        return name
    measure = framework.ratings[name[1]].measure
    if isinstance(measure, Measure) and measure.kind == "score of":
        return own_counts(framework, (measure.parts[0].kind, measure.parts[0].key))
    return name if isinstance(measure, Share) else None


def counts_beneath(of: Beneath, figures: Scores) -> tuple[int, ...]:
    """The counts scores rest on as they are in a batch: those of each of `counted`, one after the other."""
    return tuple(count for pool in of.counted for count in counts_in(figures[pool.kind, pool.key].tally))


def scores_from(of: Beneath, counts: Sequence[int]) -> Mapping[ScoreName, Score]:
    """The scores had they other counts to rest on, in the order of `counts_beneath`."""
    figures: dict[ScoreName, Score] = {}
    shares: dict[str, Tally] = {}
    for at, pool in enumerate(of.counted):
        tally = tally_with(counts[at * len(COUNTS) : (at + 1) * len(COUNTS)])
        if pool.kind == "rating":
            shares[pool.key] = tally
        else:
            bare = Score(pool.kind, pool.key, pool.label, "no applicable cases", Tally())
            bands = bands_of(of.framework, pool.kind, pool.key)
            figures[pool.kind, pool.key] = pooled_score(bare, tally, bands, is_scored=pool.is_scored)
    return {**figures, **rate(of.framework, figures, shares, of.inspection)}


def named_in(cap: Cap) -> tuple[ScoreRef, ...]:
    """The scores the condition of a cap names, each once."""
    over = (
        e for e in walk(cap.when) if isinstance(e, ScoreCompare | ScoreBetween | InBand | NoApplicableCases)
    )
    return tuple(dict.fromkeys(e.score for e in over))


def rests_on(framework: Framework, key: str) -> tuple[ScoreName, ...]:
    """All scores a rating is worked out from, and those its caps read; itself where it is a share of cases."""
    found: dict[ScoreName, None] = {}
    for at in (queue := [("rating", key)]):  # grows while it is read
        rating = framework.ratings[at[1]]
        if isinstance(rating.measure, Share):
            found["rating", rating.key] = None
        for name in _read_by(rating):
            if name not in found:
                found[name] = None
                queue += [("rating", name[1])] if name[0] == "rating" else []
    return tuple(found)


def _read_by(rating: Rating) -> Iterator[ScoreName]:
    """The scores a rating is worked out from, and those its caps read."""
    parts = rating.measure.parts if isinstance(rating.measure, Measure) else ()
    for ref in (*parts, *(ref for cap in rating.caps for ref in named_in(cap))):
        yield ref.kind, ref.key
