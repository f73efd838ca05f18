"""The View: what every face shows of a scored batch, each label spelled out and nothing left to work out.

Text, JSON and the summary page are written from it alone, so that they cannot differ.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field

from aboveline.diagnostics import Diagnostics, Place
from aboveline.frozen import frozen
from aboveline.report.intervals import IntervalFigure, ShownIntervals
from aboveline.scoring.model import ScoreKind, ScoreName, ScoreState
from aboveline.source import Span
from aboveline.wording.message import Message, message, plural

#: How a score came about, or that a public edition withholds it.
FigureState = ScoreState | Literal["withheld"]


@frozen
class Counts:
    """How many judgements came to what. `counted` is what a score divides by, `gaps` what is missing.

    None is what a public edition does not tell.
    """

    asked: int | None
    sufficient: int | None
    insufficient: int | None
    by_rule: int | None
    by_assessor: int | None
    excused: int | None
    unanswered: int | None
    undetermined: int | None
    counted: int | None

    @property
    def not_applicable(self) -> int:
        """All that did not apply: by rule, by the assessor, or excused."""
        return (self.by_rule or 0) + (self.by_assessor or 0) + (self.excused or 0)

    @property
    def gaps(self) -> int:
        """All that should be known and is not: unanswered or undetermined."""
        return (self.unanswered or 0) + (self.undetermined or 0)

    @property
    def share(self) -> str:
        """How many were sufficient of those counted, such as `12 of 30`; nothing where neither is told."""
        if self.sufficient is None and self.counted is None:
            return ""
        sufficient, counted = (
            message("withheld") if count is None else count for count in (self.sufficient, self.counted)
        )
        return message("{sufficient} of {counted}", sufficient=sufficient, counted=counted)


@frozen
class Range:
    """What a score could be, in whole percentages, if every gap had gone one way or the other."""

    low: int
    high: int
    may_have_no_cases: bool


_STATES: Mapping[str, Message] = {
    "no applicable cases": message("no applicable cases"),
    "stopped by unanswered": message("stopped by unanswered"),
    "not scored": message("not scored"),
    "not rated": message("not rated"),
    "withheld": message("withheld"),
}


def state_words(state: str, gaps: int) -> str:
    """Why there is no figure. Of what is missing nobody knows that it does not apply, so that is not said of it."""
    if state == "no applicable cases" and gaps:
        return plural("no figure, {n:,} missing", "no figure, {n:,} missing", gaps)
    return _STATES.get(state, state)


@frozen
class Figure:
    """One score as it is shown: `name` is `Criterion 1.1`, `figure` is `72%` or the reason there is none."""

    kind: ScoreKind
    key: str
    name: str
    label: str
    state: FigureState
    figure: str
    percent: int | None
    points: str | None
    fraction: str | None
    comment: str | None
    band: str | None
    counts: Counts
    range: Range | None
    notes: tuple[str, ...]
    #: What it is without the overrides, where they move it.
    before: "Figure | None" = None
    #: For a rating, the scores it is worked out from and those its caps read; itself where it is a share of cases.
    rests_on: tuple[ScoreName, ...] = ()

    @property
    def counts_withheld(self) -> bool:
        """Whether counts that are told of other figures of its kind are withheld of this one."""
        return self.kind == "question" and None in {self.counts.sufficient, self.counts.counted}

    @property
    def state_words(self) -> str:
        """Why there is no figure."""
        return state_words(self.state, self.counts.gaps)


@frozen
class Reason:
    """Why a question did not apply, in the words of the criteria, where they stand, and how often."""

    words: str
    kind: str
    at: Span
    count: int


@frozen
class QuestionRow:
    """One question, or one family with its instances in `parts`."""

    figure: Figure
    standing: str
    themes: tuple[str, ...]
    reasons: tuple[Reason, ...]
    finding: str | None
    parts: tuple["QuestionRow", ...] = ()
    #: The keys of the themes it feeds.
    feeds: tuple[str, ...] = ()


@frozen
class CriterionBlock:
    """A criterion and its questions. `pooled` is its own score where a rating prints in its place."""

    figure: Figure
    pooled: Figure | None
    questions: tuple[QuestionRow, ...]


@frozen
class SectionBlock:
    """A section and its criteria. `pooled` is its own score where a rating prints in its place."""

    figure: Figure
    pooled: Figure | None
    criteria: tuple[CriterionBlock, ...]


@frozen
class ThemeBlock:
    """A headline theme, how many key questions feed it, and the criteria they stand under."""

    figure: Figure
    pooled: Figure | None
    key_questions: int
    criteria: tuple[str, ...]


@frozen
class OverrideRow:
    """One judgement that a person overrode: what it is, what it was by the criteria and by which rule, why, by whom and when.

    `because` is the kind of the clause that had decided and `rule` its words; None where the assessor's mark had.
    `date` is year-month-day.
    """

    case_id: str
    question: str
    label: str
    criterion: str
    overridden_from: str
    because: str | None
    rule: str | None
    outcome: str
    reason: str
    by: str
    date: str
    place: Place


@frozen
class FindingRow:
    """One finding: which case, which fact or question, and where it stands in the data."""

    case_id: str
    subject: str
    label: str
    message: str
    place: Place | None


@frozen
class FindingGroup:
    """The findings of one kind, what the kind means, how many there are, and the first of very many one by one."""

    code: str
    words: str
    count: int
    subjects: tuple[tuple[str, int], ...]
    rows: tuple[FindingRow, ...]


@frozen
class GroupBlock:
    """The cases for which a fact is one value (None where there is none), how many they are, and all their scores.

    `cases` is None where a public edition withholds it.
    """

    value: str | None
    label: str
    cases: int | None
    figures: tuple[Figure, ...]


@frozen
class BreakdownBlock:
    """Every score by one fact: a group for each of its values."""

    fact: str
    label: str
    groups: tuple[GroupBlock, ...]


@frozen
class BandRow:
    """One comment and the scores it stands for, such as `75% and over`."""

    label: str
    words: str


@frozen
class KeptAside:
    """One assessment of a case of which another is taken: its assessor, and where it stands in the data."""

    case_id: str
    assessor: str
    place: Place | None


@frozen
class AssessedBlock:
    """By whom cases were assessed: the fact that names them, who is preferred, by which rule one assessment is taken.

    `cases` is how many were assessed more than once.
    """

    fact: str
    label: str
    prefer: tuple[str, ...]
    rule: str
    cases: int
    aside: tuple[KeptAside, ...] = field(repr=False)


@frozen
class PublicEdition:
    """That this is a public edition: counts below which number are withheld, how many figures are, and why, in sentences."""

    threshold: int
    counts: int
    percents: int
    words: tuple[str, ...]


@frozen
class View:
    """Everything the summary of a scored batch shows. `cases` and `read` are None where a public edition withholds them."""

    framework: str
    label: str
    version: str
    files: tuple[str, ...]
    cases: int | None
    read: int | None
    left_out: tuple[str, ...]
    themes: tuple[ThemeBlock, ...]
    sections: tuple[SectionBlock, ...]
    ratings: tuple[Figure, ...]
    findings: tuple[FindingGroup, ...]
    bands: tuple[BandRow, ...]
    how: tuple[str, ...]
    caution: str
    breakdowns: tuple[BreakdownBlock, ...] = ()

    #: What is worth a look in the files of cases, and wrong only perhaps.
    notes: Diagnostics = ()
    #: The judgements that were overridden, in the order of their file.
    overrides: tuple[OverrideRow, ...] = ()
    #: The overrides that were left aside, by why. They say nothing of the data, and are none of the findings.
    left_aside: tuple[FindingGroup, ...] = ()

    #: None unless cases may have been assessed more than once.
    assessed: AssessedBlock | None = None
    #: How sure the scores are; None where that was not asked.
    intervals: ShownIntervals | None = None
    #: None unless it is a public edition, from which figures are withheld.
    public: PublicEdition | None = None

    def interval(self, figure: Figure) -> IntervalFigure | None:
        """How sure a score of the whole batch is; None where that was not asked."""
        return None if self.intervals is None else self.intervals.figures.get((figure.kind, figure.key))

    @property
    def gaps(self) -> int:
        """How many judgements are missing altogether, those of questions that are reported only among them."""
        return sum(row.figure.counts.gaps for row in self._asked())

    @property
    def gaps_aside(self) -> int:
        """How many of the missing judgements are of questions reported only, which stand in no other score."""
        return sum(row.figure.counts.gaps for row in self._asked() if row.standing != "scored")

    def _asked(self) -> Iterator[QuestionRow]:
        """Every judged question by itself."""
        rows = (row for section in self.sections for c in section.criteria for row in c.questions)
        return (question for row in rows for question in (row.parts or (row,)))
