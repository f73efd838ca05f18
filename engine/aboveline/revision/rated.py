"""Divides the differences of ratings among edits, by working them out anew with every choice of the edits made.

A rating is worked out from other scores by rules that are no sums, so what an edit adds to it is the Shapley value over all edits
that act on any score, and on the rules of ratings and bands. Where those are more than `MOST_RATED`, where some choice of them
makes no framework, or leaves a rating without a figure, its difference is not divided.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.reasons import SHARE_OF, reasons_by_column
from aboveline.revision.changed import Held
from aboveline.revision.compose import Composed
from aboveline.revision.counts import Counts, Judged
from aboveline.revision.edits import Edit
from aboveline.revision.planned import Plan, Unit, judged_with
from aboveline.revision.shapley import subsets, values
from aboveline.scoring.by_case import OUTCOMES
from aboveline.scoring.model import Score, Scores
from aboveline.scoring.score import scores
from aboveline.scoring.tally import tally_of_counts

#: So many edits are told apart in ratings: for one more everything would be scored twice as often.
MOST_RATED = 5


@frozen
class Ends:
    """All scores before and after."""

    before: Scores
    after: Scores


def rated(
    judged: Judged, plan: Plan, edits: Sequence[Edit], composed: Composed, ends: Ends
) -> Mapping[str, Mapping[Unit, Fraction]]:
    """What each edit adds to each rating, by its key: to its share, or to its points. Ratings that are not divided are not there."""
    keys = [key for key in judged.new.ratings if key in judged.old.ratings]
    players = _players(plan, edits)
    if not keys or not players or len(players) > MOST_RATED:
        return {}
    found: dict[frozenset[Unit], Scores] = {}
    for some in subsets(players):
        scored = _scored(judged, players, some, composed, ends)
        if scored is None:
            return {}
        found[some] = scored
    divided: dict[str, Mapping[Unit, Fraction]] = {}
    for key in keys:
        figures = {some: figure(scored.get("rating", key)) for some, scored in found.items()}
        known = {some: one for some, one in figures.items() if one is not None}
        if len(known) == len(figures):
            divided[key] = {unit: one for unit, one in values(players, known.__getitem__).items() if one}
    return divided


def figure(score: Score | None) -> Fraction | None:
    """What a rating comes to: its points, or its share."""
    if score is None:
        return None
    return score.fraction if score.points is None else score.points


def _players(plan: Plan, edits: Sequence[Edit]) -> tuple[Unit, ...]:
    """The edits that can act on a rating."""
    of_rules = [
        Unit({edit.number}) for edit in edits if edit.kind == "rating" or edit.did in {"rated", "banded"}
    ]
    return (*plan.units, *(unit for unit in of_rules if not any(unit <= one for one in plan.units)))


def _scored(
    judged: Judged, players: Sequence[Unit], some: frozenset[Unit], composed: Composed, ends: Ends
) -> Scores | None:
    """Every score with just some edits made; None where that cannot be told."""
    if not some:
        return ends.before
    if len(some) == len(players):
        return ends.after
    framework = composed(Unit().union(*some))
    if framework is None:
        return None
    counts: dict[str, Mapping[tuple[Outcome, int | None], int]] = {}
    for column in reasons_by_column(framework):
        found = _counts(judged.held, column, some, judged.older)
        if found is None:
            return None
        counts[column.removeprefix(SHARE_OF)] = found
    return scores(framework, tally_of_counts(framework, counts), inspection=judged.inspection)


def _counts(
    held: Held, column: str, some: frozenset[Unit], older: Counts
) -> Mapping[tuple[Outcome, int | None], int] | None:
    """How often a column has each outcome then; which clause decided is no matter for a score."""
    if column not in held.old and column not in held.new:
        return older[column]
    made = judged_with(some, held.judging[column])
    if made and not made >= held.judging[column] and made not in held.mixed:
        return None
    counts = held.counts(column, some)
    return None if counts is None else {(one, 0): n for one, n in zip(OUTCOMES, counts, strict=True) if n}
