"""Holds the texts of a report against its scores: findings, not errors, as a person may have reasons."""

from collections.abc import Iterator, Sequence

from aboveline.diagnostics import Diagnostic, Label, Place, Severity
from aboveline.framework.model import Framework
from aboveline.report.inspection.view import InspectionReport, Material
from aboveline.wording.message import message


def checked(
    framework: Framework, report: InspectionReport, materials: Sequence[Material]
) -> Iterator[Diagnostic]:
    """Each text that leads nowhere, and each criterion below the best comment without a recommendation."""
    recommendations = [one for one in materials if one.kind == "recommendation"]
    for one in recommendations:
        if not one.criteria:
            words = message(
                "the recommendation names no general criterion, so nothing in the report leads to it"
            )
            remedy = "name them in its header, as in `criteria: 1.1, 1.3`"
            yield _finding("recommendation-without-criterion", words, remedy, one.file)
    named = {key for one in recommendations for key in one.criteria}
    for criterion in (one for section in report.sections for one in section.criteria):
        figure = criterion.block.figure
        if (
            figure.comment is not None
            and criterion.key not in named
            and not _is_best(framework, figure.comment)
        ):
            words = message(
                "criterion {criterion}, {label}, scored {figure} ({comment}), and no recommendation names it",
                criterion=criterion.key,
                label=figure.label,
                figure=figure.figure,
                comment=figure.comment,
            )
            yield _finding("criterion-without-recommendation", words, "write one, or name it in one there is")

    yield from _quotations_without_place(materials)
    yield from _remarks_on_nothing(report, materials)


def _quotations_without_place(materials: Sequence[Material]) -> Iterator[Diagnostic]:
    """Each quotation that speaks to no item of a survey and to no criterion."""
    for one in materials:
        if one.kind == "quotation" and not one.fields.get("item") and not one.criteria:
            message = "the quotation names no item of a survey and no general criterion, so a reader cannot tell what it is about"
            remedy = "name one in its header, as in `survey: young_people` and `item: listened`, or `criteria: 1.1`"
            yield _finding("quotation-without-place", message, remedy, one.file)


def _remarks_on_nothing(report: InspectionReport, materials: Sequence[Material]) -> Iterator[Diagnostic]:
    """Each remark on a question of which the report says nothing."""
    said = {
        one.question
        for section in report.sections
        for criterion in section.criteria
        for one in (*criterion.strengths, *criterion.improvements)
    }
    for one in materials:
        if one.kind == "remark" and one.fields["question"] not in said:
            message = (
                f"the report says nothing of `{one.fields['question']}`, so the remark on it is not printed"
            )
            remedy = "it applied to no case, or the criteria give it no `finding`; put the words into a commentary, or take them out"
            yield _finding("remark-without-finding", message, remedy, one.file)


def _is_best(framework: Framework, comment: str) -> bool:
    """Whether a comment is the best of its set of bands."""
    return any(bands.steps and bands.steps[0].label == comment for bands in framework.bands.values())


def _finding(code: str, words: str, remedy: str, file: str | None = None) -> Diagnostic:
    labels = () if file is None else (Label(Place(file)),)
    return Diagnostic(code, words, labels, remedy, Severity.WARNING)
