"""Finds caps of ratings that can never bite, by trying the scores that make a difference.

A score makes a difference only at and beside the percentages it is held against. Every score is taken
to be free, though some hang together: a cap that bites none of these can bite nothing. What a mean or a
share of cases comes to is taken to be any step of the rating's bands.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import prod

from attrs import evolve

from aboveline.analysis.cuts import cuts_of, values_of
from aboveline.analysis.domains import closure
from aboveline.diagnostics import Label, Severity
from aboveline.framework import expressions as ex
from aboveline.framework.dependencies import scores_of_rating
from aboveline.framework.model import Framework, JudgedByInspectors, Measure, Rating
from aboveline.lint.grounds import Grounds
from aboveline.lint.model import Remark, Unsettled, remark
from aboveline.records.record import Record
from aboveline.scoring.figures import bands_of
from aboveline.scoring.model import Score, ScoreName, Tally
from aboveline.scoring.ratings import given_score, rate
from aboveline.values import Value

NEVER_BITES = ("cap-never-bites", Severity.WARNING)

#: More combinations of scores than this are not tried.
LIMIT = 10_000

#: Something a rating rests on, and what it can be: a score, or a value of the inspection.
_Free = tuple[ScoreName | str, Sequence[Score] | Sequence[Value | None]]


def never_bite(grounds: Grounds) -> Iterator[Remark]:
    """A remark on each cap that never changes the rating, whatever its scores are."""
    for rating in grounds.framework.ratings.values():
        if not rating.caps:
            continue
        free = _free(grounds.framework, rating)
        if prod(len(values) for _, values in free) > LIMIT:
            why = "it rests on too many scores to try them all"
            grounds.unsettled.append(
                Unsettled(NEVER_BITES[0], f"the caps of `{rating.key}`", rating.caps[0].span, why)
            )
            continue
        biting = _biting(grounds.framework, rating, free)
        for at, cap in enumerate(rating.caps):
            if at not in biting:
                holds = "held down" if cap.bound == "at most" else "raised"
                yield remark(
                    NEVER_BITES,
                    f"this cap can never bite: `{rating.key}` is never {holds} by it, whatever the scores are",
                    Label(cap.span),
                    Label(rating.span, "the rating"),
                    remedy="look at the step and at the condition again, or take the cap out",
                )


def _biting(framework: Framework, rating: Rating, free: Sequence[_Free]) -> set[int]:
    """The caps, by number, that change the rating for some combination."""
    found: set[int] = set()
    trial = _on_trial(framework, rating)
    for chosen in product(*(values for _, values in free)):
        figures: dict[ScoreName, Score] = {}
        beside: dict[str, Value] = {}
        for (name, _), value in zip(free, chosen, strict=True):
            if isinstance(value, Score) and isinstance(name, tuple):
                figures[name] = value
            elif value is not None and not isinstance(value, Score) and isinstance(name, str):
                beside[name] = value
        score = rate(trial, figures, {}, Record("", beside))["rating", rating.key]
        found.update(at for at, test in enumerate(score.caps) if test.moved)
        if len(found) == len(rating.caps):
            break
    return found


def _on_trial(framework: Framework, rating: Rating) -> Framework:
    """The framework with the rating as it is tried: what cannot be had from its parts is any step there is."""
    named = {ref.key for ref in scores_of_rating(rating) if ref.kind == "rating"}
    tried = rating if _is_tried_by_parts(rating) else evolve(rating, measure=JudgedByInspectors(rating.span))
    others = {key: other for key, other in framework.ratings.items() if key in named}
    return evolve(framework, ratings={**others, rating.key: tried})


def _is_tried_by_parts(rating: Rating) -> bool:
    return isinstance(rating.measure, Measure) and rating.measure.kind != "average of"


# --- What is free ----------------------------------------------------------------------------


def _free(framework: Framework, rating: Rating) -> list[_Free]:
    refs: dict[ScoreName, ex.ScoreRef] = {(ref.kind, ref.key): ref for ref in _refs(rating)}
    percents = _percents(framework, rating, list(refs.values()))
    free: list[_Free] = []
    free.extend((name, _scores(framework, ref, percents)) for name, ref in refs.items())
    if not _is_tried_by_parts(rating):
        bands = framework.bands.get(rating.bands)
        free.append((rating.key, [step.name for step in bands.steps] if bands else [None]))
    whens = [cap.when for cap in rating.caps]
    whole, nodes = closure(framework, whens)
    cuts = cuts_of(framework, whole)
    given = [n.key for n in nodes if n.kind == "fact" and framework.facts[n.key].worked_out is None]
    return [*free, *((key, [None, *values_of(framework, key, cuts)]) for key in given)]


def _refs(rating: Rating) -> Iterator[ex.ScoreRef]:
    tried_by_parts = _is_tried_by_parts(rating)
    in_caps = {
        e.score
        for cap in rating.caps
        for e in ex.walk(cap.when)
        if isinstance(e, ex.ScoreCompare | ex.ScoreBetween | ex.InBand | ex.NoApplicableCases)
    }
    yield from (ref for ref in scores_of_rating(rating) if tried_by_parts or ref in in_caps)


def _percents(framework: Framework, rating: Rating, refs: Sequence[ex.ScoreRef]) -> list[Fraction]:
    """The percentages that make a difference: at and beside every one that something is held against."""
    sets = [bands_of(framework, ref.kind, ref.key) for ref in refs] + [framework.bands.get(rating.bands)]
    held = {
        Fraction(step.threshold)
        for bands in sets
        if bands is not None and bands.unit == "percent"
        for step in bands.steps
        if step.threshold is not None
    }
    for cap in rating.caps:
        for expr in ex.walk(cap.when):
            match expr:
                case ex.ScoreCompare(percent=percent):
                    held.add(Fraction(percent))
                case ex.ScoreBetween(low=low, high=high):
                    held |= {Fraction(low), Fraction(high)}
                case _:
                    pass
    beside = {at + away for at in held for away in (-1, 0, 1)} | {Fraction(0), Fraction(100)}
    return sorted(percent for percent in beside if 0 <= percent <= 100)


def _scores(framework: Framework, ref: ex.ScoreRef, percents: Sequence[Fraction]) -> list[Score]:
    """What a score can be, as far as it makes a difference."""
    steps = _steps_alone(framework, ref)
    if steps is not None:
        return [given_score(framework, ref, None, step) for step in steps]
    none = evolve(given_score(framework, ref, None, None), state="no applicable cases", tally=Tally())
    return [*(given_score(framework, ref, percent, None) for percent in percents), none]


def _steps_alone(framework: Framework, ref: ex.ScoreRef) -> list[str] | None:
    """The steps of a rating that has no percentage; None for any other score."""
    if ref.kind != "rating":
        return None
    rating = framework.ratings[ref.key]
    has_percentage = not isinstance(rating.measure, JudgedByInspectors) and not (
        isinstance(rating.measure, Measure) and rating.measure.kind == "total of points of"
    )
    bands = framework.bands.get(rating.bands)
    return None if has_percentage or bands is None else [step.name for step in bands.steps]
