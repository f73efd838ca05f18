"""The Tree: what a criteria file says, word for word, before any name is looked up.

A tree is a tuple of declarations in the order of the file. Each node keeps its span, which plays
no part in equality: the same text with other spacing gives an equal tree. Nothing is resolved
here: whether a `Name` is a fact, a question or an answer word is decided in `framework/`.

It is one long page because it is one vocabulary: words, then expressions, clauses and declarations,
each built from those above it.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, cast
from typing import Literal as OneOfWords

import attrs

from aboveline.frozen import frozen
from aboveline.source import Span, span_field

# --- Words -----------------------------------------------------------------------------------


@frozen
class Name:
    """A bare word: `rmp_required`, `yes`, `custody`. What it names is not yet known."""

    text: str
    span: Span = span_field()


@frozen
class Quoted:
    """Words in double quotes, without the quotes. The span includes them, and the translations that follow."""

    text: str
    span: Span = span_field()
    translations: tuple["Translation", ...] = ()

    @property
    def at(self) -> Span:
        """Where the words themselves stand, without their translations."""
        return Span(self.span.file, self.span.start, self.span.start + len(self.text) + 2)


@frozen
class LanguageCode:
    """`cy`, before words in that language."""

    text: str
    span: Span = span_field()


@frozen
class Translation:
    """`cy "Diogelu"`: words that people read, in another language."""

    language: LanguageCode
    words: Quoted
    span: Span = span_field()


@frozen
class LabelledName:
    """An answer word, a list item or a band step, with its label where one is given."""

    name: Name
    label: Quoted | None
    span: Span = span_field()


# --- Expressions -----------------------------------------------------------------------------


@frozen
class Instance:
    """`needs of agency`, `plan_done of custody`, `visits of (ete, custody)`: one item of a repeat."""

    name: Name
    items: tuple[Name, ...]
    span: Span = span_field()


@frozen
class Part:
    """`criterion 1.1` or `section 1`, named as a score in a rating."""

    kind: OneOfWords["criterion", "section"]
    number: str
    span: Span = span_field()


@frozen
class Literal:
    """A number, a date or a quoted text."""

    value: int | Decimal | date | str
    span: Span = span_field()


@frozen
class Percent:
    """`65%`; in a rating's condition only."""

    value: Decimal
    span: Span = span_field()


@frozen
class TheAnswer:
    """`the answer`: the question's own."""

    span: Span = span_field()


@frozen
class Chain:
    """Expressions joined by `and` and `or`, flat, as written; `operators` is one shorter than `items`.

    A chain that mixes the two is refused by `framework/`, which can then show both readings.
    """

    items: tuple["Expr", ...]
    operators: tuple[Name, ...]
    span: Span = span_field()


@frozen
class Not:
    """`not x`."""

    item: "Expr"
    span: Span = span_field()


@frozen
class Grouped:
    """An expression in brackets; kept so that `not (q is sufficient)` can be told apart and layout kept."""

    item: "Expr"
    span: Span = span_field()


ComparisonWord = OneOfWords[
    "is", "is not", "at least", "at most", "more than", "less than", "below",
    "before", "after", "on or before", "on or after",
]  # fmt: skip


@frozen
class Comparison:
    """`x is v`, `x is at least 3`, `d is on or before e`. `operator_span` covers the words between."""

    left: "Expr"
    operator: ComparisonWord
    right: "Expr"
    operator_span: Span = span_field()
    span: Span = span_field()


@frozen
class OneOf:
    """`x is one of (a, b)`, or with `negated`, `x is not one of (a, b)`."""

    left: "Expr"
    values: tuple["Expr", ...]
    negated: bool
    span: Span = span_field()


@frozen
class Between:
    """`x is between 3 and 5`, both ends included."""

    left: "Expr"
    low: "Expr"
    high: "Expr"
    span: Span = span_field()


DateUnit = OneOfWords["days", "working days", "weeks", "months"]
ElapsedUnit = OneOfWords["days", "working days", "weeks", "months", "years"]


@frozen
class DateLimit:
    """`d is no later than 15 working days after e`; `count` of units from `anchor`, and the bound there."""

    left: "Expr"
    bound: OneOfWords["no later than", "no earlier than"]
    count: int
    unit: DateUnit
    direction: OneOfWords["after", "before"]
    anchor: "Expr"
    span: Span = span_field()


@frozen
class Within:
    """`d is within 5 days after e`. `side` is `of` where the text has the bare `of`, an error later."""

    left: "Expr"
    count: int
    unit: DateUnit
    side: OneOfWords["after", "before", "either side of", "of"]
    anchor: "Expr"
    span: Span = span_field()


