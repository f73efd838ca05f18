"""The Framework: a checked set of criteria files, ready to be evaluated.

Every name is resolved to a key, every repeat is written out into its instances, every clause a
question inherits stands in its own list. Nothing here changes after it is built.

Keys. A thing declared once has its name as key (`rmp_done`); an instance of a repeat has the
family's name and its items joined by dots (`plan_done.custody`). Sections and criteria have their
number as key (`1`, `1.1`). A score is named by kind and key.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import field

from aboveline.framework.example_model import Example
from aboveline.framework.expressions import Operand, ScoreRef, Truth
from aboveline.frozen import frozen
from aboveline.source import Source, Span, span_field
from aboveline.values import Choice, Text, ValueType, WholeNumber, Word

UnansweredRule = Literal["left out", "insufficient", "stop"]


@frozen
class Step:
    """One step of a band set; `threshold` is None for `otherwise`."""

    name: str
    label: str
    threshold: Decimal | None
    worth: Decimal | None
    span: Span = span_field()


@frozen
class BandSet:
    """Comment words by lowest percentage (or points), the best step first; `name` is "" for the unnamed set."""

    name: str
    by: Literal["rounded", "exact"]
    unit: Literal["percent", "points"]
    steps: tuple[Step, ...]
    span: Span = span_field()


@frozen
class Theme:
    """A headline theme; its key questions are those that feed it."""

    key: str
    label: str
    bands: str
    span: Span = span_field()


@frozen
class ItemList:
    """The items of a repeat; `label` is what stands in words for all of them together."""

    key: str
    label: str
    items: tuple[Word, ...]
    span: Span = span_field()


@frozen
class Row:
    """One row of `worked out as`: the word it gives, and its condition (None for `otherwise`)."""

    word: str
    condition: Truth | None
    span: Span = span_field()


@frozen
class WorkedOut:
    """How a derived value comes about: by the first row that is yes, or by `number`."""

    rows: tuple[Row, ...]
    exactly_one: bool
    number: Operand | None
    span: Span = span_field()


@frozen
class Fact:
    """Something known about a case (or, `of_inspection`, about all of them at once); never scored."""

    key: str
    name: str
    label: str
    type: ValueType
    column: str
    required: bool
    of_inspection: bool
    #: Where the fact exists at all; None for everywhere.
    only_where: Truth | None
    worked_out: WorkedOut | None
    #: List name and item, for an instance of a repeat.
    items: tuple[tuple[str, str], ...]
    span: Span = span_field()


@frozen
class Condition:
    """A named yes/no expression with the phrase people read."""

    key: str
    name: str
    label: str
    expr: Truth
    items: tuple[tuple[str, str], ...]
    span: Span = span_field()


@frozen
class Check:
    """What must be so of a case, and of which cases; what contradicts it is reported and never scored.

    A case contradicts it where `when` is yes and `expect` is no. Where either is unknown, nothing is said.
    """

    key: str
    name: str
    label: str
    #: The cases it is for; None for all of them.
    when: Truth | None
    expect: Truth
    items: tuple[tuple[str, str], ...]
    span: Span = span_field()


ClauseKind = Literal["only where", "excluded where", "sufficient when", "excused where"]


@frozen
class Clause:
    """One clause that can decide a judgement, and whose it is: `section 1`, `criterion 1.1`, `question`."""

    kind: ClauseKind
    expr: Truth
    owner: str
    span: Span = span_field()


@frozen
class Question:
    """One question asked of every case: an instance, where it is repeated.

    `clauses` holds every clause over it in the order they are tried: `only where` of the section,
    the criterion and its own; then `excluded where` likewise; then the one `sufficient when`;
    then `excused where`. A judgement names the clause that decided it by its index here.
    """

    key: str
    name: str
    label: str
    criterion: str
    section: str
    column: str
    answers: Choice
    clauses: tuple[Clause, ...]
    may_be_marked: bool
    standing: Literal["scored", "reported only", "not judged"]
    feeds: tuple[str, ...]
    bands: str
    unanswered: UnansweredRule
    worked_out: WorkedOut | None
    finding: str | None
    guidance: str | None
    reference: str | None
    items: tuple[tuple[str, str], ...]
    span: Span = span_field()

    @property
    def sufficiency(self) -> int:
        """The index of the `sufficient when` clause."""
        return next(i for i, c in enumerate(self.clauses) if c.kind == "sufficient when")

    @property
    def is_judged(self) -> bool:
        """Whether the question has an outcome at all."""
        return self.standing != "not judged"


@frozen
class Family:
    """The instances of one repeated question, pooled under the bare name."""

    key: str
    label: str
    criterion: str
    questions: tuple[str, ...]
    bands: str
    span: Span = span_field()


@frozen
class Criterion:
    """A general criterion and its questions, in report order."""

    key: str
    label: str
    section: str
    scored: bool
    bands: str
    #: From which printed percentage on a finding of its questions is a strength, where it or its section says so.
    strengths_from: int | None
    questions: tuple[str, ...]
    span: Span = span_field()


@frozen
class Section:
    """A section of the report and its criteria, in report order."""

    key: str
    label: str
    scored: bool
    bands: str
    criteria: tuple[str, ...]
    span: Span = span_field()


@frozen
class Measure:
    """A figure worked out from other scores."""

    kind: Literal["score of", "lowest of", "highest of", "average of", "total of points of"]
    parts: tuple[ScoreRef, ...]
    span: Span = span_field()


@frozen
class Share:
    """The share of cases where one thing holds out of those where another does."""

    where: Truth
    out_of: Truth
    span: Span = span_field()


@frozen
class JudgedByInspectors:
    """A step of the rating's bands, given beside the cases."""

    span: Span = span_field()


