"""Turns the intervals of scores into what every face shows of them, with the method and its sources in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aboveline.frozen import frozen
from aboveline.records.raw import counted
from aboveline.report.percents import from_to
from aboveline.scoring.model import Score, ScoreKind, ScoreName, Scores
from aboveline.wording.message import message

if TYPE_CHECKING:
    from aboveline.scoring.intervals import Interval, Intervals, IntervalState

#: What the method rests on, and where it is told at length.
SOURCES = message(
    "Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 12; Cochran, Sampling Techniques (1977), chapter "
    "6; Wilson (1927); Hall (1988); Franco, Little, Louis and Slud (2019). In full, with how the method was chosen and how "
    "often it covers: docs/intervals.md."
)


@frozen
class StepShare:
    """In how many resamples a score comes to a step of its bands; `comment` is the words of the step."""

    band: str
    comment: str
    resamples: int


@frozen
class IntervalFigure:
    """How sure one score is, as it is shown.

    `low` and `high` are the ends of its 95 % interval in whole percentages, `low_exact` and `high_exact` in percentages
    with two decimal places; None unless `state` is "given". `band` is the step of the score itself, `same` in how many of
    the `resamples` it is the same; None where there is none.
    """

    kind: ScoreKind
    key: str
    state: "IntervalState"
    cases: int
    few_cases: bool
    low: int | None
    high: int | None
    low_exact: float | None
    high_exact: float | None
    effective: int | None
    counted: int
    resamples: int
    band: str | None
    same: int | None
    steps: tuple[StepShare, ...]
    without: int


@frozen
class ShownIntervals:
    """How sure the scores of a batch are, by kind and key, and how that was found in sentences anyone can follow."""

    figures: Mapping[ScoreName, IntervalFigure]
    method: tuple[str, ...]
    seed: int
    resamples: int
    cases: int
    units: int


def with_intervals(scores: Scores, found: "Intervals") -> ShownIntervals:
    """What every face shows of the intervals of a batch beside its scores."""
    figures = {name: interval_figure(scores[name], one, found) for name, one in found.found.items()}
    return ShownIntervals(figures, method(found), found.seed, found.resamples, found.cases, found.units)


def interval_figure(score: Score, one: "Interval", found: "Intervals") -> IntervalFigure:
    """One interval as it is shown."""
    low, high = one.percents or (None, None)
    return IntervalFigure(
        kind=one.kind,
        key=one.key,
        state=one.state,
        cases=one.cases,
        few_cases=one.few_cases,
        low=low,
        high=high,
        low_exact=None if one.low is None else float(100 * one.low),
        high_exact=None if one.high is None else float(100 * one.high),
        effective=one.effective,
        counted=score.denominator,
        resamples=found.resamples,
        band=score.band.name if score.band else None,
        same=one.in_step(score.band.name) if score.band and one.steps else None,
        steps=tuple(StepShare(s.step.name, s.step.label, s.resamples) for s in one.steps),
        without=one.without,
    )


def interval_words(one: IntervalFigure) -> str | None:
    """The interval in a few words, such as `69 to 78%`; None where there is none."""
    if one.low is None or one.high is None:
        return None
    return from_to(one.low, one.high)


def marked_interval(one: IntervalFigure) -> str:
    """The interval in a few words, with a star where it comes from few cases; nothing where there is none."""
    words = interval_words(one)
    return "" if words is None else f"{words}*" if one.few_cases else words


def interval_note(shown: ShownIntervals) -> str:
    """What is to be kept in mind wherever intervals stand beside scores, in a few sentences."""
    from aboveline.scoring.resampling import FEW_CASES  # noqa: PLC0415 (only where intervals are asked for)

    few = f" Those with * come from fewer than {FEW_CASES} cases and mean little."
    any_few = any(one.state == "given" and one.few_cases for one in shown.figures.values())
    return (
        "“95% interval” is how far chance alone may have moved a score, as these cases were drawn and not others: worked out "
        f"from {_number(shown.resamples)} resamples of whole cases (seed {shown.seed}, so that it repeats)."
        f"{few if any_few else ''} How it is found: aboveline explain … --score NAME."
    )


def interval_sentences(one: IntervalFigure) -> tuple[str, ...]:
    """What there is to say of one interval, a sentence each, without how it was found."""
    return tuple(words for words in (_ends(one), _few(one), _comments(one), _none(one)) if words)


def method(found: "Intervals") -> tuple[str, ...]:
    """How the intervals of a batch were found, and what they are not; only what is true of one of them is told."""
    given = [one for one in found.found.values() if one.state == "given"]
    sentences: list[str] = [_draw(found)]
    if any(one.effective is not None for one in given):
        sentences.append(
            message(
                "The interval of a share is Wilson's, with two figures taken from the cases and the resamples: how many "
                "independent judgements would vary as much as these, which are alike within a case; and how far 95% of the "
                "resamples stay from the score, measured by how much each of them varies."
            )
        )
    if any(one.effective is None for one in given):
        sentences.append(
            message(
                "A rating worked out from other scores is worked out again in each resample; its interval reaches as far to "
                "either side as 95% of them stay. Where it takes the lowest or the highest of scores that lie close together, "
                "it may hold what it should less often than 95 times in 100."
            )
        )
    sentences.append(
        message(
            "All this tells of the chance by which these cases were drawn and not others. It does not tell of judgements that "
            "are missing (the range beside a score does), nor of how assessors differ."
        )
    )
    return (*sentences, message("Sources: {sources}", sources=SOURCES))


def interval_json(one: IntervalFigure) -> dict[str, Any]:
    """One interval as an object."""
    return {
        "state": one.state,
        "level_percent": 95,
        "low_percent": one.low_exact,
        "high_percent": one.high_exact,
        "cases": one.cases,
        "few_cases": one.few_cases,
        "independent_judgements": one.effective,
        "resamples": one.resamples,
        "same_comment": one.same,
        "bands": [{"band": s.band, "comment": s.comment, "resamples": s.resamples} for s in one.steps],
        "without_band": one.without,
    }


def method_json(shown: ShownIntervals) -> dict[str, Any]:
    """How the intervals were found, as an object."""
    return {
        "seed": shown.seed,
        "resamples": shown.resamples,
        "cases": shown.cases,
        "drawn": shown.units,
        "words": list(shown.method),
    }


def _ends(one: IntervalFigure) -> str | None:
    words = interval_words(one)
    if words is None:
        return None
    independent = (
        f" Its {_number(one.counted)} judgements vary as {_number(one.effective)} independent ones would."
        if one.effective is not None and one.counted > one.cases
        else ""
    )
    return (
        f"95% interval: {words}, from {counted(one.cases, 'case')}. The cases are a sample; intervals found in this way "
        f"hold the score of all that the sample stands for in about 95 inspections of 100.{independent}"
    )


def _few(one: IntervalFigure) -> str | None:
    if one.state != "given" or not one.few_cases:
        return None
    from aboveline.scoring.resampling import FEW_CASES  # noqa: PLC0415 (only where intervals are asked for)

    return (
        f"Fewer than {FEW_CASES} cases count in it, which is too few for an interval to mean much: it holds the score less "
        "often than it says."
    )


def _comments(one: IntervalFigure) -> str | None:
    """How often the comment is the same among the resamples, and what else it is."""
    if one.same is None:
        return None
    total = _number(one.resamples)
    others = [s for s in one.steps if s.resamples and s.band != one.band]
    words = f"In {_number(one.same)} of {total} resamples the comment is the same"
    words += "".join(f"; in {_number(s.resamples)} it is {s.comment}" for s in others)
    return words + (f"; in {_number(one.without)} there is none." if one.without else ".")


def _none(one: IntervalFigure) -> str | None:
    match one.state:
        case "given":
            return None
        case "no score":
            return "There is no interval, as there is no score."
        case "one case":
            return "There is no interval: fewer than two cases count in it, so there are none to compare."
        case "no percentage":
            return None if one.steps else "There is no interval: it does not rest on judgements of cases."


def _draw(found: "Intervals") -> str:
    if found.units < found.cases:
        return message(
            "The {cases:,} cases were put into {groups:,} groups at random, and {groups:,} of the groups drawn from them, with "
            "replacement, {times:,} times (seed {seed}, so that it repeats); each time the scores were worked out again.",
            cases=found.cases,
            groups=found.units,
            times=found.resamples,
            seed=found.seed,
        )
    return message(
        "From the {cases:,} cases {cases:,} were drawn, with replacement, {times:,} times (seed {seed}, so that it repeats), "
        "each with all its judgements; each time the scores were worked out again.",
        cases=found.cases,
        times=found.resamples,
        seed=found.seed,
    )


def _number(count: int | None) -> str:
    return f"{count or 0:,}"