StandingWord = OneOfWords[
    "missing", "known", "applies", "does not apply",
    "sufficient", "insufficient",
    "sufficient or not applicable", "insufficient or not applicable",
]  # fmt: skip


@frozen
class Standing:
    """`x is missing`, `q applies`, `q is insufficient`: how a fact, an answer or a question stands."""

    subject: "Expr"
    word: StandingWord
    span: Span = span_field()


@frozen
class Quantified:
    """`any of (…)`, `at least 2 of (…)`, with `are insufficient` where that follows."""

    quantifier: OneOfWords["all of", "any of", "none of", "at least"]
    count: int | None
    items: tuple["Expr", ...]
    standing: OneOfWords["sufficient", "insufficient"] | None
    span: Span = span_field()


@frozen
class NumberOf:
    """`number of (q1, q2) that are sufficient`."""

    items: tuple["Expr", ...]
    standing: OneOfWords["sufficient", "insufficient", "apply"]
    span: Span = span_field()


@frozen
class Elapsed:
    """`days from d to e`; whole units, negative when `end` comes first."""

    unit: ElapsedUnit
    start: "Expr"
    end: "Expr"
    span: Span = span_field()


@frozen
class Arithmetic:
    """`a + b` or `a - b`."""

    left: "Expr"
    operator: OneOfWords["+", "-"]
    right: "Expr"
    span: Span = span_field()


@frozen
class InBand:
    """`s is in improve`, `s is in improve or worse`; in a rating's condition only."""

    subject: "Expr"
    step: Name
    reach: OneOfWords["or worse", "or better"] | None
    span: Span = span_field()


@frozen
class NoApplicableCases:
    """`s has no applicable cases`; in a rating's condition only."""

    subject: "Expr"
    span: Span = span_field()


Expr = (
    Name | Instance | Part | Literal | Percent | TheAnswer | Chain | Not | Grouped | Comparison | OneOf
    | Between | DateLimit | Within | Standing | Quantified | NumberOf | Elapsed | Arithmetic | InBand
    | NoApplicableCases
)  # fmt: skip


# --- Types of facts --------------------------------------------------------------------------


@frozen
class TypeYesNo:
    """`yes or no`."""

    span: Span = span_field()


@frozen
class TypeChoice:
    """`one of a, b "label", c`."""

    words: tuple[LabelledName, ...]
    span: Span = span_field()


@frozen
class TypeWhole:
    """`whole number` or `whole number from a to b`."""

    low: int | None
    high: int | None
    span: Span = span_field()


@frozen
class TypeNumber:
    """`number`."""

    span: Span = span_field()


@frozen
class TypeDate:
    """`date`."""

    span: Span = span_field()


@frozen
class TypeText:
    """`text`."""

    span: Span = span_field()


@frozen
class TypeSeveral:
    """`several of a "label", b`: as many of the words as fit."""

    words: tuple[LabelledName, ...]
    span: Span = span_field()


@frozen
class TypeScale:
    """`from 0 to 100`: a whole number on a scale."""

    low: int
    high: int
    span: Span = span_field()


TypeName = TypeYesNo | TypeChoice | TypeWhole | TypeNumber | TypeDate | TypeText


# --- Clauses ---------------------------------------------------------------------------------


@frozen
class Version:
    """`version "2012.1"`."""

    text: Quoted
    span: Span = span_field()


@frozen
class WrittenIn:
    """`written in cy`: the language of every text that is not a translation."""

    name: Name
    span: Span = span_field()


@frozen
class Calendar:
    """`calendar england_and_wales`."""

    name: Name
    span: Span = span_field()


@frozen
class Unanswered:
    """`unanswered questions are left out`, `count as insufficient` or `stop the score`."""

    rule: OneOfWords["left out", "insufficient", "stop"]
    span: Span = span_field()


@frozen
class StrengthsFrom:
    """`strengths from 70%`: from which percentage on a finding is a strength."""

    percent: Decimal
    span: Span = span_field()


@frozen
class OnlyWhere:
    """`only where …`."""

    expr: Expr
    span: Span = span_field()


@frozen
class ExcludedWhere:
    """`excluded where …`."""

    expr: Expr
    span: Span = span_field()


@frozen
class ExcusedWhere:
    """`excused where …`."""

    expr: Expr
    span: Span = span_field()


@frozen
class Where:
    """`where …`, the body of a condition."""

    expr: Expr
    span: Span = span_field()


@frozen
class When:
    """`when …`: the cases a check is for."""

    expr: Expr
    span: Span = span_field()


@frozen
class ExpectThat:
    """`expect …`: what must be so of the cases a check is for."""

    expr: Expr
    span: Span = span_field()


@frozen
class Required:
    """`required`: a record without this fact is invalid."""

    span: Span = span_field()


