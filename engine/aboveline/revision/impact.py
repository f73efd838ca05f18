"""Says what the edits of a revision do to the scores of some cases: every score before and after, and which edit did how much of it."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, field

from aboveline.framework.model import BandSet, Framework, Step
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reasons import SHARE_OF
from aboveline.revision.changed import Changed, changes_of
from aboveline.revision.compose import Composed
from aboveline.revision.counts import Counts, Judged
from aboveline.revision.edits import Edit
from aboveline.revision.planned import Plan, Unit
from aboveline.revision.rated import Ends, figure, rated
from aboveline.revision.shapley import Adds, divided, subsets, worth
from aboveline.scoring.by_case import OUTCOMES
from aboveline.scoring.difference import Pair
from aboveline.scoring.figures import as_read, band_of, bands_of
from aboveline.scoring.model import Score, ScoreKind, ScoreName, Scores
from aboveline.scoring.paths import is_counted
from aboveline.scoring.score import pools, scores
from aboveline.scoring.tally import tally_of_counts


@frozen
class Part:
    """What some edits that are taken as one add to a score: to its counts, and to its share (None where there is none)."""

    edits: Unit
    adds: Adds
    share: Fraction | None


@frozen
class ScoreMoved:
    """A score before and after. `before` or `after` is None where only the other version has it.

    `change` is the later share less the earlier, None where either has none, and for a rating by points the points. The
    parts add up to it; a rating may have none though it changed (`rated.py` says when).
    """

    kind: ScoreKind
    key: str
    label: str
    before: Score | None
    after: Score | None
    change: Fraction | None
    parts: tuple[Part, ...] = ()
    #: The step that what it is now would stand in by the older bands; None where there is none.
    by_older_bands: Step | None = None

    @property
    def is_rebanded(self) -> bool:
        """Whether the older bands would put what it is now into another step."""
        if self.before is None or self.after is None or self.after.band is None:
            return False
        return self.by_older_bands is None or self.by_older_bands.label != self.after.band.label

    @property
    def other_band(self) -> bool:
        """Whether it stands in another band than before."""
        bands = [
            None if one is None or one.band is None else one.band.label for one in (self.before, self.after)
        ]
        return self.before is not None and self.after is not None and bands[0] != bands[1]

    @property
    def is_moved(self) -> bool:
        """Whether anything of it is not as it was."""
        if self.before is None or self.after is None:
            return True
        one, other = ((s.state, s.fraction, s.points, s.denominator) for s in (self.before, self.after))
        return one != other or self.other_band or any(part.share for part in self.parts)


@frozen
class Interplay:
    """A question on which some edits act together, so that what one does there depends on the others."""

    question: str
    edits: tuple[Unit, ...]


@frozen
class Impact:
    """All that the edits of a revision do to the scores of some cases."""

    cases: int
    scores: tuple[ScoreMoved, ...] = field(repr=False)
    changes: tuple[Changed, ...] = field(repr=False)
    #: Edits that cannot be told apart, as one of them makes no sense without the others.
    joint: tuple[Unit, ...]
    #: Questions on which so many edits act, more than `most`, that those are taken as one there.
    too_many: tuple[str, ...]
    most: int
    #: Questions on which several edits act.
    interplay: tuple[Interplay, ...] = field(repr=False)

    def __getitem__(self, name: ScoreName) -> ScoreMoved:
        return next(one for one in self.scores if (one.kind, one.key) == name)

    @property
    def changed(self) -> int:
        """How many judgements changed."""
        return sum(len(group.cases) for group in self.changes)


def impact(judged: Judged, plan: Plan, edits: Sequence[Edit], composed: Composed) -> Impact:
    """What the edits do to every score, and which judgements they change."""
    before = _scores(judged.old, judged.older, judged)
    after = _scores(judged.new, judged.newer, judged)
    adds = _adds(judged, plan, composed)
    of_ratings = rated(judged, plan, edits, composed.with_ratings(), Ends(before, after))
    names = dict.fromkeys((*after.figures, *before.figures))
    told = [column for column, players in plan.players.items() if len(players) > 1]
    return Impact(
        cases=len(judged.cases),
        scores=tuple(
            _rated(judged, name, (before, after), of_ratings.get(name[1], {}))
            if name[0] == "rating"
            else _moved(judged, name, (before, after), adds.get(name, {}))
            for name in names
        ),
        changes=changes_of(judged.cases, judged.held, plan),
        joint=tuple(unit for unit in plan.units if len(unit) > 1),
        too_many=plan.too_many,
        most=plan.most,
        interplay=tuple(Interplay(column, plan.players[column]) for column in told),
    )


def _scores(framework: Framework, counts: Counts, judged: Judged) -> Scores:
    by_key = {column.removeprefix(SHARE_OF): found for column, found in counts.items()}
    tallies = tally_of_counts(framework, by_key)
    return scores(framework, tallies, inspection=judged.inspection)


# --- What each edit adds ---------------------------------------------------------------------


class _Mixed:
    """What a question comes to, counts in, and how, with just some edits made."""

    def __init__(self, judged: Judged, plan: Plan, composed: Composed) -> None:
        self._judged, self._plan, self._composed = judged, plan, composed
        self._pools: dict[Unit | None, Mapping[str, frozenset[ScoreName]]] = {}

    def _framework(self, column: str, some: frozenset[Unit]) -> tuple[Framework, Unit | None]:
        """The framework with some of the edits that act on a column made, and by what its pools are known."""
        if not some:
            return self._judged.old, Unit()
        if len(some) == len(self._plan.players[column]):
            return self._judged.new, None
        made = Unit().union(*some)
        found = self._composed(made)
        if found is None:
            raise AssertionError(f"the edits {sorted(made)} were to make a framework")
        return found, made

    def pooled_in(self, column: str, some: frozenset[Unit]) -> frozenset[ScoreName]:
        """The scores that pool a question."""
        framework, known_by = self._framework(column, some)
        if known_by not in self._pools:
            found: dict[str, set[ScoreName]] = {}
            for pool in pools(framework):
                for key in pool.questions:
                    found.setdefault(key, set()).add((pool.kind, pool.key))
            self._pools[known_by] = {key: frozenset(names) for key, names in found.items()}
        return self._pools[known_by].get(column, frozenset())

    def pair(self, column: str, some: frozenset[Unit]) -> Pair:
        """The counts of a question."""
        framework, _ = self._framework(column, some)
        question = framework.questions.get(column)
        counts = self._judged.held.counts(column, some)
        if question is None or counts is None:
            return Pair()
        counted = sum(
            n for one, n in zip(OUTCOMES, counts, strict=True) if is_counted(one, question.unanswered)
        )
        return Pair(counts[OUTCOMES.index(Outcome.SUFFICIENT)], counted)


def _adds(judged: Judged, plan: Plan, composed: Composed) -> Mapping[ScoreName, Mapping[Unit, Adds]]:
    """What each unit of edits adds to the counts of each score."""
    mixed = _Mixed(judged, plan, composed)
    found: dict[ScoreName, dict[Unit, Adds]] = {}
    for column, players in plan.players.items():
        if column.startswith(SHARE_OF):
            continue
        for names, adds in _of_question(mixed, column, players):
            for name in names:
                of_score = found.setdefault(name, {})
                for unit, more in adds.items():
                    of_score[unit] = of_score.get(unit, Adds()) + more
    return found


def _of_question(
    mixed: _Mixed, column: str, players: Sequence[Unit]
) -> Iterable[tuple[frozenset[ScoreName], Mapping[Unit, Adds]]]:
    """What each unit adds by one question, for the scores it is the same for."""
    every = tuple(subsets(players))
    held = {some: mixed.pooled_in(column, some) for some in every}
    pairs = {some: mixed.pair(column, some) for some in every}
    alike: dict[frozenset[frozenset[Unit]], set[ScoreName]] = {}
    for name in frozenset[ScoreName]().union(*held.values()):
        alike.setdefault(frozenset(some for some in every if name in held[some]), set()).add(name)
    none = Pair()
    for where, names in alike.items():
        counted = {some: pairs[some] if some in where else none for some in every}
        yield frozenset(names), divided(players, counted.__getitem__)


# --- One score -------------------------------------------------------------------------------


def _moved(
    judged: Judged, name: ScoreName, sides: tuple[Scores, Scores], adds: Mapping[Unit, Adds]
) -> ScoreMoved:
    one, other = (side.figures.get(name) for side in sides)
    bare = _bare(judged, name, one, other)
    was, now = (Pair(s.numerator, s.denominator) if s else Pair() for s in (one, other))
    nothing = Adds()
    parts = tuple(
        Part(unit, more, None if bare.change is None else worth(more, was, now))
        for unit, more in sorted(adds.items(), key=lambda each: min(each[0]))
        if more != nothing
    )
    _reconcile(name, parts, was, now, bare.change)
    return evolve(bare, parts=parts)


def _bare(judged: Judged, name: ScoreName, one: Score | None, other: Score | None) -> ScoreMoved:
    """A score before and after, with nothing said of what made it so."""
    label = other.label if other else one.label if one else name[1]
    figures = figure(one), figure(other)
    change = None if figures[0] is None or figures[1] is None else figures[1] - figures[0]
    bands = None if one is None else bands_of(judged.old, *name)
    return ScoreMoved(*name, label, one, other, change, by_older_bands=_step(other, bands))


def _step(score: Score | None, bands: BandSet | None) -> Step | None:
    """The step of some bands that a score stands in."""
    if score is None or bands is None:
        return None
    if score.points is not None:
        return band_of(score.points, bands)
    return score.band if score.fraction is None else band_of(as_read(score.fraction, bands), bands)


def _rated(
    judged: Judged, name: ScoreName, sides: tuple[Scores, Scores], adds: Mapping[Unit, Fraction]
) -> ScoreMoved:
    one, other = (side.figures.get(name) for side in sides)
    bare = _bare(judged, name, one, other)
    parts = tuple(
        Part(unit, Adds(), share) for unit, share in sorted(adds.items(), key=lambda each: min(each[0]))
    )
    if parts and sum((part.share or Fraction() for part in parts), Fraction()) != bare.change:
        raise AssertionError(f"the parts of {bare.change} do not add up for the rating {name[1]}")
    return evolve(bare, parts=parts)


def _reconcile(name: ScoreName, parts: Sequence[Part], was: Pair, now: Pair, change: Fraction | None) -> None:
    """Check that what the edits add leads from the one score to the other. Raises AssertionError if not: a fault of ours."""
    adds = sum((part.adds for part in parts), Adds())
    if adds != Adds(Fraction(now.sufficient - was.sufficient), Fraction(now.counted - was.counted)):
        raise AssertionError(f"the edits do not lead from {was} to {now} for the {name[0]} {name[1]}")
    if change is not None and sum((part.share or Fraction() for part in parts), Fraction()) != change:
        raise AssertionError(f"the parts of {change} do not add up for the {name[0]} {name[1]}")
