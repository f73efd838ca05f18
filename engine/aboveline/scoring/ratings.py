"""Turns scores into ratings: measured over other scores, read in their bands, and capped."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import assert_never

import attrs

from aboveline.framework.expressions import ScoreRef
from aboveline.framework.model import (
    BandSet,
    Cap,
    Framework,
    JudgedByInspectors,
    Measure,
    Rating,
    Share,
    Step,
)
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.scoring.conditions import holds
from aboveline.scoring.figures import bands_of, by_share, label_of, pooled_score
from aboveline.scoring.measures import measured, without_figure
from aboveline.scoring.model import CapTest, Score, ScoreName, Tally
from aboveline.values import Truth
from aboveline.wording.message import message


@frozen
class Ground:
    """What ratings are worked out from: the scores there are, and those of ratings as they come about."""

    framework: Framework
    figures: dict[ScoreName, Score]
    tallies: Mapping[str, Tally]
    inspection: Record | None


def rate(
    framework: Framework,
    figures: Mapping[ScoreName, Score],
    tallies: Mapping[str, Tally],
    inspection: Record | None = None,
) -> Mapping[ScoreName, Score]:
    """The score of every rating, in report order.

    `figures` are the scores to work from: a rating that is already among them is taken as given, and
    a score that is not among them is not known. `tallies` has those of the ratings that are shares.
    """
    ground = Ground(framework, dict(figures), tallies, inspection)
    return {("rating", key): _rated(rating, ground) for key, rating in framework.ratings.items()}


def given_score(framework: Framework, ref: ScoreRef, percent: Fraction | None, step: str | None) -> Score:
    """A score as an example gives it: by its percentage or, for a rating, by its step alone."""
    label, bands = label_of(framework, ref.kind, ref.key), bands_of(framework, ref.kind, ref.key)
    bare = Score(ref.kind, ref.key, label, "scored", Tally())
    if percent is None:
        return attrs.evolve(bare, band=_step_named(step, bands))
    return by_share(bare, percent / 100, bands)


def _step_named(name: object, bands: BandSet | None) -> Step | None:
    return next((step for step in bands.steps if step.name == name), None) if bands else None


def _score_of(ref: ScoreRef, ground: Ground) -> Score | None:
    if ref.kind == "rating":
        return _rated(ground.framework.ratings[ref.key], ground)
    return ground.figures.get((ref.kind, ref.key))


def _part(ref: ScoreRef, ground: Ground) -> Score:
    """The score of a part of a rating; where it is not known, one without a figure."""
    label = label_of(ground.framework, ref.kind, ref.key)
    return _score_of(ref, ground) or Score(ref.kind, ref.key, label, "not rated", Tally())


def _rated(rating: Rating, ground: Ground) -> Score:
    """The score of one rating; each is worked out once."""
    name: ScoreName = ("rating", rating.key)
    if name not in ground.figures:
        ground.figures[name] = _capped(rating, _uncapped(rating, ground), ground)
    return ground.figures[name]


def _uncapped(rating: Rating, ground: Ground) -> Score:
    bare = Score("rating", rating.key, rating.label, "not rated", Tally())
    measure = rating.measure
    match measure:
        case Measure():
            parts = [_part(ref, ground) for ref in measure.parts]
            return measured(bare, rating, measure, parts, ground.framework)
        case Share():
            return _share(bare, rating, ground)
        case JudgedByInspectors():
            return _judged(bare, rating, ground)
        case _:
            assert_never(measure)


def _share(bare: Score, rating: Rating, ground: Ground) -> Score:
    found = ground.tallies.get(rating.key)
    if found is None:
        return without_figure(bare, "not rated", ["there are no cases to count"])
    return pooled_score(bare, found, ground.framework.bands.get(rating.bands))


def _judged(bare: Score, rating: Rating, ground: Ground) -> Score:
    given = ground.inspection.values.get(rating.key) if ground.inspection else None
    band = _step_named(given, ground.framework.bands.get(rating.bands))
    if band is None:
        return without_figure(bare, "not rated", ["the inspectors have not given it a step"])
    return attrs.evolve(bare, state="scored", band=band)


# --- Caps ------------------------------------------------------------------------------------


def _capped(rating: Rating, score: Score, ground: Ground) -> Score:
    """The rating held to its caps: first raised, then held down, so that `at most` wins."""
    bands = ground.framework.bands.get(rating.bands)
    if bands is None or score.band is None:
        return score
    tested = [
        (cap, holds(cap.when, ground.framework, lambda ref: _score_of(ref, ground), ground.inspection))
        for cap in rating.caps
    ]
    order = [step.name for step in bands.steps]
    at, notes, biting = order.index(score.band.name), list(score.notes), list[Cap]()
    for cap in (*_binding(tested, "at least"), *_binding(tested, "at most")):
        bound = order.index(cap.step)
        moved = min(at, bound) if cap.bound == "at least" else max(at, bound)
        if moved != at:
            at = moved
            biting.append(cap)
            step, rule = bands.steps[at].label, _written(cap, ground.framework)
            notes.append(
                message("raised to {comment} by the rule `{rule}`", comment=step, rule=rule)
                if cap.bound == "at least"
                else message("held down to {comment} by the rule `{rule}`", comment=step, rule=rule)
            )
    unknown = (cap for cap, held in tested if held is None)
    notes.extend(
        message("the rule `{rule}` could not be tested", rule=_written(cap, ground.framework))
        for cap in unknown
    )
    caps = tuple(CapTest(cap, held, any(cap is one for one in biting)) for cap, held in tested)
    return attrs.evolve(score, band=bands.steps[at], notes=tuple(notes), caps=caps)


def _binding(tested: list[tuple[Cap, Truth]], bound: str) -> Iterator[Cap]:
    return (cap for cap, held in tested if held and cap.bound == bound)


def _written(cap: Cap, framework: Framework) -> str:
    """The words of a cap as the criteria have them; without their text, its step."""
    source = framework.sources.get(cap.span.file)
    return " ".join(source.slice(cap.span).split()) if source else f"{cap.bound} {cap.step}"
