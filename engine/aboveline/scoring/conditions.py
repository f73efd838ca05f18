"""What a condition over scores comes to: yes, no or unknown.

The evaluator's own table gives everything else its meaning, facts of the inspection included. A
condition about a score without applicable cases is no, unless it asks for just that; about a score
there is no telling of (stopped, not rated, not given), it is unknown.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import attrs

from aboveline.framework.expressions import InBand, NoApplicableCases, ScoreBetween, ScoreCompare, ScoreRef
from aboveline.framework.expressions import Truth as TruthExpression
from aboveline.framework.model import BandSet, Framework
from aboveline.records.record import Record
from aboveline.reference.evaluate import truth
from aboveline.reference.operations import COMPARISONS
from aboveline.reference.scope import scope_of
from aboveline.scoring.figures import as_read, bands_of
from aboveline.scoring.model import Score
from aboveline.values import Truth

_OverScores = ScoreCompare | ScoreBetween | InBand | NoApplicableCases

#: Gives the score a reference names, None where it is not known.
Lookup = Callable[[ScoreRef], Score | None]


def holds(
    condition: TruthExpression, framework: Framework, lookup: Lookup, inspection: Record | None
) -> Truth:
    """Whether a rating's condition is yes, no or unknown."""

    def meaning(expr: _OverScores) -> Truth:
        score = lookup(expr.score)
        bands = bands_of(framework, expr.score.kind, expr.score.key)
        return _MEANINGS[type(expr)](expr, score, bands)

    scope = scope_of(framework, None, inspection)
    return truth(condition, attrs.evolve(scope, meanings=dict.fromkeys(_MEANINGS, meaning)))


def _compare(expr: ScoreCompare, score: Score | None, bands: BandSet | None) -> Truth:
    def test(figure: Fraction) -> bool:
        return COMPARISONS[expr.operator](figure, Fraction(expr.percent))

    return _of_percentage(score, bands, test)


def _between(expr: ScoreBetween, score: Score | None, bands: BandSet | None) -> Truth:
    def test(figure: Fraction) -> bool:
        return Fraction(expr.low) <= figure <= Fraction(expr.high)

    return _of_percentage(score, bands, test)


def _of_percentage(score: Score | None, bands: BandSet | None, test: Callable[[Fraction], bool]) -> Truth:
    if score is not None and score.state == "no applicable cases":
        return False
    return None if score is None or score.fraction is None else test(as_read(score.fraction, bands))


def _in_band(expr: InBand, score: Score | None, bands: BandSet | None) -> Truth:
    if score is not None and score.state == "no applicable cases":
        return False
    if score is None or score.band is None or bands is None:
        return None
    order = [step.name for step in bands.steps]
    found, asked = order.index(score.band.name), order.index(expr.step)
    if expr.reach is None:
        return found == asked
    return found >= asked if expr.reach == "or worse" else found <= asked


def _no_applicable_cases(_: NoApplicableCases, score: Score | None, __: BandSet | None) -> Truth:
    if score is None or score.state in ("not rated", "not scored"):
        return None
    return score.state == "no applicable cases"


_MEANINGS: Mapping[type, Callable[[Any, Score | None, BandSet | None], Truth]] = {
    ScoreCompare: _compare,
    ScoreBetween: _between,
    InBand: _in_band,
    NoApplicableCases: _no_applicable_cases,
}
