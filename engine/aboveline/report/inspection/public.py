"""Turns the report of an inspection into its public edition: no case can be made out in it, no withheld count worked out.

Whatever shows a report shows what this gives it. One decision is taken over all that is told of the cases: their scores, the
scores of groups, and what they are like. What service users answered is decided by itself, as they are other people.
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from aboveline.disclosure.model import THRESHOLD
from aboveline.disclosure.primary import small_group
from aboveline.framework.model import Framework
from aboveline.report.inspection.characteristics import LEAST_GROUP, breakdowns, characteristics
from aboveline.report.inspection.from_run import Edition, report_of
from aboveline.report.inspection.materials import moved_in
from aboveline.report.inspection.view import (
    Described,
    Foreword,
    ForewordRow,
    InspectionReport,
    Provenance,
)
from aboveline.report.public import public_edition
from aboveline.report.public_keys import Block
from aboveline.report.public_rules import implied
from aboveline.report.public_survey import public_survey
from aboveline.report.survey_view import PublicSurvey
from aboveline.report.view import Figure, View
from aboveline.wording.message import message

#: The files that are about nobody, and are named with their digests.
_ABOUT_NOBODY = frozenset({"criteria", "material", "population"})


def public_report(framework: Framework, report: InspectionReport) -> InspectionReport:
    """The public edition of a report.

    Of very few cases it is not told what they are like: which groups there are would tell of each.
    """
    few = report.view.cases is None or report.view.cases < small_group(THRESHOLD)
    facts = [] if few else [block.fact for block in report.breakdowns]
    view = evolve(
        report.view, breakdowns=tuple(block for block in report.view.breakdowns if block.fact in facts)
    )
    sizes = {
        one.fact: {group.label: group.cases for group in one.groups if group.cases is not None}
        for one in report.described
        if not few
    }
    decided = public_edition(view, sizes, rules=implied(framework, dict.fromkeys((*facts, *sizes))))
    described = tuple(_described(one, decided.groups) for one in report.described if one.fact in sizes)
    surveys = tuple(public_survey(framework, one) for one in report.surveys)
    cover, materials = report.cover, report.materials
    edition = Edition(cover.stage, cover.title, moved_in(materials or ()), materials, report.spoken)
    made = report_of(framework, decided.view, edition)
    return evolve(
        made,
        foreword=report.foreword and _foreword(report.foreword, decided.view),
        described=described,
        characteristics=characteristics(described, decided.view.cases),
        breakdowns=breakdowns(decided.view, facts),
        least_group=LEAST_GROUP,
        text_findings=(),
        public_surveys=surveys,
        public_words=tuple(_words(decided.view, surveys, few=few and bool(report.described))),
        provenance=report.provenance and _provenance(report.provenance),
        cases_words=message("A public edition says nothing of single cases."),
    )


def _words(view: View, surveys: Sequence[PublicSurvey], *, few: bool) -> Iterator[str]:
    """What is said of what is withheld."""
    yield from view.public.words if view.public else ()
    if few:
        yield message(
            "There are fewer than {n} cases, so it is not told what they are like.", n=small_group(THRESHOLD)
        )
    for one in surveys:
        yield message(
            "The responses to “{survey}” are figures of other people, decided on by themselves by the same rule; counts withheld: "
            "{n}.",
            survey=one.label,
            n=one.withheld,
        )
    yield message(
        "Left out altogether: why questions did not apply, what was missing and what a score could be for it, how far chance "
        "may have moved it, what was noticed in the data, and the files of cases."
    )


def _described(one: Described, told: Mapping[Block, int | None]) -> Described:
    return evolve(one, groups=tuple(evolve(g, cases=told[one.fact, g.label]) for g in one.groups))


def _foreword(foreword: Foreword, view: View) -> Foreword:
    """The table with this inspection's scores as they are told, and not how far to the tenth of a point they lie from others."""
    figures = {(theme.pooled or theme.figure).key: theme.pooled or theme.figure for theme in view.themes}
    return evolve(foreword, rows=tuple(_foreword_row(row, figures[row.theme]) for row in foreword.rows))


def _foreword_row(row: ForewordRow, figure: Figure) -> ForewordRow:
    told = message("withheld") if figure.state == "withheld" else row.this
    return evolve(row, this=told, apart="")


def _provenance(provenance: Provenance) -> Provenance:
    """What the figures rest on but for files about people, whose digests could be held against guesses."""
    return evolve(provenance, inputs=tuple(one for one in provenance.inputs if one.of in _ABOUT_NOBODY))
