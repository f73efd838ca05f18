"""What an inspection report shows, as plain data: every label spelled out and nothing left to work out.

Scores are the `Figure`s of the View of the batch, so that the report and every other face hold the same figures.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import field

from aboveline.diagnostics import Diagnostic
from aboveline.frozen import frozen
from aboveline.report.inspection.drill import DrillDown
from aboveline.report.inspection.spoken import Spoken
from aboveline.report.survey_view import PublicSurvey, SurveyView
from aboveline.report.view import CriterionBlock, Figure, QuestionRow, SectionBlock, View
from aboveline.wording.language import Language
from aboveline.wording.message import message

#: How far a report has come. A final one is never written over.
Stage = Literal["provisional", "draft", "final"]
STAGES: tuple[Stage, ...] = ("provisional", "draft", "final")

STAGE_WORDS: dict[Stage, str] = {
    "provisional": message(
        "Provisional findings. They have not been checked with those who were inspected, and may change."
    ),
    "draft": message("A draft, sent for comment. It is not to be published or passed on."),
    "final": message("The final report."),
}

#: Which of the two lists of a criterion a finding stands in.
Side = Literal["strength", "improvement"]


@frozen
class Material:
    """A text that people wrote for the report: its kind, its file, what its header says, and the Markdown below it.

    `criteria` are the general criteria it names, `language` is the code of the language it is in.
    """

    kind: str
    file: str
    fields: Mapping[str, str]
    text: str
    criteria: tuple[str, ...] = ()
    language: str = "en"


@frozen
class TextFinding:
    """Something found when the materials were held against the scores, and in which file, as the report calls it."""

    finding: Diagnostic
    file: str | None


@frozen
class Cover:
    """What the report is on, of what stage, and of which cases."""

    title: str
    framework: str
    version: str
    stage: Stage
    stage_words: str
    cases: str
    date: str | None = None
    identifier: str | None = None
    #: The code of the language the title and date are in.
    language: str = "en"


@frozen
class ForewordRow:
    """One headline theme beside other inspections: whole percentages in words, such as `62%`."""

    label: str
    lowest: str
    highest: str
    average: str
    this: str
    apart: str
    theme: str = ""


@frozen
class Foreword:
    """The table of the foreword: what other scores are of, and this inspection beside them."""

    of: str
    this: str
    rows: tuple[ForewordRow, ...]
    notes: tuple[str, ...]


@frozen
class Said:
    """What is said of one question: its sentence, with the figure it rests on, and why it stands in this list, if by decision.

    `remark` is the text that inspectors add to it, None where they add nothing.
    """

    question: str
    sentence: str
    figure: Figure
    side: Side
    moved: str | None = None
    remark: Material | None = None
    #: The code of the language the sentence is in.
    language: str = "en"


@frozen
class ReportCriterion:
    """A general criterion: its figure and questions, and its findings on the two lists."""

    block: CriterionBlock
    strengths: tuple[Said, ...]
    improvements: tuple[Said, ...]
    #: The questions with a finding that a public edition withholds; on which list it would stand it does not say either.
    silent: tuple[QuestionRow, ...] = ()

    @property
    def key(self) -> str:
        """Its number."""
        return (self.block.pooled or self.block.figure).key


@frozen
class ReportSection:
    """A section of the report and its general criteria."""

    block: SectionBlock
    criteria: tuple[ReportCriterion, ...]

    @property
    def key(self) -> str:
        """Its number."""
        return (self.block.pooled or self.block.figure).key


@frozen
class Bar:
    """One bar of a chart: what it is of, how long it is in percent (None: there is no bar), and its figures in words.

    `low` and `high` are the ends of its interval in percent, where it has one; `kind` is the place of its kind among those
    of the chart; `anchor` is where the figure stands in the report.
    """

    label: str
    percent: int | None
    figure: str
    counts: str
    kind: int = 0
    low: int | None = None
    high: int | None = None
    anchor: str | None = None


@frozen
class Chart:
    """A chart of bars: its title, what it shows in a sentence or two, and the words of each kind of bar.

    `mark` is a percentage with a line of its own, None where there is none.
    """

    key: str
    title: str
    description: str
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    mark: int | None = None
    #: What the column of figures, and that of counts, are called in the table behind the chart.
    columns: tuple[str, str] = (message("score"), message("sufficient"))


@frozen
class ThemeCharts:
    """The key questions of one theme, a chart or more for each general criterion they stand under."""

    label: str
    charts: tuple[Chart, ...]


@frozen
class DescribedGroup:
    """The cases for which a fact is one value (None where there is none), and how many; None where that is withheld."""

    value: str | None
    label: str
    cases: int | None


@frozen
class Described:
    """A fact that the cases are described by, and its groups, of which every case is in one."""

    fact: str
    label: str
    is_yes_or_no: bool
    groups: tuple[DescribedGroup, ...]


@frozen
class Characteristic:
    """How many cases a fact is each of its values for: a chart with its table."""

    fact: str
    label: str
    chart: Chart


@frozen
class BreakdownGroup:
    """The cases for which a fact is one value; `figures` are None where they are too few to show."""

    label: str
    cases: int | None
    figures: tuple[Figure, ...] | None


@frozen
class ReportBreakdown:
    """The scores by one fact: the whole batch first, then its groups, beside each other score by score."""

    fact: str
    label: str
    whole: tuple[Figure, ...]
    groups: tuple[BreakdownGroup, ...]


@frozen
class RuleText:
    """One declaration of the criteria: its words as they are written, and where they stand."""

    key: str
    label: str
    words: str
    where: str


@frozen
class RuleGroup:
    """Declarations that belong together, such as the questions of a criterion."""

    label: str
    rules: tuple[RuleText, ...]


@frozen
class InputRow:
    """A file the figures rest on: its name, what it is of, how long it is, its SHA-256 digest; of responses, the survey."""

    name: str
    of: str
    bytes: int
    sha256: str
    survey: str | None = None


@frozen
class Provenance:
    """What the figures rest on; `seal` is None where they are not those of a sealed run."""

    words: str
    seal: str | None
    made: str | None
    evaluator: str
    inputs: tuple[InputRow, ...]
    versions: tuple[tuple[str, str], ...]


@frozen
class InspectionReport:
    """Everything the report of one inspection shows."""

    cover: Cover
    view: View = field(repr=False)
    sections: tuple[ReportSection, ...]
    #: From which percentage a finding is a strength, and where the line in the charts of questions stands for it.
    strength_words: str
    line_words: str
    foreword: Foreword | None = None
    summary_chart: Chart | None = None
    themes: tuple[ThemeCharts, ...] = ()
    #: What the cases are described by, and the charts of it.
    described: tuple[Described, ...] = field(default=(), repr=False)
    characteristics: tuple[Characteristic, ...] = ()
    breakdowns: tuple[ReportBreakdown, ...] = ()
    #: A breakdown shows no scores of fewer cases than this.
    least_group: int = 0
    #: The texts that people wrote, in the order of their files; None where no folder of them was given.
    materials: tuple[Material, ...] | None = None
    text_findings: tuple[TextFinding, ...] = ()
    #: What service users and others answered, survey by survey.
    surveys: tuple[SurveyView, ...] = field(default=(), repr=False)
    #: The same in a public edition, in place of them.
    public_surveys: tuple[PublicSurvey, ...] = field(default=(), repr=False)
    #: What a public edition withholds and by which rule, in sentences.
    public_words: tuple[str, ...] = field(default=(), repr=False)
    rules: tuple[RuleGroup, ...] = field(default=(), repr=False)
    provenance: Provenance | None = None
    #: None where the report leaves cases out; `cases_words` says so then.
    drill: DrillDown | None = field(default=None, repr=False)
    cases_words: str = ""
    #: The language its pages are in, and what of the criteria is not.
    spoken: Spoken = field(default=Spoken(), repr=False)

    @property
    def language(self) -> Language:
        """The language its pages are in."""
        return self.spoken.language

    def label_of(self, criterion: str) -> str:
        """What a general criterion is called."""
        found = (one for section in self.sections for one in section.criteria if one.key == criterion)
        return next((one.block.figure.label for one in found), "")

    def of(self, kind: str) -> tuple[Material, ...]:
        """The materials of a kind."""
        return tuple(one for one in self.materials or () if one.kind == kind)

    def naming(self, kind: str, criterion: str) -> tuple[tuple[int, Material], ...]:
        """The materials of a kind that name a criterion, each with its number among those of its kind."""
        return tuple((at, one) for at, one in enumerate(self.of(kind), 1) if criterion in one.criteria)

    def quotations(self, survey: str, item: str | None = None) -> tuple[tuple[int, Material], ...]:
        """The quotations that speak to an item of a survey that is shown, or to that survey as a whole."""
        return tuple(
            (at, one)
            for at, one in enumerate(self.of("quotation"), 1)
            if one.fields.get("survey") == survey and (one.fields.get("item") or None) == item
        )

    @property
    def other_quotations(self) -> tuple[tuple[int, Material], ...]:
        """The quotations that speak to no survey that is shown."""
        shown = {one.survey for one in self.surveys}
        found = enumerate(self.of("quotation"), 1)
        return tuple((at, one) for at, one in found if one.fields.get("survey") not in shown)
