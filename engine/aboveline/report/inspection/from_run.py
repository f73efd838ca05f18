"""Turns a scored batch into the report of an inspection."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field

from aboveline.diagnostics import Place
from aboveline.framework.model import Framework, strengths_from
from aboveline.frozen import frozen
from aboveline.report.comparison import BenchmarkRow, ComparisonView, interval_in_words, points_in_words
from aboveline.report.inspection.cases import Drill
from aboveline.report.inspection.characteristics import (
    LEAST_GROUP,
    breakdowns,
    characteristics,
    described_by,
)
from aboveline.report.inspection.charts import asked, line_words, summary_chart, theme_charts
from aboveline.report.inspection.drill import CasePage, DrillDown
from aboveline.report.inspection.file_names import name_in_report
from aboveline.report.inspection.material_checks import checked
from aboveline.report.inspection.materials import moved_in, remarks_in
from aboveline.report.inspection.method import rules_of
from aboveline.report.inspection.said import sentence
from aboveline.report.inspection.spoken import Spoken
from aboveline.report.inspection.view import (
    STAGE_WORDS,
    Cover,
    Foreword,
    ForewordRow,
    InspectionReport,
    Material,
    ReportCriterion,
    ReportSection,
    Said,
    Side,
    Stage,
    TextFinding,
)
from aboveline.report.summary_text import cases_words
from aboveline.report.view import CriterionBlock, QuestionRow, View
from aboveline.wording.message import joined, message
from aboveline.workspace import Run

#: For some questions, the list they stand in by decision, and why.
Moved = Mapping[str, tuple[Side, str]]


@frozen
class Edition:
    """What of a report is decided by people: its stage and title, and which findings stand in a list by decision."""

    stage: Stage = "provisional"
    title: str | None = None
    moved: Moved = field(factory=dict[str, tuple[Side, str]])
    materials: tuple[Material, ...] | None = None
    spoken: Spoken = Spoken()


def edition_of(
    stage: Stage, name: str | None, materials: tuple[Material, ...] | None, spoken: Spoken | None = None
) -> Edition:
    """What the materials say of a report, and its stage; the title is that of its cover, else its name."""
    title = title_in(materials) or name
    return Edition(stage, title, moved_in(materials or ()), materials, spoken or Spoken())


def title_in(materials: Sequence[Material] | None) -> str | None:
    """The title that the cover among some texts gives."""
    return next((one.fields["title"] for one in materials or () if one.kind == "cover"), None)


def report_of(framework: Framework, view: View, edition: Edition) -> InspectionReport:
    """The report of an inspection."""
    lists = _Lists(framework, edition.moved, remarks_in(edition.materials or ()), edition.spoken)
    sections = tuple(
        ReportSection(section, tuple(lists.criterion(one) for one in section.criteria))
        for section in view.sections
    )
    covers = [one for one in edition.materials or () if one.kind == "cover"]
    cover = covers[0].fields if covers else dict[str, str]()
    found = InspectionReport(
        cover=Cover(
            title=edition.title or view.label,
            framework=view.framework,
            version=view.version,
            stage=edition.stage,
            stage_words=STAGE_WORDS[edition.stage],
            cases=cases_words(evolve(view, files=tuple(map(name_in_report, view.files)))),
            date=cover.get("date"),
            identifier=cover.get("identifier"),
            language=covers[0].language if covers else edition.spoken.language.code,
        ),
        view=view,
        sections=sections,
        strength_words=strength_words(framework),
        line_words=line_words(framework, sections),
        summary_chart=summary_chart(framework, view, sections),
        themes=theme_charts(framework, view, sections),
        materials=edition.materials,
        rules=rules_of(framework),
        cases_words=message("What was judged of single cases is left out of this edition."),
        spoken=edition.spoken,
    )
    return (
        found
        if edition.materials is None
        else evolve(found, text_findings=tuple(_text_findings(framework, found)))
    )


def strength_words(framework: Framework) -> str:
    """From where a finding is a strength, and who says so: the framework, some of its criteria, or nobody."""
    usual = strengths_from(framework)
    sentences = [
        message(
            "A finding is listed as a strength where at least {percent}% of the work was sufficient, as printed, and as an "
            "area for improvement otherwise; where a person decided differently, the reason stands with it.",
            percent=usual,
        ),
        message("The framework declares no percentage of its own, so this is the usual one.")
        if framework.strengths_from is None
        else message(
            "The framework declares this percentage (“{clause}”).", clause=f"strengths from {usual}%"
        ),
    ]
    for key, criterion in framework.criteria.items():
        own = strengths_from(framework, key)
        if own != usual:
            sentences.append(
                message(
                    "In {criterion} it is {percent}%, as the framework declares.",
                    criterion=f"{key} {criterion.label}",
                    percent=own,
                )
            )
    return joined(sentences, " ")


def _text_findings(framework: Framework, report: InspectionReport) -> Iterator[TextFinding]:
    for one in checked(framework, report, report.materials or ()):
        file = next((label.at.file for label in one.labels), None)
        yield TextFinding(one, file and name_in_report(file))


def with_foreword(report: InspectionReport, compared: ComparisonView) -> InspectionReport:
    """The report with its headline scores beside those of other inspections."""
    rows = tuple(_foreword_row(row) for row in compared.benchmark)
    return evolve(
        report,
        foreword=Foreword(compared.benchmark_of, compared.this, rows, (*compared.notes, compared.caution)),
    )


def with_cases_like(
    report: InspectionReport, run: Run, facts: Sequence[str], by: Sequence[str]
) -> InspectionReport:
    """The report with what its cases are like, by some facts, and its scores by others."""
    described = described_by(run, facts, report.view.breakdowns)
    return evolve(
        report,
        described=described,
        characteristics=characteristics(described, report.view.cases),
        breakdowns=breakdowns(report.view, by),
        least_group=LEAST_GROUP,
    )


def without_cases(view: View) -> View:
    """The View with no case named: what was noticed or overridden is told without whose case it was, and where it stands."""
    return evolve(
        view,
        findings=tuple(evolve(group, rows=()) for group in view.findings),
        left_aside=tuple(evolve(group, rows=()) for group in view.left_aside),
        left_out=tuple(message("a case not named here") for _ in view.left_out),
        overrides=tuple(
            evolve(row, case_id=message("not named here"), place=Place(row.place.file))
            for row in view.overrides
        ),
    )


def with_cases(report: InspectionReport, run: Run) -> InspectionReport:
    """The report with a page for each case within it."""
    following = Drill(run, report.view)
    cases = tuple(following.cases())
    return evolve(report, drill=drilled(following, cases), cases_words="")


def drilled(following: Drill, cases: tuple[CasePage, ...] = (), folder: str | None = None) -> DrillDown:
    """What a reader can drill down to, once all cases have gone by; `folder` is where their pages are, if not in the report."""
    return DrillDown({one.question: one for one in following.questions()}, cases, folder)


def _foreword_row(row: BenchmarkRow) -> ForewordRow:
    found = row.benchmark
    apart = ""
    if row.change is not None:
        interval = interval_in_words(row.low, row.high)
        points = points_in_words(row.change)
        if not interval:
            apart = points
        elif row.is_close:
            apart = message("{points} ({interval}; close)", points=points, interval=interval)
        else:
            apart = message("{points} ({interval})", points=points, interval=interval)
    this = None if row.this is None else row.this.percent
    return ForewordRow(
        row.label,
        _percent(found.lowest),
        _percent(found.highest),
        _percent(found.average_percent),
        _percent(this),
        apart,
        found.theme,
    )


def _percent(number: int | None) -> str:
    return message("not known") if number is None else message("{percent}%", percent=number)


class _Lists:
    """Puts the findings of questions on the list of strengths or on that of areas for improvement."""

    def __init__(
        self, framework: Framework, moved: Moved, remarks: Mapping[str, Material], spoken: Spoken
    ) -> None:
        self.framework = framework
        self.moved = moved
        self.remarks = remarks
        self.spoken = spoken

    def criterion(self, block: CriterionBlock) -> ReportCriterion:
        """A criterion with its two lists, in the order of its questions."""
        said = tuple(one for row in block.questions for one in self._said(row))
        return ReportCriterion(
            block,
            tuple(one for one in said if one.side == "strength"),
            tuple(one for one in said if one.side == "improvement"),
            tuple(row for row in asked(block.questions) if self._is_silent(row)),
        )

    def _is_silent(self, row: QuestionRow) -> bool:
        """Whether a question has a finding that is withheld."""
        return row.figure.state == "withheld" and self.framework.questions[row.figure.key].finding is not None

    def _said(self, row: QuestionRow) -> Iterator[Said]:
        if row.parts:
            for part in row.parts:
                yield from self._said(part)
            return
        question = self.framework.questions[row.figure.key]
        finding = question.finding
        language = self.spoken.of_finding(question.key)
        words = None if finding is None else sentence(finding, row.figure, language)
        if words is None or row.figure.percent is None:
            return
        key = row.figure.key
        side, why = self.moved.get(key, (None, None))
        side = side or self._side(question.criterion, row.figure.percent)
        yield Said(key, words, row.figure, side, why, self.remarks.get(key), language)

    def _side(self, criterion: str, percent: int) -> Side:
        return "strength" if percent >= strengths_from(self.framework, criterion) else "improvement"
