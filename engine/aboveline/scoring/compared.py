"""Compares two batches: the difference of every score, split by what caused it, how sure it is, and what changed beneath."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING

from attrs import evolve, field

from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.scoring import changes
from aboveline.scoring.changes import CaseChange
from aboveline.scoring.difference import Cause, Pair, Part, Step, reached, share_of, split, total
from aboveline.scoring.difference_intervals import PairSums, difference_intervals, units_within
from aboveline.scoring.figures import bands_of, pooled_score
from aboveline.scoring.model import Score, ScoreKind, ScoreName, Tally
from aboveline.scoring.paths import (
    OUTCOMES,
    STILL,
    ByCase,
    Cases,
    Moves,
    Path,
    Side,
    Standing,
    cases_of,
    counted_places,
    moves_of,
    path_of,
    tally_of,
)
from aboveline.scoring.resampling import FEW_CASES, Sums, drawn, limits, units_of
from aboveline.scoring.score import Pool, pools
from aboveline.scoring.tally import total as total_tally

if TYPE_CHECKING:
    import numpy as np

    from aboveline.scoring.paths import Rows

    #: What a score is made of, a row each: sufficient, counted, and the cases that count, in each unit.
    Column = np.ndarray[tuple[int, int], np.dtype[np.float64]]

#: The ends of an interval are given in thousandths, a tenth of a point, rounded outwards.
_FINE = 1_000

_NONE = Pair()


@frozen
class QuestionPart:
    """What one question adds to the counts of a score that pools it, and its part of the difference."""

    question: str
    adds: Pair
    share: Fraction | None


@frozen
class ScoreDifference:
    """How one score differs between two batches.

    `before` or `after` is None where only one of the frameworks has the score. `change` is the newer share less the
    older, None where either has none. `way` has the counts before the first step and after each (`paths.py` lists them);
    `parts` add up to the difference, and so do those of `questions`, which are those of `pooled`, the questions it pools on
    either side, that change anything. `low` and `high` are the ends of its 95 % interval, None where there is none. `cases` is in how many cases it
    counts, on the side where they are fewer.
    """

    kind: ScoreKind
    key: str
    label: str
    before: Score | None
    after: Score | None
    change: Fraction | None
    way: tuple[Pair, ...]
    parts: tuple[Part, ...]
    pooled: tuple[str, ...]
    questions: tuple[QuestionPart, ...]
    cases: int = 0
    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def few_cases(self) -> bool:
        """Whether it counts in too few cases for a difference to mean much."""
        return self.cases < FEW_CASES

    @property
    def is_close(self) -> bool | None:
        """Whether it may mean nothing: the interval holds 0, or there is none, or too few cases. None where there is no difference to speak of."""
        if self.change is None:
            return None
        return self.few_cases or self.low is None or self.high is None or self.low <= 0 <= self.high


@frozen
class BatchDifference:
    """Everything in which two batches differ.

    `told_apart` says whether what criteria changed is told apart from what records changed. `changed` is how many
    judgements changed, which `every` gives one by one, by question and then by case.
    """

    same: int
    went: tuple[str, ...] = field(repr=False)
    came: tuple[str, ...] = field(repr=False)
    told_apart: bool
    questions_gone: tuple[str, ...]
    questions_new: tuple[str, ...]
    scores: tuple[ScoreDifference, ...] = field(repr=False)
    changed: int
    every: Callable[[], Iterator[CaseChange]] = field(repr=False, eq=False)

    def __getitem__(self, name: ScoreName) -> ScoreDifference:
        return next(one for one in self.scores if (one.kind, one.key) == name)


def compare(older: Side, newer: Side, again: ByCase | None, *, matched: bool = True) -> BatchDifference:
    """Everything in which two batches differ.

    `again` is what the cases of the older batch come to under the newer criteria: `older.found` where these are the
    same, None where that is not known. Unless `matched`, no case of the one is a case of the other, whatever their ids.
    """
    cases = cases_of(older.found.cases, newer.found.cases, matched=matched)
    keys = dict.fromkeys((*newer.found.outcomes, *older.found.outcomes))
    paths = {key: path_of(key, older, newer, again) for key in keys}
    moves = {key: moves_of(path, cases) for key, path in paths.items()}
    was, now = _pools(older.framework), _pools(newer.framework)
    of = _Compared(older.framework, newer.framework, was, now, paths, moves)
    found = [_difference(of, name) for name in dict.fromkeys((*of.after, *of.before))]
    went, came = (
        tuple(side.found.cases[int(at)] for at in places)
        for side, places in ((older, cases.went), (newer, cases.came))
    )
    return BatchDifference(
        same=len(cases.same_older),
        went=went,
        came=came,
        told_apart=again is not None,
        questions_gone=tuple(key for key, path in paths.items() if path.newer is None),
        questions_new=tuple(key for key, path in paths.items() if path.older is None),
        scores=_with_intervals(of, found, cases, (*older.found.cases, *came)),
        changed=changes.how_many(paths, cases),
        every=lambda: changes.every(older.found.cases, newer.found.cases, paths, cases),
    )


@frozen
class Ends:
    """The 95 % interval of a share, None where there is none, and in how many cases it counts."""

    cases: int
    low: Fraction | None = None
    high: Fraction | None = None


def intervals_of(side: Side, names: Sequence[ScoreName]) -> Mapping[ScoreName, Ends]:
    """The intervals of some scores of a batch by themselves, ratings left aside."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    pooled = _pools(side.framework)
    asked = [name for name in names if name in pooled]
    if not asked or not side.found.cases:
        return {}
    standing = {key: path_of(key, side, side, None).older for key in side.found.outcomes}
    units = units_of(side.found.cases)
    several = int(units.max()) + 1
    sums = np.array(
        [_column([standing[key] for key in pooled[name].questions], units, several) for name in asked]
    )
    found = limits(Sums(*sums.transpose(1, 2, 0)), drawn(several))
    return {
        name: Ends(int(one[2].sum()), *_rounded_outwards((low, high) if isfinite(low) else None))
        for name, one, low, high in zip(asked, sums, found.low.tolist(), found.high.tolist(), strict=True)
    }


