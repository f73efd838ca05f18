"""What each question and each case adds to a score, what the score is without it, and which gaps could move it most.

Everything is worked out again from counts: those of the score, less those of the part that is left out. The method is
leaving one out (Efron & Tibshirani 1993, chapter 11); nothing is estimated.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import chain

from attrs import field

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.scoring.beneath import (
    Beneath,
    beneath,
    counted_scores,
    counts_beneath,
    own_counts,
    scores_from,
)
from aboveline.scoring.by_case import COUNTS, ByCase, added, counts_in
from aboveline.scoring.model import Bounds, Score, ScoreName, Scores

#: Counts a score rests on, in the order of `counts_beneath`.
_Counts = tuple[int, ...]


@frozen
class Contribution:
    """What one question, or one case, adds to a score; `of` is its key or id.

    `numerator` and `denominator` are its judgements that are sufficient, and that are counted. `share` is what it adds
    to the score: its numerator over the denominator of the score. The shares add up to the score; None where the score
    has no fraction of its own counts. `without` is the score with it left out, and `moved` how far the score is above
    that; None where either has no fraction.
    """

    of: str
    numerator: int
    denominator: int
    share: Fraction | None
    without: Score = field(repr=False)
    moved: Fraction | None


@frozen
class Gaps:
    """The gaps of one question, or of one case, in a score; `of` is its key or id.

    `stopping` of the unanswered stop the score. `raises_low` is how far the lower bound would rise if all of them
    turned out sufficient, `lowers_high` how far the upper would fall if all were insufficient; None without bounds.
    """

    of: str
    unanswered: int
    undetermined: int
    stopping: int
    raises_low: Fraction | None
    lowers_high: Fraction | None

    @property
    def count(self) -> int:
        """How many there are."""
        return self.unanswered + self.undetermined


@frozen
class Contributions:
    """All that a score is made of: by question in report order, by case in the order of the cases.

    For a rating over other scores the questions are those of all it reads. The gaps that could move it most come first.
    """

    score: Score
    questions: tuple[Contribution, ...] = field(repr=False)
    cases: tuple[Contribution, ...] = field(repr=False)
    gaps_by_question: tuple[Gaps, ...] = field(repr=False)
    gaps_by_case: tuple[Gaps, ...] = field(repr=False)


@frozen
class Extremes:
    """The cases without which the score is lowest, and those without which it is highest, the furthest first."""

    lowest: tuple[Contribution, ...]
    highest: tuple[Contribution, ...]


@frozen
class _Part:
    """A question or a case: its own counts, and what it adds to each count the score rests on."""

    of: str
    own: _Counts
    beneath: _Counts


def contributions(
    framework: Framework,
    figures: Scores,
    found: ByCase,
    name: ScoreName,
    inspection: Record | None = None,
) -> Contributions:
    """What each question and each case adds to a score of a batch, `found` being what its cases came to."""
    of, score = beneath(framework, [name], inspection), figures[name]
    own = own_counts(framework, name)
    keys = of.keys if own is None else counted_scores(framework)[own].questions
    whole = counts_beneath(of, figures)
    questions = [_of_question(of, figures, key, is_own=key in keys) for key in of.questions]
    cases = _of_cases(of, found, keys)

    @cache  # many cases are alike
    def again(counts: _Counts) -> Score:
        return scores_from(of, counts)[name]

    denominator = score.denominator if own and score.fraction is not None else 0
    return Contributions(
        score,
        tuple(_contribution(part, score, denominator, again(_less(whole, part))) for part in questions),
        tuple(_contribution(part, score, denominator, again(_less(whole, part))) for part in cases),
        _most_first(_gaps(part, whole, score.bounds, again) for part in questions if _has_gaps(part)),
        _most_first(_gaps(part, whole, score.bounds, again) for part in cases if _has_gaps(part)),
    )


def extremes(cases: Iterable[Contribution], most: int | None = None) -> Extremes:
    """The cases that pull a score up most, and those that pull it down most, at most so many of each."""
    moving = [(one.moved, one) for one in cases if one.moved]
    up = [one for moved, one in sorted(moving, key=lambda each: -each[0]) if moved > 0]
    down = [one for moved, one in sorted(moving, key=lambda each: each[0]) if moved < 0]
    return Extremes(tuple(up[:most]), tuple(down[:most]))


def _of_question(of: Beneath, figures: Scores, key: str, *, is_own: bool) -> _Part:
    counts, none = counts_in(figures["question", key].tally), (0,) * len(COUNTS)
    into = (counts if key in pool.questions else none for pool in of.counted)
    return _Part(key, counts if is_own else none, tuple(chain.from_iterable(into)))


def _of_cases(of: Beneath, found: ByCase, keys: Sequence[str]) -> list[_Part]:
    own = added(of.framework, found, keys).tolist()
    into = [added(of.framework, found, pool.questions).tolist() for pool in of.counted]
    return [
        _Part(case, tuple(counts), tuple(chain.from_iterable(beneath)))
        for case, counts, *beneath in zip(found.cases, own, *into, strict=True)
    ]


def _contribution(part: _Part, score: Score, denominator: int, without: Score) -> Contribution:
    sufficient, insufficient, _, _, against, _ = part.own
    share = Fraction(sufficient, denominator) if denominator else None
    moved = None
    if score.fraction is not None and without.fraction is not None:
        moved = score.fraction - without.fraction
    return Contribution(part.of, sufficient, sufficient + insufficient + against, share, without, moved)


def _less(whole: _Counts, part: _Part) -> _Counts:
    return tuple(count - less for count, less in zip(whole, part.beneath, strict=True))


# --- Gaps ------------------------------------------------------------------------------------


def _has_gaps(part: _Part) -> bool:
    return any(_missing(part.own))


def _gaps(part: _Part, whole: _Counts, bounds: Bounds | None, again: Callable[[_Counts], Score]) -> Gaps:
    _, _, unanswered, undetermined, _, stopping = part.own
    if bounds is None:
        return Gaps(part.of, unanswered, undetermined, stopping, None, None)
    best = again(_closed(whole, part, "sufficient")).bounds
    worst = again(_closed(whole, part, "insufficient")).bounds
    return Gaps(
        part.of,
        unanswered,
        undetermined,
        stopping,
        best.low - bounds.low if best else None,
        bounds.high - worst.high if worst else None,
    )


def _closed(whole: _Counts, part: _Part, becomes: str) -> _Counts:
    """The counts of the whole had all gaps of a part turned out one way."""
    counts = list(whole)
    for at, missing in enumerate(_missing(part.beneath)):
        base = at * len(COUNTS)
        counts[base + COUNTS.index(becomes)] += missing
        for gap in COUNTS[2:]:
            counts[base + COUNTS.index(gap)] -= part.beneath[base + COUNTS.index(gap)]
    return tuple(counts)


def _missing(counts: _Counts) -> tuple[int, ...]:
    """How many gaps there are in each score beneath."""
    wide = len(COUNTS)
    gaps = COUNTS.index("unanswered"), COUNTS.index("undetermined")
    return tuple(sum(counts[base + gap] for gap in gaps) for base in range(0, len(counts), wide))


def _most_first(gaps: Iterable[Gaps]) -> tuple[Gaps, ...]:
    """Those that stop the score before all others, then those that could move it furthest, then the most."""
    none = Fraction()

    def matters(one: Gaps) -> tuple[int, Fraction, int]:
        return one.stopping, (one.raises_low or none) + (one.lowers_high or none), one.count

    return tuple(sorted(gaps, key=matters, reverse=True))