@frozen
class OfTheInspection:
    """`of the inspection`: known once for the whole batch."""

    span: Span = span_field()


@frozen
class ForEachList:
    """One list of a `for each`, with the items picked from it, or () for all of them."""

    list: Name
    items: tuple[Name, ...]
    span: Span = span_field()


@frozen
class ForEach:
    """`for each agency in (ete, csc) and phase`."""

    lists: tuple[ForEachList, ...]
    span: Span = span_field()


@frozen
class InData:
    """`in data "f_need_{item}"`: the column or key where this stands in records."""

    pattern: Quoted
    span: Span = span_field()


@frozen
class Answers:
    """`answers one of …` or `answers yes or no`."""

    type: TypeYesNo | TypeChoice
    span: Span = span_field()


@frozen
class SufficientWhen:
    """`sufficient when …`. Two words or more with commas are `words`; a single bare word is an `expr`."""

    expr: Expr | None
    words: tuple[Name, ...]
    span: Span = span_field()


@frozen
class Feed:
    """One theme of a `feeds`, with the items it is fed for, or () for all of them."""

    theme: Name
    items: tuple[Name, ...]
    span: Span = span_field()


@frozen
class Feeds:
    """`feeds roh for harm, safeguarding for wellbeing`."""

    themes: tuple[Feed, ...]
    span: Span = span_field()


@frozen
class InBands:
    """`in bands four_point`."""

    name: Name
    span: Span = span_field()


@frozen
class MayBeMarked:
    """`may be marked not applicable`."""

    span: Span = span_field()


@frozen
class Flag:
    """A clause of words alone."""

    word: OneOfWords["reported only", "not judged", "not scored", "scored"]
    span: Span = span_field()


@frozen
class Row:
    """One row of `worked out as`: an answer word and its condition, or None for `otherwise`."""

    word: Name
    condition: Expr | None
    span: Span = span_field()


@frozen
class WorkedOut:
    """`worked out as` rows, or a single expression that gives a number."""

    rows: tuple[Row, ...]
    exactly_one: bool
    expr: Expr | None
    span: Span = span_field()


@frozen
class Words:
    """`finding "…"`, `guidance "…"` or `reference "…"`."""

    kind: OneOfWords["finding", "guidance", "reference"]
    text: Quoted
    span: Span = span_field()


@frozen
class ForPart:
    """`for criterion 2.1`: the rating prints in that part's place."""

    part: Part
    span: Span = span_field()


@frozen
class Measure:
    """What a rating is worked out from. `parts` are names, instances or parts."""

    kind: OneOfWords["score of", "lowest of", "highest of", "average of", "total of points of"]
    parts: tuple[Expr, ...]
    span: Span = span_field()


@frozen
class Share:
    """`share of cases where X out of cases where Y`."""

    where: Expr
    out_of: Expr
    span: Span = span_field()


@frozen
class JudgedByInspectors:
    """`judged by inspectors`: a step of the bands, given beside the cases."""

    span: Span = span_field()


@frozen
class Cap:
    """`at most improve when …` or `at least good when …`."""

    bound: OneOfWords["at most", "at least"]
    step: Name
    when: Expr
    span: Span = span_field()


@frozen
class EmptyParts:
    """`scale up the rest` or `it counts 0 points`: what a total does with a part that has no cases."""

    rule: OneOfWords["scale up", "zero points"]
    span: Span = span_field()


@frozen
class ItemAnswers:
    """`answers several of …`, `answers from 0 to 100`: what can be answered to an item of a survey."""

    type: TypeYesNo | TypeChoice | TypeSeveral | TypeScale | TypeText
    span: Span = span_field()


@frozen
class PositiveWhen:
    """`positive when always, mostly`: the answers that count as positive."""

    words: tuple[Name, ...]
    span: Span = span_field()


@frozen
class PositiveFrom:
    """`positive from 70`: where on a scale the positive answers begin."""

    threshold: int
    span: Span = span_field()


@frozen
class About:
    """`about criterion 2.2, safeguarding`: what a survey, or an item of one, speaks to."""

    parts: tuple[Name | Part, ...]
    span: Span = span_field()


@frozen
class BrokenClause:
    """A clause that could not be read, which has been reported; `keyword` is what it begins with.

    It stands among the clauses that could be read, so that nothing is said to be missing that is
    only misspelt. `words` are the names in it, so that nothing is said to be unused.
    """

    keyword: str
    words: tuple[str, ...]
    span: Span = span_field()


