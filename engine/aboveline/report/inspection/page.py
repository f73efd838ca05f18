"""Turns an inspection report into one self-contained HTML page, for a screen, a phone or a printer.

Nothing of it needs the network or a script. Every text from a file is escaped, and what steers a screen is taken out.
"""

from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING

from aboveline.judgement import Outcome
from aboveline.report.inert import inert
from aboveline.report.inspection.charts import drawn
from aboveline.report.inspection.drill import CasePage
from aboveline.report.inspection.file_names import name_in_report
from aboveline.report.inspection.said import survey_sentence
from aboveline.report.inspection.view import InspectionReport
from aboveline.report.inspection.words import (
    came_words,
    evaluator_words,
    file_words,
    stage_name,
)
from aboveline.report.intervals import interval_words
from aboveline.report.markup import markup
from aboveline.report.outcomes import outcome_words
from aboveline.report.overrides_text import overridden_words, signed_words
from aboveline.report.page import gap_words, split_comment, why_not
from aboveline.report.summary_text import group_size, left_out_words, missing_words, range_words, whose
from aboveline.report.templating import environment_in
from aboveline.report.view import Figure
from aboveline.wording.language import Language
from aboveline.wording.message import message

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

#: How many findings in the data of one kind are listed before the rest are only counted.
LISTED = 200

#: By this line a page is known again as a final report, which is never written over.
STAGE_LINE = '<meta name="aboveline-stage" content="{}">'


def page(report: InspectionReport) -> str:
    """The report as a page, in its language."""
    template = environment_in(report.language).get_template("inspection/report.html")
    return template.render(report=report, view=report.view, outcomes=_outcomes(report.language), **_FUNCTIONS)


def case_page(report: InspectionReport, case: CasePage, back: str) -> str:
    """The page of one case in a folder of its own; `back` is where the report is from there."""
    template = _case_template(report.language)
    outcomes = _outcomes(report.language)
    return template.render(
        report=report, view=report.view, case=case, back=back, outcomes=outcomes, **_FUNCTIONS
    )


@cache
def _case_template(language: Language) -> "Template":
    return environment_in(language).get_template("inspection/case.html")


def told_count(figure: Figure, count: int | None) -> str:
    """A count of a figure; that it is withheld, or nothing where it is not told of figures of its kind."""
    if count is None:
        return message("withheld") if figure.kind == "question" else ""
    return str(count)


# --- What is said of judgements, of which there are very many -------------------------------


@cache
def _outcomes(language: Language) -> "Mapping[str, Markup]":
    """What a judgement can come to, in a language, ready to be printed."""
    from markupsafe import escape  # noqa: PLC0415 (slow to import)

    return {one.value: escape(language.says(outcome_words(one.value))) for one in Outcome}


@lru_cache(maxsize=10_000)
def _told(sentences: tuple[str, ...], language: Language) -> "Markup":
    """The sentences on a judgement in a language, ready to be printed; those on many cases are the same."""
    from markupsafe import escape  # noqa: PLC0415 (slow to import)

    return escape(inert(" ".join(map(language.says, sentences))))


_FUNCTIONS: Mapping[str, object] = {
    "came_words": came_words,
    "drawn": drawn,
    "evaluator_words": evaluator_words,
    "file_words": file_words,
    "gap_words": gap_words,
    "group_size": group_size,
    "interval_words": interval_words,
    "left_out_words": left_out_words,
    "listed": LISTED,
    "markup": markup,
    "missing_words": missing_words,
    "outcome_words": outcome_words,
    "overridden_words": overridden_words,
    "range_words": range_words,
    "signed_words": partial(signed_words, called=name_in_report),
    "split_comment": split_comment,
    "stage_line": STAGE_LINE,
    "stage_name": stage_name,
    "name_in_report": name_in_report,
    "survey_sentence": survey_sentence,
    "told": _told,
    "told_count": told_count,
    "whose": whose,
    "why_not": why_not,
}
