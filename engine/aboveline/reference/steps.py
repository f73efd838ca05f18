"""Turns a rule into the steps of a Trail: each node with what `evaluate` says it came to.

Nothing is judged here. A step's value is asked of the very functions that judged, so that a trail
cannot disagree with its judgement.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import cast, get_args

from attrs import field

from aboveline.diagnostics import Place
from aboveline.framework.expressions import (
    AnswerValue,
    Applies,
    ConditionHolds,
    Expression,
    FactValue,
    JudgedAs,
    Operand,
    OwnAnswer,
    children,
)
from aboveline.framework.expressions import Truth as TruthExpression
from aboveline.framework.model import Question, WorkedOut
from aboveline.frozen import frozen
from aboveline.judgement import Outcome
from aboveline.records.record import Record
from aboveline.reference.evaluate import operand, ruling, truth
from aboveline.reference.scope import Possible, Scope
from aboveline.trail import ClauseStep, Step

_OPERANDS = frozenset(get_args(Operand))


@frozen
class Walk:
    """A case, the records its values stand in, and the steps already made of what has a key."""

    scope: Scope
    record: Record
    inspection: Record | None
    known: dict[tuple[str, str], tuple[Step, ...]] = field(factory=dict[tuple[str, str], tuple[Step, ...]])


def clause_steps(question: Question, walk: Walk) -> tuple[ClauseStep, ...]:
    """The clauses that were consulted to judge a question, with what each came to.

    Those that say whether it applies always are; `sufficient when` is where it does apply, and
    `excused where` where the answer is not sufficient.
    """
    ruled = ruling(question.key, walk.scope)
    steps: list[ClauseStep] = []
    for index, clause in enumerate(question.clauses):
        if clause.kind == "sufficient when" and not _was_answer_judged(question, ruled.outcome, ruled.clause):
            break
        found = step(clause.expr, walk)
        steps.append(ClauseStep(index, found.truth, index == ruled.clause, found))
        if clause.kind == "sufficient when" and found.truth is not False:
            break
    return tuple(steps)


def _was_answer_judged(question: Question, outcome: Outcome | None, clause: int | None) -> bool:
    return outcome is not None and clause is not None and clause >= question.sufficiency


def step(expr: Expression, walk: Walk) -> Step:
    """One expression with what it came to, and the steps of everything it rests on."""
    beneath = _beneath(expr, walk)
    if type(expr) not in _OPERANDS:
        return Step(expr, "truth", truth=truth(cast("TruthExpression", expr), walk.scope), steps=beneath)
    exists, value = operand(cast("Operand", expr), walk.scope)
    certain = None if isinstance(value, Possible) else value
    return Step(expr, "operand", exists=exists, value=certain, place=_place(expr, walk), steps=beneath)


def _beneath(expr: Expression, walk: Walk) -> tuple[Step, ...]:
    """The steps of what an expression rests on; what has a key is walked once and shared."""
    match expr:
        case ConditionHolds(condition=key):
            return _once("condition", key, walk)
        case FactValue(fact=key):
            return _once("fact", key, walk)
        case OwnAnswer(question=key):
            return row_steps(walk.scope.framework.questions[key].worked_out, walk)
        case AnswerValue(question=key) | Applies(question=key) | JudgedAs(question=key):
            return _once("question", key, walk)
        case _:
            return tuple(step(child, walk) for child in children(expr))


def _once(kind: str, key: str, walk: Walk) -> tuple[Step, ...]:
    if (kind, key) not in walk.known:
        walk.known[kind, key] = _RESTS_ON[kind](key, walk)
    return walk.known[kind, key]


def _condition_steps(key: str, walk: Walk) -> tuple[Step, ...]:
    return (step(walk.scope.framework.conditions[key].expr, walk),)


def _question_steps(key: str, walk: Walk) -> tuple[Step, ...]:
    """The steps of the clauses consulted to judge the question."""
    return tuple(clause.step for clause in clause_steps(walk.scope.framework.questions[key], walk))


def _fact_steps(key: str, walk: Walk) -> tuple[Step, ...]:
    """The step of the fact's own `only where`, then those of its rows down to the one that decided."""
    fact = walk.scope.framework.facts[key]
    exists = () if fact.only_where is None else (step(fact.only_where, walk),)
    if exists and exists[0].truth is False:
        return exists
    return exists + row_steps(fact.worked_out, walk)


_RESTS_ON: Mapping[str, Callable[[str, Walk], tuple[Step, ...]]] = {
    "condition": _condition_steps,
    "fact": _fact_steps,
    "question": _question_steps,
}


def row_steps(how: WorkedOut | None, walk: Walk) -> tuple[Step, ...]:
    """The steps of how something is worked out, down to the row that decided."""
    if how is None:
        return ()
    if how.number is not None:
        return (step(how.number, walk),)
    rows = (step(row.condition, walk) for row in how.rows if row.condition is not None)
    return tuple(rows) if how.exactly_one else tuple(_until_decided(rows))


def _until_decided(rows: Iterable[Step]) -> Iterable[Step]:
    for found in rows:
        yield found
        if found.truth is not False:
            return


def _place(expr: Expression, walk: Walk) -> Place | None:
    """Where a value stands in the input, or would stand; None for one that is not read from there."""
    match expr:
        case FactValue(fact=key):
            fact = walk.scope.framework.facts[key]
            record = walk.inspection if fact.of_inspection else walk.record
            return None if fact.worked_out or record is None else record.place_of(key, fact.column)
        case AnswerValue(question=key) | OwnAnswer(question=key):
            return answer_place(walk.scope.framework.questions[key], walk.record)
        case _:
            return None


def answer_place(question: Question, record: Record) -> Place | None:
    """Where the answer to a question stands in the input; None where it is worked out."""
    return None if question.worked_out else record.place_of(question.key, question.column)
