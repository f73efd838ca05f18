"""Every reason a judgement can have, numbered: the code that stands for it in a table of judgements.

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

A rating that is a share of cases is judged for each case too, as a question would be that is asked
only where the share is out of; its reasons are `SHARE`.
"""

from collections.abc import Iterator, Mapping

from aboveline.framework.model import Framework, Question
from aboveline.framework.model import Share as ShareOfCases
from aboveline.frozen import frozen
from aboveline.judgement import Outcome

#: What stands before the name of a rating that is a share of cases, in the name of its column. No question has a space in its name.
SHARE_OF = "share "

#: What stands for the index of a clause in a share of cases, which has none.
OUT_OF = 0


@frozen
class Reason:
    """An outcome and the index of the clause that decided it; None where the assessor's mark did."""

    outcome: Outcome
    clause: int | None


#: How a case can count in a share of cases; the place of each is its code.
SHARE = tuple(
    Reason(outcome, OUT_OF)
    for outcome in (
        Outcome.INSUFFICIENT,
        Outcome.SUFFICIENT,
        Outcome.UNANSWERED,
        Outcome.UNDETERMINED,
        Outcome.NOT_APPLICABLE_BY_RULE,
    )
)


def reasons(question: Question) -> tuple[Reason, ...]:
    """The reasons of a judged question; the place of each is its code."""
    return tuple(_as_tried(question))[::-1]


def reasons_by_column(framework: Framework) -> Mapping[str, tuple[Reason, ...]]:
    """The reasons in each column of a table of judgements: the judged questions in report order, then the shares of cases."""
    questions = {key: reasons(q) for key, q in framework.questions.items() if q.is_judged}
    shares = {
        SHARE_OF + key: SHARE for key, r in framework.ratings.items() if isinstance(r.measure, ShareOfCases)
    }
    return {**questions, **shares}


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