def _rounded_outwards(ends: tuple[float, float] | None) -> tuple[Fraction | None, Fraction | None]:
    if ends is None:
        return None, None
    low, high = floor(round(ends[0] * _FINE, 6)), ceil(round(ends[1] * _FINE, 6))
    return Fraction(low, _FINE), Fraction(high, _FINE)


def shown_scores(side: Side) -> tuple[Score, ...]:
    """Every score of a batch but its ratings, as its judgements with their overrides make it, in report order."""
    paths = {key: path_of(key, side, side, None) for key in side.found.outcomes}
    return tuple(
        score
        for pool in pools(side.framework)
        for score in [_score(side.framework, pool, [tally_of(paths[key].older) for key in pool.questions])]
        if score is not None
    )


def _pools(framework: Framework) -> Mapping[ScoreName, Pool]:
    return {(pool.kind, pool.key): pool for pool in pools(framework)}


@frozen
class _Compared:
    """Two frameworks, what their scores are pooled over, and what became of every question."""

    older: Framework
    newer: Framework
    before: Mapping[ScoreName, Pool]
    after: Mapping[ScoreName, Pool]
    paths: Mapping[str, Path]
    moves: Mapping[str, Moves]


# --- One score -------------------------------------------------------------------------------


def _difference(of: _Compared, name: ScoreName) -> ScoreDifference:
    """The difference of one score, without its interval."""
    was, now = of.before.get(name), of.after.get(name)
    before = total(of.moves[key].before for key in _keys(was))
    after = total(of.moves[key].after for key in _keys(now))
    one = _score(of.older, was, [tally_of(of.paths[key].older) for key in _keys(was)])
    other = _score(of.newer, now, [tally_of(of.paths[key].newer) for key in _keys(now)])
    change = None
    if one is not None and other is not None and one.fraction is not None and other.fraction is not None:
        change = other.fraction - one.fraction
    by_question = {
        key: _steps(of, key, in_older=key in _keys(was), in_newer=key in _keys(now))
        for key in dict.fromkeys((*_keys(now), *_keys(was)))
    }
    steps = tuple(_together(some) for some in zip(STILL, *by_question.values(), strict=True))
    way, parts = reached(before, steps), split(before, after, steps)
    questions = (_of_question(key, way, some, told=change is not None) for key, some in by_question.items())
    return ScoreDifference(
        *name,
        (now or was or Pool(*name, "", ())).label,
        one,
        other,
        change,
        way,
        tuple(part if change is not None else evolve(part, share=None) for part in parts),
        tuple(by_question),
        tuple(question for question in questions if question.adds != _NONE or question.share),
    )


