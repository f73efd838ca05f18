"""Turns the tally of a survey into the SurveyView that every face of it shows."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, cast

from aboveline.framework.expressions import ScoreRef
from aboveline.framework.model import Framework, Item, Several, Survey
from aboveline.report.phrases import answer_in_words, in_words
from aboveline.report.survey_view import (
    AnswerRow,
    AsideRow,
    ItemRow,
    ScaleRow,
    SpokenTo,
    SurveyView,
    Told,
)
from aboveline.scoring.figures import half_up, label_of, percent_of
from aboveline.surveys.answers import as_facts
from aboveline.surveys.responses import Responses
from aboveline.surveys.spread import spread
from aboveline.surveys.tally import Aside, ItemTally, SurveyTally, asides, share, tally
from aboveline.values import Choice, Text, WholeNumber


def survey_view(framework: Framework, survey: Survey, given: Responses) -> SurveyView:
    """What is shown of a survey whose responses were read."""
    counted = tally(framework, survey, given.records)
    return from_tally(framework, survey, given, counted, asides(framework, survey, given.records))


def from_tally(
    framework: Framework,
    survey: Survey,
    given: Responses,
    counted: SurveyTally,
    aside: tuple[Aside, ...] = (),
) -> SurveyView:
    """What is shown of a survey whose responses were counted."""
    return SurveyView(
        framework=framework.name,
        label=framework.label,
        version=framework.version,
        survey=survey.key,
        survey_label=survey.label,
        files=given.files,
        read=given.read,
        left_out=tuple(one or "one without an id" for one in given.left_out),
        responses=counted.responses,
        items=tuple(_item(framework, survey, i, counted.items[k]) for k, i in survey.items.items()),
        aside=tuple(AsideRow(one.response, one.item, one.is_known) for one in aside),
    )


def _item(framework: Framework, survey: Survey, item: Item, counted: ItemTally) -> ItemRow:
    rule = item.only_where
    answers = tuple(_answers(item, counted))
    scale = _scale(item, counted)
    return ItemRow(
        key=item.key,
        label=item.label,
        kind=_kind(item),
        about=tuple(_spoken_to(framework, ref) for ref in item.about),
        condition=None if rule is None else in_words(as_facts(framework, survey), rule),
        responses=counted.responses,
        answered=counted.answered,
        no_answer=counted.no_answer,
        not_asked=counted.not_asked,
        not_known=counted.not_known,
        aside=counted.aside,
        positive=counted.positive,
        positive_percent=_percent(counted.share),
        answers=answers,
        scale=scale,
        told=tuple(_told(item, counted, answers, scale)),
    )


def _kind(item: Item) -> Literal["one answer", "several answers", "scale", "text"]:
    match item.answers:
        case Several():
            return "several answers"
        case WholeNumber():
            return "scale"
        case Text():
            return "text"
        case Choice():
            return "one answer"


def _spoken_to(framework: Framework, ref: ScoreRef) -> SpokenTo:
    kind = cast("Literal['theme', 'section', 'criterion']", ref.kind)
    return SpokenTo(kind, ref.key, label_of(framework, kind, ref.key))


def _percent(fraction: Fraction | None) -> int | None:
    return None if fraction is None else half_up(fraction)


def _answers(item: Item, counted: ItemTally) -> Iterator[AnswerRow]:
    if not isinstance(item.answers, Choice | Several):
        return
    labels = {word.name: answer_in_words(word) for word in item.answers.words}
    for name, count in counted.words:
        percent = _percent(share(count, counted.answered))
        yield AnswerRow(name, labels[name], count, percent, name in item.positive)


def _scale(item: Item, counted: ItemTally) -> ScaleRow | None:
    kind = item.answers
    if not isinstance(kind, WholeNumber) or kind.low is None or kind.high is None:
        return None
    lies = spread(counted.figures, kind.high)
    if lies is None:
        return None
    return ScaleRow(
        low=kind.low,
        high=kind.high,
        positive_from=item.positive_from,
        lowest=lies.lowest,
        lower_quarter=float(lies.lower_quarter),
        median=float(lies.median),
        upper_quarter=float(lies.upper_quarter),
        highest=lies.highest,
        total=sum(figure * count for figure, count in counted.figures),
        mean=_to_one_place(lies.mean),
        top=lies.top,
        top_percent=percent_of(lies.top, counted.answered),
        figures=counted.figures,
    )


def _to_one_place(exact: Fraction) -> float:
    """A mean to one decimal place, a half rounded up."""
    return ((20 * exact.numerator + exact.denominator) // (2 * exact.denominator)) / 10


# --- Sentences -------------------------------------------------------------------------------


def _told(
    item: Item, counted: ItemTally, answers: tuple[AnswerRow, ...], scale: ScaleRow | None
) -> Iterator[Told]:
    """The sentences the criteria give for an item; none where nobody answered.

    One with `{answer}` is told of each positive answer, or of every answer where none is said to be positive.
    """
    finding = item.finding
    if finding is None or not counted.answered:
        return
    more = {} if scale is None else {"{top}": str(scale.top), "{top_percent}": f"{scale.top_percent}%"}
    if "{answer}" not in finding:
        text = _filled(finding, counted.positive, counted.answered, more)
        yield Told(finding, text, None, counted.positive, counted.answered)
        return
    positive = [row for row in answers if row.is_positive]
    for row in positive or answers:
        text = _filled(finding, row.count, counted.answered, {"{answer}": row.label})
        yield Told(finding, text, row.key, row.count, counted.answered)


def _filled(finding: str, count: int | None, of: int, more: Mapping[str, str]) -> str:
    blanks = {"{N}": str(of), **more}
    if count is not None:
        blanks |= {
            "{n}": str(count),
            "{percent}": f"{percent_of(count, of)}%",
            "{failed}": str(of - count),
            "{failed_percent}": f"{percent_of(of - count, of)}%",
        }
    for blank, words in blanks.items():
        finding = finding.replace(f"{blank}%", words if words.endswith("%") else f"{words}%")
        finding = finding.replace(blank, words)
    return finding
