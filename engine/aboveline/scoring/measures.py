"""What a rating makes of the scores it is worked out from: the lowest, the average, a total of points."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import attrs

from aboveline.framework.model import Framework, Measure, Rating
from aboveline.scoring.figures import band_of, bands_of, by_share, half_up
from aboveline.scoring.model import Bounds, Score, ScoreState
from aboveline.wording.message import joined, listed, message

#: What each measure of percentages makes of the exact shares of its parts.
_OF_SHARES: Mapping[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "score of": min,
    "lowest of": min,
    "highest of": max,
    "average of": lambda shares: sum(shares, Fraction()) / len(shares),
}


def measured(
    bare: Score, rating: Rating, measure: Measure, parts: Sequence[Score], framework: Framework
) -> Score:
    """The rating a measure gives over the scores of its parts; `bare` is the rating with nothing filled in."""
    empty = [part for part in parts if part.state == "no applicable cases"]
    there = [part for part in parts if part.state != "no applicable cases"]
    in_points = measure.kind == "total of points of"
    unknown = [part for part in there if not (_has_worth(part) if in_points else part.fraction is not None)]
    if unknown:
        return without_figure(
            bare, _state_of(unknown), [message("{score} has no figure", score=part.label) for part in unknown]
        )
    if not there:
        bounds = None if in_points else _bounds(measure, parts)
        return attrs.evolve(without_figure(bare, "no applicable cases", []), bounds=bounds)
    if in_points:
        return _total(bare, rating, there, empty, framework)
    share = _OF_SHARES[measure.kind](_shares(there))
    score = by_share(bare, share, framework.bands.get(rating.bands))
    if measure.kind == "score of":
        (part,) = there
        score = attrs.evolve(score, tally=part.tally, numerator=part.numerator, denominator=part.denominator)
    decided = [_decided(share, there)] if measure.kind in ("lowest of", "highest of") else []
    left_out = [
        message("{score} has no applicable cases and is left out", score=part.label) for part in empty
    ]
    return attrs.evolve(score, bounds=_bounds(measure, parts), notes=(*decided, *left_out))


def without_figure(bare: Score, state: ScoreState, notes: Sequence[str]) -> Score:
    """A rating that has no figure, and why."""
    return attrs.evolve(bare, state=state, notes=tuple(notes))


def _has_worth(part: Score) -> bool:
    return part.band is not None and part.band.worth is not None


def _state_of(unknown: Sequence[Score]) -> ScoreState:
    stopped = any(part.state == "stopped by unanswered" for part in unknown)
    return "stopped by unanswered" if stopped else "not rated"


# --- Percentages -----------------------------------------------------------------------------


def _shares(there: Sequence[Score]) -> list[Fraction]:
    return [part.fraction for part in there if part.fraction is not None]


def _decided(share: Fraction, there: Sequence[Score]) -> str:
    labels = [part.label for part in there if part.fraction == share]
    return message("decided by {scores}, at {percent}%", scores=listed(labels), percent=half_up(share))


def _bounds(measure: Measure, parts: Sequence[Score]) -> Bounds | None:
    """How far the rating could move: no measure falls when a part rises, so its ends are those of the parts.

    A part that has no cases, and no gaps that could become some, is left out here as it is there. One that may come to
    have cases, or to lose all, counts from 0 to 1, between which leaving it out never leads beyond.
    None where a part has a figure without bounds.
    """
    bounds = [part.bounds for part in parts if part.bounds]
    if not bounds or any(part.fraction is not None and part.bounds is None for part in parts):
        return None
    low = _OF_SHARES[measure.kind]([one.low for one in bounds])
    high = _OF_SHARES[measure.kind]([one.high for one in bounds])
    gaps = sum(one.gaps for one in bounds)
    may_be_empty = all(one.may_have_no_cases for one in bounds)
    return Bounds(low, high, half_up(low), half_up(high), gaps, may_have_no_cases=may_be_empty)


# --- Points ----------------------------------------------------------------------------------


def _total(
    bare: Score, rating: Rating, there: Sequence[Score], empty: Sequence[Score], framework: Framework
) -> Score:
    """The points of the parts added up; what becomes of a part without applicable cases, the rating says."""
    points = sum((_worth(part) for part in there), Fraction())
    notes = [joined(joined((part.label, _in_words(_worth(part))), ": ") for part in there)]
    names = listed([part.label for part in empty])
    if empty and rating.empty_parts == "not rated":
        return without_figure(
            bare, "not rated", [*notes, message("no applicable cases: {scores}", scores=names)]
        )
    if empty and rating.empty_parts == "zero points":
        notes.append(message("no applicable cases, so counted as 0 points: {scores}", scores=names))
    if empty and rating.empty_parts == "scale up":
        most = [_most(part, framework) for part in there]
        whole = sum(most, Fraction()) + sum((_most(part, framework) for part in empty), Fraction())
        points = points * whole / sum(most) if sum(most) else points
        notes.append(message("no applicable cases, so the rest is scaled up: {scores}", scores=names))
    band = band_of(points, framework.bands.get(rating.bands))
    return attrs.evolve(bare, state="scored", points=points, band=band, notes=tuple(notes))


def _worth(part: Score) -> Fraction:
    return Fraction(part.band.worth) if part.band and part.band.worth is not None else Fraction()


def _most(part: Score, framework: Framework) -> Fraction:
    """The most points a part could have had."""
    bands = bands_of(framework, part.kind, part.key)
    worths = [step.worth for step in bands.steps if step.worth is not None] if bands else []
    return Fraction(max(worths, default=0))


def _in_words(points: Fraction) -> str:
    number = f"{float(points):g}"
    return (
        message("{number} point", number=number) if points == 1 else message("{number} points", number=number)
    )
