"""Every reason a judged question can be judged for, numbered: the code that stands in a table of judgements.

The code of a judgement is the place of its reason in `reasons(question)`, from 0 up. What is tried
first stands last, so where several would fit, the reason is the one with the highest code:

1. insufficient, which is 0;
2. undetermined, one for each `excused where`, the last clause first;
3. excused, one for each of those;
4. sufficient;
5. unanswered;
6. undetermined, one for each `only where` and `excluded where`, the last clause first;
7. not applicable by the assessor, where the question may be marked so;
8. not applicable by rule, one for each of the same clauses.
"""

from collections.abc import Iterator

import polars as pl

from aboveline.framework.model import Framework, Question
from aboveline.frozen import frozen
from aboveline.judgement import Outcome

#: So many reasons and no more can be told apart by a code of one byte.
_ONE_BYTE = 256


@frozen
class Reason:
    """An outcome and the index of the clause that decided it; None where the assessor's mark did."""

    outcome: Outcome
    clause: int | None


def reasons(question: Question) -> tuple[Reason, ...]:
    """The reasons of a judged question; the place of each is its code."""
    return tuple(_as_tried(question))[::-1]


def _as_tried(question: Question) -> Iterator[Reason]:
    at, last = question.sufficiency, len(question.clauses)
    yield from (Reason(Outcome.NOT_APPLICABLE_BY_RULE, index) for index in range(at))
    if question.may_be_marked:
        yield Reason(Outcome.NOT_APPLICABLE_BY_ASSESSOR, None)
    yield from (Reason(Outcome.UNDETERMINED, index) for index in range(at))
    yield Reason(Outcome.UNANSWERED, at)
    yield Reason(Outcome.SUFFICIENT, at)
    yield from (Reason(Outcome.EXCUSED, index) for index in range(at + 1, last))
    yield from (Reason(Outcome.UNDETERMINED, index) for index in range(at + 1, last))
    yield Reason(Outcome.INSUFFICIENT, at)


def code_type(question: Question) -> pl.DataType:
    """The type of the column of a question's codes: one byte, unless it has more reasons than that can tell apart."""
    return pl.UInt8() if len(reasons(question)) <= _ONE_BYTE else pl.UInt16()


def reason_table(framework: Framework) -> pl.DataFrame:
    """What every code means: a row for each reason of each judged question, with its outcome and clause."""
    rows = [
        (question.key, code, reason.outcome.value, reason.clause)
        for question in framework.questions.values()
        if question.is_judged
        for code, reason in enumerate(reasons(question))
    ]
    outcomes = pl.Enum([outcome.value for outcome in Outcome])
    schema = {"question": pl.String, "code": pl.UInt16, "outcome": outcomes, "clause": pl.UInt16}
    return pl.DataFrame(rows, schema=schema, orient="row")