def _keys(pool: Pool | None) -> tuple[str, ...]:
    return () if pool is None else pool.questions


def _steps(of: _Compared, key: str, *, in_older: bool, in_newer: bool) -> tuple[Step, ...]:
    """What a question adds to a score in each step, by whether either framework pools it there."""
    moves = of.moves[key]
    sides = [*([moves.in_older] if in_older else []), *([moves.in_newer] if in_newer else [])]
    return tuple(_together(some) for some in zip(STILL, *sides, strict=True))


def _together(steps: Iterable[Step]) -> Step:
    """What some steps add, taken as one."""
    adds: dict[Cause, Pair] = {}
    for step in steps:
        for cause, pair in step.items():
            adds[cause] = total((adds.get(cause, _NONE), pair))
    return adds


def _score(framework: Framework, pool: Pool | None, tallies: Sequence[Tally]) -> Score | None:
    if pool is None:
        return None
    bare = Score(pool.kind, pool.key, pool.label, "no applicable cases", Tally())
    bands = bands_of(framework, pool.kind, pool.key)
    return pooled_score(bare, total_tally(tallies), bands, is_scored=pool.is_scored)


def _of_question(key: str, way: Sequence[Pair], steps: Sequence[Step], *, told: bool) -> QuestionPart:
    adds = [total(step.values()) for step in steps]
    return QuestionPart(key, total(adds), share_of(way, adds) if told else None)


# --- How sure the differences are ------------------------------------------------------------


def _with_intervals(
    of: _Compared, found: Sequence[ScoreDifference], cases: Cases, ids: Sequence[str]
) -> tuple[ScoreDifference, ...]:
    """The differences with their intervals; `ids` are those of the older cases, then those of the cases that came."""
    asked: dict[ScoreName, ScoreDifference] = {
        (one.kind, one.key): one for one in found if one.change is not None
    }
    if not asked:
        return tuple(found)
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    units, strata = units_within(ids, cases.older, cases.newer)
    newer = np.empty(cases.newer, np.intp)
    newer[cases.same_newer], newer[cases.came] = units[cases.same_older], units[cases.older :]
    several = sum(strata)
    before = [
        _column([of.paths[key].older for key in of.before[name].questions], units[: cases.older], several)
        for name in asked
    ]
    after = [
        _column([of.paths[key].newer for key in of.after[name].questions], newer, several) for name in asked
    ]
    was, now = (np.array(side).transpose(1, 2, 0) for side in (before, after))
    ends = difference_intervals(PairSums(strata, was[0], was[1], now[0], now[1]))
    fewer = np.minimum(was[2].sum(axis=0), now[2].sum(axis=0))
    with_ends = {
        name: _with_ends(one, ends[at], int(fewer[at])) for at, (name, one) in enumerate(asked.items())
    }
    return tuple(with_ends.get((one.kind, one.key), one) for one in found)


def _column(standings: Sequence[Standing | None], units: "Rows", several: int) -> "Column":
    """What a score pooled over some questions is made of, `units` being the unit of each case, of so many units."""
    import numpy as np  # noqa: PLC0415 (only intervals need it)

    sufficient, counted = np.zeros((2, len(units)), np.int64)
    for one in standings:
        if one is not None:
            sufficient += one.shown == OUTCOMES.index(Outcome.SUFFICIENT)
            counted += counted_places(one.rule)[one.shown]
    each = (sufficient, counted, counted > 0)
    return np.array([np.bincount(units, one, several) for one in each], np.float64)


def _with_ends(one: ScoreDifference, ends: tuple[float, float] | None, cases: int) -> ScoreDifference:
    low, high = _rounded_outwards(ends)
    return evolve(one, cases=cases, low=low, high=high)
