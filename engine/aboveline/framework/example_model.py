"""Examples of a framework as they are checked: a case in miniature, and what must come of it. No case is judged by them."""

from typing import Literal

from aboveline.framework.expressions import ScoreRef
from aboveline.frozen import frozen
from aboveline.source import Span, span_field
from aboveline.values import Value

GivenKind = Literal["fact", "answer", "mark", "score", "step"]


@frozen
class Given:
    """One thing an example starts from: a fact, an answer, a mark, or (for ratings) a score or step."""

    kind: GivenKind
    key: str
    value: Value | None
    score: ScoreRef | None
    span: Span = span_field()


ExpectKind = Literal["outcome", "answer", "fact", "condition", "check", "score", "step", "missing"]


@frozen
class Expect:
    """One thing an example must come to.

    `kind` says what `key` names and how `value` reads: an outcome of a question (a word of
    `judgement.Outcome`, or "not applicable" for any of its kinds), an answer or a derived fact, the
    truth of a condition ("yes", "no", "unknown"), how a check stands ("contradicted", "not
    contradicted"), a rating's percentage, a rating's step, or that a derived value is missing.
    """

    kind: ExpectKind
    key: str
    value: Value | None
    span: Span = span_field()


@frozen
class Example:
    """A case in miniature and what must come of it."""

    label: str
    given: tuple[Given, ...]
    expect: tuple[Expect, ...]
    span: Span = span_field()
