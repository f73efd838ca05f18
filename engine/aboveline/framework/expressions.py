"""Expressions of a checked framework: names resolved, types checked, repeats written out.

An operand has a value (or is missing, or does not exist for the case); a truth is yes, no or
unknown. Every node keeps the span of the words it came from. `reference/` and `columnar/` give
these nodes their meaning; nothing here computes.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Literal as OneOfWords
from typing import cast, get_args

import attrs

from aboveline.frozen import frozen
from aboveline.source import Span, span_field
from aboveline.values import Value

# --- Operands --------------------------------------------------------------------------------


@frozen
class Constant:
    """An answer word, a number, a date or a text."""

    value: Value
    span: Span = span_field()


@frozen
class FactValue:
    """The value of a fact, by key. Where the fact's own `only where` is no it does not exist."""

    fact: str
    span: Span = span_field()


@frozen
class AnswerValue:
    """What was answered to another question, by key. It does not exist where the question is not applicable."""

    question: str
    span: Span = span_field()


@frozen
class OwnAnswer:
    """`the answer`: what was answered to the question whose clause this is."""

    question: str
    span: Span = span_field()


Unit = OneOfWords["days", "working days", "weeks", "months", "years"]


@frozen
class Elapsed:
    """Completed units from one date to another; negative when `end` comes first."""

    unit: Unit
    start: "Operand"
    end: "Operand"
    span: Span = span_field()


@frozen
class Arithmetic:
    """The sum or difference of two numbers."""

    left: "Operand"
    operator: OneOfWords["+", "-"]
    right: "Operand"
    span: Span = span_field()


@frozen
class NumberOf:
    """How many of some truths are yes; between the sure ones and those plus the unknown."""

    items: tuple["Truth", ...]
    span: Span = span_field()


Operand = Constant | FactValue | AnswerValue | OwnAnswer | Elapsed | Arithmetic | NumberOf


# --- Truths ----------------------------------------------------------------------------------


@frozen
class Always:
    """Yes for every case."""

    span: Span = span_field()


@frozen
class And:
    """Yes when every item is."""

    items: tuple["Truth", ...]
    span: Span = span_field()


@frozen
class Or:
    """Yes when any item is."""

    items: tuple["Truth", ...]
    span: Span = span_field()


@frozen
class Not:
    """Yes when the item is no."""

    item: "Truth"
    span: Span = span_field()


@frozen
class ConditionHolds:
    """A named condition, by key."""

    condition: str
    span: Span = span_field()


ComparisonWord = OneOfWords[
    "is", "is not", "at least", "at most", "more than", "less than",
    "before", "after", "on or before", "on or after",
]  # fmt: skip


@frozen
class Compare:
    """Two operands of one type, compared. A bare yes/no fact is compared with the word yes."""

    operator: ComparisonWord
    left: Operand
    right: Operand
    span: Span = span_field()


@frozen
class OneOf:
    """Whether an operand is any of some values (or, `negated`, none of them)."""

    left: Operand
    values: tuple[Operand, ...]
    negated: bool
    span: Span = span_field()


@frozen
class Between:
    """Whether a number or date lies between two, both included."""

    left: Operand
    low: Operand
    high: Operand
    span: Span = span_field()


@frozen
class DateLimit:
    """Whether a date is no later (or earlier) than the day `count` units after (or before) the anchor."""

    left: Operand
    bound: OneOfWords["no later than", "no earlier than"]
    count: int
    unit: Unit
    direction: OneOfWords["after", "before"]
    anchor: Operand
    span: Span = span_field()


@frozen
class Within:
    """Whether a date lies between the anchor and the day `count` units to the given side, both included."""

    left: Operand
    count: int
    unit: Unit
    side: OneOfWords["after", "before", "either side of"]
    anchor: Operand
    span: Span = span_field()


@frozen
class IsMissing:
    """Whether a value that should be there is not. Never unknown."""

    operand: FactValue | AnswerValue | OwnAnswer
    span: Span = span_field()


@frozen
class IsKnown:
    """Whether a value is there. Never unknown."""

    operand: FactValue | AnswerValue | OwnAnswer
    span: Span = span_field()


@frozen
class Applies:
    """Whether a question applies to the case; `negated` for `does not apply`."""

    question: str
    negated: bool
    span: Span = span_field()


@frozen
class JudgedAs:
    """Whether a question is judged sufficient (or insufficient), or also not applicable where said."""

    question: str
    outcome: OneOfWords["sufficient", "insufficient"]
    or_not_applicable: bool
    span: Span = span_field()


@frozen
class Counted:
    """`all of`, `any of`, `none of`, `at least n of`: `count` is given for the last alone."""

    quantifier: OneOfWords["all of", "any of", "none of", "at least"]
    count: int | None
    items: tuple["Truth", ...]
    span: Span = span_field()


# Over scores; in the conditions of ratings only.


@frozen
class ScoreRef:
    """A score, by its kind and key: a question, family, criterion, section, theme or rating."""

    kind: OneOfWords["question", "family", "criterion", "section", "theme", "rating"]
    key: str
    span: Span = span_field()


@frozen
class ScoreCompare:
    """A score compared with a percentage, both read as the score's bands are read."""

    operator: OneOfWords["is", "is not", "at least", "at most", "more than", "less than"]
    score: ScoreRef
    percent: Decimal
    span: Span = span_field()


@frozen
class ScoreBetween:
    """A score between two percentages, both included."""

    score: ScoreRef
    low: Decimal
    high: Decimal
    span: Span = span_field()


@frozen
class InBand:
    """Whether a score stands in a step of its bands, or in that step and all beyond it one way."""

    score: ScoreRef
    step: str
    reach: OneOfWords["or worse", "or better"] | None
    span: Span = span_field()


@frozen
class NoApplicableCases:
    """Whether a score has nothing to divide by."""

    score: ScoreRef
    span: Span = span_field()


Truth = (
    Always | And | Or | Not | ConditionHolds | Compare | OneOf | Between | DateLimit | Within | IsMissing
    | IsKnown | Applies | JudgedAs | Counted | ScoreCompare | ScoreBetween | InBand | NoApplicableCases
)  # fmt: skip

Expression = Operand | Truth


_KINDS = frozenset(get_args(Expression))


@cache
def _holders(kind: type[object]) -> tuple[str, ...]:
    """The attributes of a kind of node that can hold expressions; looked up once, as they are walked often."""
    return tuple(a.name for a in attrs.fields(kind) if a.name != "span")


def children(node: "Expression") -> Iterator["Expression"]:
    """The expressions directly beneath one, in the order of the text."""
    for name in _holders(type(node)):
        value = getattr(node, name)
        held = cast("tuple[Expression, ...]", value if isinstance(value, tuple) else (value,))
        for item in held:
            if type(item) in _KINDS:
                yield item


def walk(node: "Expression") -> Iterator["Expression"]:
    """The expression and every one beneath it, depth first."""
    yield node
    for child in children(node):
        yield from walk(child)
