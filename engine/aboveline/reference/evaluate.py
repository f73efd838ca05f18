"""What every expression and every question comes to for one case: the definition of the meaning.

Every truth is yes, no or unknown. Every operand has two sides: whether there is such a thing for
this case at all (yes, no or unknown) and what it is (or missing). A comparison with something that
does not exist is no; else, with anything missing or of unknown existence, it is unknown.

Expressions ask what questions come to and questions ask their clauses, so both stand here; the
checker has made sure that nothing asks for itself.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from aboveline.calendars import elapsed
from aboveline.framework.expressions import (
    Always,
    And,
    AnswerValue,
    Applies,
    Arithmetic,
    Between,
    Compare,
    ConditionHolds,
    Constant,
    Counted,
    DateLimit,
    Elapsed,
    FactValue,
    InBand,
    IsKnown,
    IsMissing,
    JudgedAs,
    NoApplicableCases,
    Not,
    NumberOf,
    OneOf,
    Operand,
    Or,
    OwnAnswer,
    ScoreBetween,
    ScoreCompare,
    Within,
)
from aboveline.framework.expressions import Truth as TruthExpression
from aboveline.framework.model import Clause, Fact, Question, WorkedOut
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.reference.operations import (
    ARITHMETIC,
    BOUNDS,
    COMPARISONS,
    QUANTIFIERS,
    REACHES,
    day_from,
    lies_between,
)
from aboveline.reference.scope import Possible, Ruling, Scope, Seen
from aboveline.values import Mark, Truth, Value, all_of, any_of, negate


def truth(expr: TruthExpression, scope: Scope) -> Truth:
    """Whether an expression is yes, no or unknown for the case."""
    return TRUTHS[type(expr)](expr, scope)


def operand(expr: Operand, scope: Scope) -> Seen:
    """Whether there is such a thing for the case, and what it is."""
    return OPERANDS[type(expr)](expr, scope)


# --- Operands --------------------------------------------------------------------------------


def _fact_value(expr: FactValue, scope: Scope) -> Seen:
    seen = scope.facts.get(expr.fact)
    if seen is None:
        seen = scope.facts[expr.fact] = _fact(scope.framework.facts[expr.fact], scope)
    return seen


def _fact(fact: Fact, scope: Scope) -> Seen:
    exists = True if fact.only_where is None else truth(fact.only_where, scope)
    if exists is False:
        return (False, None)
    if fact.worked_out is not None:
        found_exists, value = worked_out(fact.key, fact.worked_out, scope)
        return (all_of((exists, found_exists)), value)
    given = (scope.of_inspection if fact.of_inspection else scope.values).get(fact.key)
    return (exists, None if isinstance(given, Mark) else given)


def _answer_value(expr: AnswerValue, scope: Scope) -> Seen:
    ruled = ruling(expr.question, scope)
    return (_applies(ruled), ruled.answer)


def _own_answer(expr: OwnAnswer, scope: Scope) -> Seen:
    return (True, answer(scope.framework.questions[expr.question], scope))


def _combined(seen: tuple[Seen, ...], operation: Callable[..., Any]) -> Seen:
    """What an operation on numbers or dates comes to: it exists where everything it is made of does."""
    exists = all_of(one_exists for one_exists, _ in seen)
    if exists is False or any(value is None for _, value in seen):
        return (exists, None)
    results = {operation(*values) for values in product(*(_possible(value) for _, value in seen))}
    return (exists, results.pop() if len(results) == 1 else Possible(frozenset(results)))


def _possible(value: Value | Possible | None) -> tuple[Any, ...]:
    return tuple(value.values) if isinstance(value, Possible) else (value,)


def _elapsed(expr: Elapsed, scope: Scope) -> Seen:
    def units(start: date, end: date) -> int:
        return elapsed(scope.framework.calendar, start, end, expr.unit)

    return _combined((operand(expr.start, scope), operand(expr.end, scope)), units)


def _arithmetic(expr: Arithmetic, scope: Scope) -> Seen:
    return _combined((operand(expr.left, scope), operand(expr.right, scope)), ARITHMETIC[expr.operator])


def _number_of(expr: NumberOf, scope: Scope) -> Seen:
    truths = [truth(item, scope) for item in expr.items]
    sure, unknown = truths.count(True), truths.count(None)
    return (True, Possible(frozenset(range(sure, sure + unknown + 1))) if unknown else sure)


OPERANDS: Mapping[type, Callable[[Any, Scope], Seen]] = {
    Constant: lambda expr, _: (True, expr.value),
    FactValue: _fact_value,
    AnswerValue: _answer_value,
    OwnAnswer: _own_answer,
    Elapsed: _elapsed,
    Arithmetic: _arithmetic,
    NumberOf: _number_of,
}


# --- Truths ----------------------------------------------------------------------------------


def _comparison(seen: Sequence[Seen], test: Callable[..., bool]) -> Truth:
    """What comparing some operands comes to; the one rule for all comparisons."""
    values: list[Any] = []
    unknown = uncertain = False
    for exists, value in seen:
        if exists is False:
            return False
        if exists is None or value is None:
            unknown = True
        elif type(value) is Possible:
            uncertain = True
        values.append(value)
    if unknown:
        return None
    return _uncertain(values, test) if uncertain else test(*values)


def _uncertain(values: list[Any], test: Callable[..., bool]) -> Truth:
    """Yes when the test holds whatever the numbers turn out to be, no when it never does."""
    results = {test(*chosen) for chosen in product(*(_possible(value) for value in values))}
    return results.pop() if len(results) == 1 else None


def _compare(expr: Compare, scope: Scope) -> Truth:
    return _comparison((operand(expr.left, scope), operand(expr.right, scope)), COMPARISONS[expr.operator])


def _one_of(expr: OneOf, scope: Scope) -> Truth:
    def among(left: Value, *values: Value) -> bool:
        return (left in values) is not expr.negated

    return _comparison([operand(each, scope) for each in (expr.left, *expr.values)], among)


def _between(expr: Between, scope: Scope) -> Truth:
    return _comparison([operand(each, scope) for each in (expr.left, expr.low, expr.high)], lies_between)


def _date_limit(expr: DateLimit, scope: Scope) -> Truth:
    count = expr.count if expr.direction == "after" else -expr.count

    def keeps_to(left: date, anchor: date) -> bool:
        return BOUNDS[expr.bound](left, day_from(scope.framework.calendar, anchor, count, expr.unit))

    return _comparison((operand(expr.left, scope), operand(expr.anchor, scope)), keeps_to)


def _within(expr: Within, scope: Scope) -> Truth:
    reach = REACHES[expr.side](expr.count)

    def lies_within(left: date, anchor: date) -> bool:
        first, last = (day_from(scope.framework.calendar, anchor, count, expr.unit) for count in reach)
        return lies_between(left, first, last)

    return _comparison((operand(expr.left, scope), operand(expr.anchor, scope)), lies_within)


def _condition(expr: ConditionHolds, scope: Scope) -> Truth:
    key = expr.condition
    if key not in scope.conditions:
        scope.conditions[key] = truth(scope.framework.conditions[key].expr, scope)
    return scope.conditions[key]


def _is_missing(expr: IsMissing, scope: Scope) -> Truth:
    of = expr.operand
    if isinstance(of, AnswerValue):
        ruled = ruling(of.question, scope)
        return ruled.outcome in _NEEDS_ANSWER and ruled.answer is None
    exists, value = operand(of, scope)
    return exists is not False and not _is_certain(value)


def _is_known(expr: IsKnown, scope: Scope) -> Truth:
    of = expr.operand
    if isinstance(of, AnswerValue):
        ruled = ruling(of.question, scope)
        return ruled.outcome in _SETTLED or (ruled.outcome in _NEEDS_ANSWER and ruled.answer is not None)
    exists, value = operand(of, scope)
    return exists is not False and _is_certain(value)


def _is_certain(value: Value | Possible | None) -> bool:
    return value is not None and not isinstance(value, Possible)


def _judged_as(expr: JudgedAs, scope: Scope) -> Truth:
    outcome = ruling(expr.question, scope).outcome
    if outcome in _SETTLED:
        return outcome == expr.outcome
    return expr.or_not_applicable if outcome in NOT_APPLICABLE else None


def _applies_to(expr: Applies, scope: Scope) -> Truth:
    applies = _applies(ruling(expr.question, scope))
    return negate(applies) if expr.negated else applies


def _applies(ruled: Ruling) -> Truth:
    if ruled.outcome is Outcome.UNDETERMINED:
        return None
    return ruled.outcome not in NOT_APPLICABLE


def _counted(expr: Counted, scope: Scope) -> Truth:
    return QUANTIFIERS[expr.quantifier]([truth(item, scope) for item in expr.items], expr.count or 0)


_SETTLED = frozenset({Outcome.SUFFICIENT, Outcome.INSUFFICIENT})

#: The outcomes of a question that applies and is not settled; None is that of one not judged at all.
_NEEDS_ANSWER = frozenset({Outcome.UNANSWERED, None})


def _over_scores(expr: object, scope: Scope) -> Truth:
    return scope.meanings[type(expr)](expr)


TRUTHS: Mapping[type, Callable[[Any, Scope], Truth]] = {
    Always: lambda _, __: True,
    And: lambda expr, scope: all_of(truth(item, scope) for item in expr.items),
    Or: lambda expr, scope: any_of(truth(item, scope) for item in expr.items),
    Not: lambda expr, scope: negate(truth(expr.item, scope)),
    ConditionHolds: _condition,
    Compare: _compare,
    OneOf: _one_of,
    Between: _between,
    DateLimit: _date_limit,
    Within: _within,
    IsMissing: _is_missing,
    IsKnown: _is_known,
    Applies: _applies_to,
    JudgedAs: _judged_as,
    Counted: _counted,
    ScoreCompare: _over_scores,
    ScoreBetween: _over_scores,
    InBand: _over_scores,
    NoApplicableCases: _over_scores,
}


# --- Worked-out values -----------------------------------------------------------------------


def worked_out(key: str, how: WorkedOut, scope: Scope) -> Seen:
    """What a fact or an answer is worked out to; missing where it cannot be told, or nothing fits."""
    if how.number is not None:
        exists, value = operand(how.number, scope)
        # A thing has a value or is missing; only within one expression can a count be open.
        return (exists, None if type(value) is Possible else value)
    return (True, _single_row(key, how, scope) if how.exactly_one else _first_row(key, how, scope))


def _first_row(key: str, how: WorkedOut, scope: Scope) -> str | None:
    """The word of the first row that is yes; none, if a row is unknown before any is yes."""
    for row in how.rows:
        holds = True if row.condition is None else truth(row.condition, scope)
        if holds is not False:
            return row.word if holds else None
    scope.unfit[key] = "no-row-fits"
    return None


def _single_row(key: str, how: WorkedOut, scope: Scope) -> str | None:
    """The word of the only row that is yes, `otherwise` if all are no; none, if any is unknown."""
    holds = [(row.word, truth(row.condition, scope)) for row in how.rows if row.condition is not None]
    fitting = [word for word, held in holds if held]
    fitting += [row.word for row in how.rows if row.condition is None and not fitting]
    if sum(held is True for _, held in holds) > 1:
        scope.unfit[key] = "more-than-one-row-fits"
        return None
    if any(held is None for _, held in holds):
        return None
    if not fitting:
        scope.unfit[key] = "no-row-fits"
    return fitting[0] if fitting else None


# --- Questions -------------------------------------------------------------------------------

#: What a clause must be for the question not to apply.
_RULES_OUT: Mapping[str, bool] = {"only where": False, "excluded where": True}


def answer(question: Question, scope: Scope) -> str | None:
    """The answer to a question, as recorded or worked out; None where it is missing, or a mark."""
    if question.worked_out is None:
        given = scope.values.get(question.key)
        return given if isinstance(given, str) else None
    if question.key not in scope.answers:
        _, found = worked_out(question.key, question.worked_out, scope)
        scope.answers[question.key] = found if isinstance(found, str) else None
    return scope.answers[question.key]


def ruling(key: str, scope: Scope) -> Ruling:
    """What a question comes to: the first outcome that fits."""
    found = scope.rulings.get(key)
    if found is None:
        found = scope.rulings[key] = _rule(scope.framework.questions[key], scope)
    return found


def _rule(question: Question, scope: Scope) -> Ruling:
    unknown, at = None, 0
    for at, clause in enumerate(question.clauses):
        if clause.kind not in _RULES_OUT:
            break
        holds = truth(clause.expr, scope)
        if holds is _RULES_OUT[clause.kind]:
            return Ruling(Outcome.NOT_APPLICABLE_BY_RULE, at, _recorded(question, scope))
        if holds is None and unknown is None:
            unknown = at
    if question.may_be_marked and isinstance(scope.values.get(question.key), Mark):
        return Ruling(Outcome.NOT_APPLICABLE_BY_ASSESSOR, None, None)
    if unknown is not None:
        return Ruling(Outcome.UNDETERMINED, unknown, _recorded(question, scope))
    given = answer(question, scope)
    return _judged(question.clauses, at, given, scope) if question.is_judged else Ruling(None, None, given)


def _recorded(question: Question, scope: Scope) -> str | None:
    """The answer as recorded, where it is not to be worked out because the question may not apply."""
    return None if question.worked_out else answer(question, scope)


def _judged(clauses: tuple[Clause, ...], at: int, given: str | None, scope: Scope) -> Ruling:
    """What a question comes to that applies; its `sufficient when` is the clause of that index."""
    holds = truth(clauses[at].expr, scope)
    if holds is None:
        return Ruling(Outcome.UNANSWERED, at, given)
    if holds:
        return Ruling(Outcome.SUFFICIENT, at, given)
    excused = [truth(clause.expr, scope) for clause in clauses[at + 1 :]]
    if True in excused:
        return Ruling(Outcome.EXCUSED, at + 1 + excused.index(True), given)
    if None in excused:
        return Ruling(Outcome.UNDETERMINED, at + 1 + excused.index(None), given)
    return Ruling(Outcome.INSUFFICIENT, at, given)
