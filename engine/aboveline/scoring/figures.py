"""Turns counts and fractions into what is shown of them: a percentage, a comment, and how sure it is."""

from fractions import Fraction
from typing import Protocol

import attrs

from aboveline.framework.model import BandSet, Framework, Step
from aboveline.scoring.model import Bounds, Score, ScoreKind, ScoreState, Tally


def half_up(fraction: Fraction) -> int:
    """A fraction as a whole percentage, a half rounded up."""
    return percent_of(fraction.numerator, fraction.denominator)


def percent_of(part: int, whole: int) -> int:
    """A share in whole percentages, a half rounded up. Raises ZeroDivisionError where there is no whole."""
    return (200 * part + whole) // (2 * whole)


def as_read(fraction: Fraction, bands: BandSet | None) -> Fraction:
    """The percentage that bands and conditions see: the rounded one, unless the bands go by the exact."""
    return 100 * fraction if bands is not None and bands.by == "exact" else Fraction(half_up(fraction))


def band_of(figure: Fraction, bands: BandSet | None) -> Step | None:
    """The best step a percentage or a number of points reaches."""
    for step in bands.steps if bands else ():
        if step.threshold is None or figure >= Fraction(step.threshold):
            return step
    return None


def bounds_of(tally: Tally) -> Bounds | None:
    """The lowest and highest share there could be if every gap went one way; None with nothing to divide by."""
    gaps = tally.unanswered + tally.undetermined
    most = tally.sufficient + tally.insufficient + gaps
    if most == 0:
        return None
    low, high = Fraction(tally.sufficient, most), Fraction(tally.sufficient + gaps, most)
    sure = most - tally.undetermined
    return Bounds(low, high, half_up(low), half_up(high), gaps, may_have_no_cases=sure == 0)


def pooled_score(bare: Score, tally: Tally, bands: BandSet | None, *, is_scored: bool = True) -> Score:
    """The share of a tally that is sufficient, with all that stands beside it.

    `bare` is the score with nothing but its name filled in.
    """
    denominator = tally.sufficient + tally.insufficient + tally.unanswered_counted
    counted = attrs.evolve(bare, tally=tally, numerator=tally.sufficient, denominator=denominator)
    if not is_scored:
        return attrs.evolve(counted, state="not scored")
    counted = attrs.evolve(counted, state=_state(tally, denominator), bounds=bounds_of(tally))
    return (
        by_share(counted, Fraction(tally.sufficient, denominator), bands)
        if counted.state == "scored"
        else counted
    )


def by_share(bare: Score, share: Fraction, bands: BandSet | None) -> Score:
    """A score of that exact share, read in its bands."""
    band = band_of(as_read(share, bands), bands)
    return attrs.evolve(bare, state="scored", fraction=share, percent=half_up(share), band=band)


def _state(tally: Tally, denominator: int) -> ScoreState:
    if tally.unanswered_stopping:
        return "stopped by unanswered"
    return "scored" if denominator else "no applicable cases"


class _Owner(Protocol):
    """Whatever a score is the score of."""

    @property
    def label(self) -> str: ...
    @property
    def bands(self) -> str: ...


def _owner(framework: Framework, kind: ScoreKind, key: str) -> _Owner:
    match kind:
        case "question":
            return framework.questions[key]
        case "family":
            return framework.families[key]
        case "criterion":
            return framework.criteria[key]
        case "section":
            return framework.sections[key]
        case "theme":
            return framework.themes[key]
        case "rating":
            return framework.ratings[key]


def label_of(framework: Framework, kind: ScoreKind, key: str) -> str:
    """The words people read for what a score is the score of."""
    return _owner(framework, kind, key).label


def bands_of(framework: Framework, kind: ScoreKind, key: str) -> BandSet | None:
    """The bands a score is read in; None where there are none."""
    return framework.bands.get(_owner(framework, kind, key).bands)