@frozen
class Cap:
    """A step the rating cannot go above (or below) when a condition over scores holds."""

    bound: Literal["at most", "at least"]
    step: str
    when: Truth
    span: Span = span_field()


@frozen
class Rating:
    """A figure or a step worked out from scores. `stands_for` is the part in whose place it prints."""

    key: str
    label: str
    measure: Measure | Share | JudgedByInspectors
    bands: str
    caps: tuple[Cap, ...]
    empty_parts: Literal["not rated", "scale up", "zero points"]
    stands_for: ScoreRef | None
    span: Span = span_field()


@frozen
class Several:
    """As many of some answer words as fit; in data a yes or no for each of them."""

    words: tuple[Word, ...]


ItemAnswers = Choice | Several | WholeNumber | Text  # a scale is a whole number


@frozen
class Item:
    """One item of a survey, asked `only_where` (None: of everybody); `facts` say how it stands in a response.

    `positive` are the words that count as positive (of several answers, any of them), `positive_from` where on a scale
    they begin; () and None where none do. `about` has the themes, sections and criteria it speaks to.
    """

    key: str
    label: str
    answers: ItemAnswers
    facts: tuple[Fact, ...]
    only_where: Truth | None
    positive: tuple[str, ...]
    positive_from: int | None
    about: tuple[ScoreRef, ...]
    finding: str | None
    guidance: str | None
    span: Span = span_field()

    @property
    def tells_positive(self) -> bool:
        """Whether any of its answers count as positive."""
        return bool(self.positive) or self.positive_from is not None


@frozen
class Survey:
    """A questionnaire and its items, in the order they are asked."""

    key: str
    label: str
    items: Mapping[str, Item]
    span: Span = span_field()

    @property
    def facts(self) -> Mapping[str, Fact]:
        """Everything one who answers can say, by key."""
        return {fact.key: fact for item in self.items.values() for fact in item.facts}


@frozen
class Framework:
    """A checked framework. Mappings are in report order: by number, then as the files stand."""

    name: str
    label: str
    version: str
    #: The language its texts are in, but for those that have no words in it.
    language: str
    calendar: str | None
    #: From which printed percentage on a finding is a strength, where the framework says so.
    strengths_from: int | None
    themes: Mapping[str, Theme]
    bands: Mapping[str, BandSet]
    lists: Mapping[str, ItemList]
    facts: Mapping[str, Fact]
    conditions: Mapping[str, Condition]
    checks: Mapping[str, Check]
    sections: Mapping[str, Section]
    criteria: Mapping[str, Criterion]
    questions: Mapping[str, Question]
    families: Mapping[str, Family]
    ratings: Mapping[str, Rating]
    surveys: Mapping[str, Survey]
    examples: tuple[Example, ...]
    #: The text of every file, by name, for showing where a rule stands.
    sources: Mapping[str, Source] = field(eq=False, repr=False)


#: From which percentage on a finding is a strength where nothing says so.
STRENGTHS_FROM = 70


def strengths_from(framework: Framework, criterion: str = "") -> int:
    """From which printed percentage on a finding is a strength: in a criterion, or where no criterion says otherwise."""
    said = framework.criteria[criterion].strengths_from if criterion else framework.strengths_from
    return STRENGTHS_FROM if said is None else said


def label_of(framework: Framework, key: str) -> str:
    """The words people read for a fact, condition, check or question."""
    for known in (framework.facts, framework.conditions, framework.checks, framework.questions):
        if key in known:
            return known[key].label
    return key