Clause = (
    Version | WrittenIn | Calendar | Unanswered | StrengthsFrom | OnlyWhere | ExcludedWhere | ExcusedWhere | Where | When | ExpectThat
    | Required | OfTheInspection | ForEach | InData | Answers | SufficientWhen | Feeds | InBands | MayBeMarked | Flag
    | WorkedOut | Words | ForPart | Measure | Share | JudgedByInspectors | Cap | EmptyParts
    | ItemAnswers | PositiveWhen | PositiveFrom | About | BrokenClause
)  # fmt: skip


# --- Declarations ----------------------------------------------------------------------------


@frozen
class Framework:
    """`framework cci "…"` with version, calendar and the rule for unanswered questions."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Theme:
    """`theme roh "…"`; `in bands` may follow."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Step:
    """One step of a band set. `threshold` is None for `otherwise`; `unit` says what it is measured in."""

    name: Name
    label: Quoted | None
    threshold: Decimal | None
    unit: OneOfWords["percent", "points"] | None
    worth: Decimal | None
    span: Span = span_field()


@frozen
class Bands:
    """`bands by the rounded score` and its steps; `name` is None for the unnamed set."""

    name: Name | None
    by: OneOfWords["rounded", "exact"] | None
    steps: tuple[Step, ...]
    span: Span = span_field()


@frozen
class List:
    """`list agency: ete "education and training", csc`; the label, if any, is for all items together."""

    name: Name
    label: Quoted | None
    items: tuple[LabelledName, ...]
    span: Span = span_field()


@frozen
class Fact:
    """`fact age "Age at start of sentence" whole number from 10 to 18`, with its clauses."""

    name: Name
    label: Quoted | None
    type: TypeName | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Condition:
    """`condition custodial "…" where …`."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Check:
    """`check timely_but_absent "…" when rmp_timely is yes expect rmp_produced`."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Section:
    """`section 1 "…"`; without a label it reopens a section declared elsewhere."""

    number: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Criterion:
    """`criterion 1.1 "…"`; without a label it reopens a criterion declared elsewhere."""

    number: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Question:
    """`question rmp_done "…"` with its clauses; it belongs to the criterion it stands under."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Rating:
    """`rating overall "…"` with what it is worked out from."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Survey:
    """`survey young_people "…"`: a questionnaire, whose items stand under it."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Item:
    """`item listened "…"` with its clauses; it belongs to the survey it stands under."""

    name: Name
    label: Quoted | None
    clauses: tuple[Clause, ...]
    span: Span = span_field()


@frozen
class Given:
    """`rmp_required is yes`, `assessing is 49%`, or with `value` None, `x is marked not applicable`."""

    subject: Name | Instance | Part
    value: Name | Literal | Percent | None
    span: Span = span_field()


ExpectedOutcome = OneOfWords[
    "sufficient", "insufficient", "not applicable", "excused", "unanswered", "undetermined", "missing",
    "contradicted", "not contradicted",
]  # fmt: skip


@frozen
class Expect:
    """`rmp_timely is insufficient`, `age_group is older`, `overall is in improve`, `custodial` alone.

    Exactly one of `outcome`, `value`, `step` is set, or none: then the subject is a condition that
    must be yes. `unknown` is for `custodial is unknown`.
    """

    subject: Name | Instance | Part
    outcome: ExpectedOutcome | None
    value: Name | Literal | Percent | None
    step: Name | None
    unknown: bool
    span: Span = span_field()


@frozen
class Example:
    """`example "…"` with what is given and what must come of it."""

    label: Quoted
    given: tuple[Given, ...]
    expect: tuple[Expect, ...]
    span: Span = span_field()


@frozen
class Broken:
    """A declaration that could not be read, which has been reported.

    `keyword` is the word it begins with (`question`), `name` what it declares (for a section or
    criterion its number), None where not even that could be told. It is kept so that no use of
    the name is called unknown and no question under it is called homeless. `words` are the names
    in it, so that nothing is said to be unused.
    """

    keyword: str
    name: Name | None
    words: tuple[str, ...]
    span: Span = span_field()


Declaration = (
    Framework | Theme | Bands | List | Fact | Condition | Check | Section | Criterion | Question | Rating
    | Survey | Item | Example | Broken
)  # fmt: skip


@frozen
class Tree:
    """One criteria file: its declarations in order."""

    file: str
    declarations: tuple[Declaration, ...]


def children(node: object) -> Iterator[object]:
    """The nodes directly beneath a node, in the order of the text."""
    for attribute in attrs.fields(type(node)):
        value: Any = getattr(node, attribute.name)
        several = cast("tuple[Any, ...]", value if isinstance(value, tuple) else (value,))
        for item in several:
            if attrs.has(cast("Any", type(item))) and not isinstance(item, Span):
                yield item


def walk(node: object) -> Iterator[object]:
    """The node and every node beneath it, depth first."""
    yield node
    for child in children(node):
        yield from walk(child)
