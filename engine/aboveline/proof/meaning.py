"""Turns the expressions of a framework into statements for z3: the reference evaluator, for all cases at once.

Every function here is the counterpart of one in `reference/evaluate.py`, and comes to the same for every case.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from aboveline.framework import expressions as ex
from aboveline.framework.model import Fact, Framework, Question, WorkedOut
from aboveline.frozen import frozen
from aboveline.judgement import NOT_APPLICABLE, Outcome
from aboveline.proof.comparing import Test, aligned, between, certain, compared, known, one_of
from aboveline.proof.fields import FieldName
from aboveline.proof.ground import Ground, NamedDay, amount
from aboveline.proof.limit import Limit
from aboveline.proof.limits import keeps_to, units_between
from aboveline.proof.logic import YES, Bool, Kleene, negated
from aboveline.proof.rows import first_row, single_row
from aboveline.proof.seen import Amount, Day, Held, Phrase, Seen, Words, as_amount, as_day
from aboveline.reference.operations import REACHES
from aboveline.values import Choice, Date, Text, Value, ValueType


class AboutScoresError(Exception):
    """An expression is about scores, which no case has alone."""


@frozen
class Meaning:
    """A framework whose expressions are translated, and the ground they stand on; `of` tells it from the other, if there are two."""

    framework: Framework
    ground: Ground
    of: int


@frozen
class Ruled:
    """What a question comes to: of each outcome, whether it is that one; None is that of a question not judged."""

    outcomes: Mapping[Outcome | None, Bool]
    answer: Words


def truth(expr: ex.Truth, at: Meaning) -> Kleene:
    """Whether an expression is yes, no or unknown. What was translated before is known by its identity, and so kept."""
    key = ("truth", at.of, id(expr))
    return at.ground.once(key, lambda: (TRUTHS[type(expr)](expr, at), expr))[0]


def operand(expr: ex.Operand, at: Meaning) -> Seen:
    """Whether there is such a thing, and what it is."""
    return OPERANDS[type(expr)](expr, at)


# --- Operands --------------------------------------------------------------------------------


def _constant(expr: ex.Constant, at: Meaning) -> Seen:
    return Seen(YES, constant(expr.value, at.ground))


def constant(value: Value, ground: Ground) -> Held:
    """A value that is always the same; a text is a word here, until it is compared with one that is given."""
    match value:
        case str():
            return Words({value: True})
        case date():
            ground.rests_on(NamedDay(value))
            return Day(value.toordinal(), None, True)
        case _:
            return amount(value)


def _fact_value(expr: ex.FactValue, at: Meaning) -> Seen:
    return at.ground.once(("fact", at.of, expr.fact), lambda: _fact(at.framework.facts[expr.fact], at))


def _fact(fact: Fact, at: Meaning) -> Seen:
    exists = YES if fact.only_where is None else truth(fact.only_where, at)
    if fact.worked_out is not None:
        found = worked_out(fact.worked_out, at)
        return Seen(at.ground.logic.kleene_all((exists, found.exists)), found.value)
    cell = at.ground.cell(FieldName(fact.key, fact.of_inspection))
    return Seen(exists, _as_type(fact.type, None if cell is None else cell.value))


def _as_type(kind: ValueType, value: Held | None) -> Held:
    """A value as a type has it: the values valid under two types may be fewer, or none at all."""
    match kind:
        case Choice() | Text():
            return value if isinstance(value, Words | Phrase) else Words({})
        case Date():
            return value if isinstance(value, Day) else Day(1, None, False)
        case _:
            return value if isinstance(value, Amount) else Amount(0, 0, 0, 0, False)


def _answer_value(expr: ex.AnswerValue, at: Meaning) -> Seen:
    ruled = ruling(expr.question, at)
    return Seen(_applies(ruled, at), ruled.answer)


def _own_answer(expr: ex.OwnAnswer, at: Meaning) -> Seen:
    return Seen(YES, answer(at.framework.questions[expr.question], at))


def _elapsed(expr: ex.Elapsed, at: Meaning) -> Seen:
    start, end = operand(expr.start, at), operand(expr.end, at)
    logic = at.ground.logic
    exists = logic.kleene_all((start.exists, end.exists))
    first, last = as_day(start.value), as_day(end.value)
    units = units_between(at.ground, at.framework.calendar, first, last, expr.unit)
    return Seen(exists, Amount(units, units, 0, 0, logic.both(first.known, last.known)))


def _arithmetic(expr: ex.Arithmetic, at: Meaning) -> Seen:
    left, right = operand(expr.left, at), operand(expr.right, at)
    logic = at.ground.logic
    exists = logic.kleene_all((left.exists, right.exists))
    one, other, _ = aligned(as_amount(left.value), as_amount(right.value))
    if expr.operator == "+":
        low, high = one.low + other.low, one.high + other.high
    else:
        low, high = one.low - other.high, one.high - other.low
    both_known = logic.both(one.known, other.known)
    return Seen(exists, Amount(low, high, one.places, one.width + other.width, both_known))


def _number_of(expr: ex.NumberOf, at: Meaning) -> Seen:
    logic, truths = at.ground.logic, [truth(item, at) for item in expr.items]
    sure = logic.count(one.yes for one in truths)
    at_most = logic.count(logic.no(one.no) for one in truths)
    width = sum(one.yes is not True and one.no is not True for one in truths)
    return Seen(YES, Amount(sure, at_most, 0, width, True))


OPERANDS: Mapping[type, Callable[[Any, Meaning], Seen]] = {
    ex.Constant: _constant,
    ex.FactValue: _fact_value,
    ex.AnswerValue: _answer_value,
    ex.OwnAnswer: _own_answer,
    ex.Elapsed: _elapsed,
    ex.Arithmetic: _arithmetic,
    ex.NumberOf: _number_of,
}


# --- Comparisons -----------------------------------------------------------------------------


def _comparison(seen: Sequence[Seen], at: Meaning, test: Callable[..., Test]) -> Kleene:
    """What comparing some operands comes to; the one rule for all comparisons."""
    logic = at.ground.logic
    is_absent = logic.any(one.exists.no for one in seen)
    is_there = logic.all(logic.both(one.exists.yes, known(logic, one.value)) for one in seen)
    found = test(*(one.value for one in seen))
    yes = logic.both(is_there, found.always)
    return Kleene(yes, logic.either(is_absent, logic.both(is_there, found.never)))


def _compare(expr: ex.Compare, at: Meaning) -> Kleene:
    def test(left: Held, right: Held) -> Test:
        return compared(at.ground, expr.operator, left, right)

    return _comparison((operand(expr.left, at), operand(expr.right, at)), at, test)


def _one_of(expr: ex.OneOf, at: Meaning) -> Kleene:
    def test(left: Held, *values: Held) -> Test:
        found = one_of(at.ground, left, values)
        return Test(found.never, found.always) if expr.negated else found

    return _comparison([operand(each, at) for each in (expr.left, *expr.values)], at, test)


def _between(expr: ex.Between, at: Meaning) -> Kleene:
    def test(left: Held, low: Held, high: Held) -> Test:
        return between(at.ground, left, low, high)

    return _comparison([operand(each, at) for each in (expr.left, expr.low, expr.high)], at, test)


def _limits(left: Held, anchor: Held, limits: Sequence[Limit], at: Meaning) -> Test:
    """Whether a date keeps to all of some limits from another."""
    logic, day, start = at.ground.logic, as_day(left), as_day(anchor)
    so = logic.all(keeps_to(at.ground, limit, day, start) for limit in limits)
    return Test(so, logic.no(so))


def _date_limit(expr: ex.DateLimit, at: Meaning) -> Kleene:
    count = expr.count if expr.direction == "after" else -expr.count
    limit = Limit(count, expr.unit, at.framework.calendar, no_later=expr.bound == "no later than")

    def test(left: Held, anchor: Held) -> Test:
        return _limits(left, anchor, (limit,), at)

    return _comparison((operand(expr.left, at), operand(expr.anchor, at)), at, test)


def _within(expr: ex.Within, at: Meaning) -> Kleene:
    first, last = REACHES[expr.side](expr.count)
    calendar = at.framework.calendar
    limits = (
        Limit(first, expr.unit, calendar, no_later=False),
        Limit(last, expr.unit, calendar, no_later=True),
    )

    def test(left: Held, anchor: Held) -> Test:
        return _limits(left, anchor, limits, at)

    return _comparison((operand(expr.left, at), operand(expr.anchor, at)), at, test)


# --- Other truths ----------------------------------------------------------------------------


def _condition(expr: ex.ConditionHolds, at: Meaning) -> Kleene:
    key = expr.condition
    return at.ground.once(("condition", at.of, key), lambda: truth(at.framework.conditions[key].expr, at))


def _is_missing(expr: ex.IsMissing, at: Meaning) -> Kleene:
    logic, of = at.ground.logic, expr.operand
    if isinstance(of, ex.AnswerValue):
        ruled = ruling(of.question, at)
        needs_answer = logic.any(ruled.outcomes[outcome] for outcome in _NEEDS_ANSWER)
        return logic.two_valued(logic.both(needs_answer, logic.no(known(logic, ruled.answer))))
    seen = operand(of, at)
    is_certain = certain(logic, seen.value)
    return logic.two_valued(logic.both(logic.no(seen.exists.no), logic.no(is_certain)))


def _is_known(expr: ex.IsKnown, at: Meaning) -> Kleene:
    logic, of = at.ground.logic, expr.operand
    if isinstance(of, ex.AnswerValue):
        ruled = ruling(of.question, at)
        needs_answer = logic.any(ruled.outcomes[outcome] for outcome in _NEEDS_ANSWER)
        answered = logic.both(needs_answer, known(logic, ruled.answer))
        return logic.two_valued(logic.any((*(ruled.outcomes[outcome] for outcome in _SETTLED), answered)))
    seen = operand(of, at)
    return logic.two_valued(logic.both(logic.no(seen.exists.no), certain(logic, seen.value)))


def _judged_as(expr: ex.JudgedAs, at: Meaning) -> Kleene:
    logic, outcomes = at.ground.logic, ruling(expr.question, at).outcomes
    wanted = [outcome for outcome in _SETTLED if outcome == expr.outcome]
    others = [outcome for outcome in _SETTLED if outcome != expr.outcome]
    (wanted if expr.or_not_applicable else others).extend(NOT_APPLICABLE)
    return Kleene(
        logic.any(outcomes[outcome] for outcome in wanted),
        logic.any(outcomes[outcome] for outcome in others),
    )


def _applies_to(expr: ex.Applies, at: Meaning) -> Kleene:
    applies = _applies(ruling(expr.question, at), at)
    return negated(applies) if expr.negated else applies


def _applies(ruled: Ruled, at: Meaning) -> Kleene:
    logic, outcomes = at.ground.logic, ruled.outcomes
    no = logic.any(outcomes[outcome] for outcome in NOT_APPLICABLE)
    return Kleene(logic.no(logic.either(no, outcomes[Outcome.UNDETERMINED])), no)


def _counted(expr: ex.Counted, at: Meaning) -> Kleene:
    logic, truths = at.ground.logic, [truth(item, at) for item in expr.items]
    match expr.quantifier:
        case "all of":
            return logic.kleene_all(truths)
        case "any of":
            return logic.kleene_any(truths)
        case "none of":
            return negated(logic.kleene_any(truths))
        case "at least":
            count = expr.count or 0
            yes = logic.at_least([one.yes for one in truths], count)
            return Kleene(yes, logic.at_least([one.no for one in truths], len(truths) - count + 1))


#: The outcomes of a question that applies and is settled, and of one that applies and is not.
_SETTLED = (Outcome.SUFFICIENT, Outcome.INSUFFICIENT)
_NEEDS_ANSWER = (Outcome.UNANSWERED, None)


def _over_scores(_: object, __: Meaning) -> Kleene:
    raise AboutScoresError


TRUTHS: Mapping[type, Callable[[Any, Meaning], Kleene]] = {
    ex.Always: lambda _, __: YES,
    ex.And: lambda expr, at: at.ground.logic.kleene_all([truth(item, at) for item in expr.items]),
    ex.Or: lambda expr, at: at.ground.logic.kleene_any([truth(item, at) for item in expr.items]),
    ex.Not: lambda expr, at: negated(truth(expr.item, at)),
    ex.ConditionHolds: _condition,
    ex.Compare: _compare,
    ex.OneOf: _one_of,
    ex.Between: _between,
    ex.DateLimit: _date_limit,
    ex.Within: _within,
    ex.IsMissing: _is_missing,
    ex.IsKnown: _is_known,
    ex.Applies: _applies_to,
    ex.JudgedAs: _judged_as,
    ex.Counted: _counted,
    ex.ScoreCompare: _over_scores,
    ex.ScoreBetween: _over_scores,
    ex.InBand: _over_scores,
    ex.NoApplicableCases: _over_scores,
}


# --- Worked-out values -----------------------------------------------------------------------


def worked_out(how: WorkedOut, at: Meaning) -> Seen:
    """What a fact or an answer is worked out to; missing where it cannot be told, or nothing fits."""
    if how.number is not None:
        seen = operand(how.number, at)
        value = as_amount(seen.value)
        return Seen(
            seen.exists, Amount(value.low, value.low, value.places, 0, certain(at.ground.logic, value))
        )
    rows = [(row.word, YES if row.condition is None else truth(row.condition, at)) for row in how.rows]
    if not how.exactly_one:
        return Seen(YES, first_row(at.ground.logic, rows))
    otherwise = [row.word for row in how.rows if row.condition is None]
    conditions = [one for row, one in zip(how.rows, rows, strict=True) if row.condition is not None]
    return Seen(YES, single_row(at.ground.logic, conditions, otherwise))


# --- Questions -------------------------------------------------------------------------------


def answer(question: Question, at: Meaning) -> Words:
    """The answer to a question, as recorded or worked out; missing where a mark stands in its place."""
    if question.worked_out is None:
        cell = at.ground.cell(FieldName(question.key))
        return cell.value if cell is not None and isinstance(cell.value, Words) else Words({})
    how = question.worked_out

    def make() -> Words:
        found = worked_out(how, at).value
        return found if isinstance(found, Words) else Words({})

    return at.ground.once(("answer", at.of, question.key), make)


def ruling(key: str, at: Meaning) -> Ruled:
    """What a question comes to: the first outcome that fits."""
    return at.ground.once(("question", at.of, key), lambda: _rule(at.framework.questions[key], at))


def _rule(question: Question, at: Meaning) -> Ruled:
    logic = at.ground.logic
    clauses = [(clause.kind, truth(clause.expr, at)) for clause in question.clauses]
    wanted = [holds if kind == "only where" else negated(holds) for kind, holds in clauses if kind in _WHERE]
    applies = logic.kleene_all(wanted)
    marked = _marked(question, at)
    asked = logic.both(applies.yes, logic.no(marked))
    given = answer(question, at)
    outcomes: dict[Outcome | None, Bool] = dict.fromkeys((*Outcome, None), False)
    outcomes[Outcome.NOT_APPLICABLE_BY_RULE] = applies.no
    outcomes[Outcome.NOT_APPLICABLE_BY_ASSESSOR] = logic.both(logic.no(applies.no), marked)
    unclear = logic.both(logic.is_unknown(applies), logic.no(marked))
    if question.is_judged:
        sufficient = next(holds for kind, holds in clauses if kind == "sufficient when")
        excused = logic.kleene_any([holds for kind, holds in clauses if kind == "excused where"])
        failed = logic.both(asked, sufficient.no)
        outcomes[Outcome.UNANSWERED] = logic.both(asked, logic.is_unknown(sufficient))
        outcomes[Outcome.SUFFICIENT] = logic.both(asked, sufficient.yes)
        outcomes[Outcome.EXCUSED] = logic.both(failed, excused.yes)
        outcomes[Outcome.INSUFFICIENT] = logic.both(failed, excused.no)
        unclear = logic.either(unclear, logic.both(failed, logic.is_unknown(excused)))
    else:
        outcomes[None] = asked
    outcomes[Outcome.UNDETERMINED] = unclear
    if question.worked_out is not None:
        given = Words({word: logic.both(asked, so) for word, so in given.by_word.items()})
    return Ruled(outcomes, given)


#: The clauses that say whether a question applies.
_WHERE = frozenset({"only where", "excluded where"})


def _marked(question: Question, at: Meaning) -> Bool:
    """Whether the assessor marked the question, and may."""
    cell = at.ground.cell(FieldName(question.key)) if question.may_be_marked else None
    return False if cell is None else cell.mark
