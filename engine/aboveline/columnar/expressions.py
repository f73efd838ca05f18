"""Puts the expressions of a framework into terms: truths as two bits, operands as what can be seen of them.

What an expression names (facts, conditions, questions) is there already when it comes to it, as
`rules` takes a framework in the order of its dependencies.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, cast

from attrs import field

from aboveline.columnar.graph import ALWAYS, NO, YES, Graph, Kleene, Term, negate, sure
from aboveline.columnar.operations import day_number
from aboveline.columnar.seen import (
    Numbers,
    Plain,
    Seen,
    Words,
    among_numbers,
    among_words,
    combined,
    compare_numbers,
    compare_plain,
    compared,
    constant_word,
    is_certain,
    number_between,
)
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
    IsKnown,
    IsMissing,
    JudgedAs,
    Not,
    NumberOf,
    OneOf,
    Operand,
    Or,
    OwnAnswer,
    Within,
)
from aboveline.framework.expressions import Truth as TruthExpression
from aboveline.framework.model import Framework
from aboveline.frozen import frozen
from aboveline.values import Value


class Ruled(NamedTuple):
    """What a question comes to, as bits of which one is set; `applies` is that of a question not judged.

    `reasons` has a bit for each reason that `reasons(question)` has, in that order; just one is set.
    `exists` is whether there is an answer to speak of.
    """

    reasons: tuple[Term, ...]
    exists: Kleene
    not_applicable: Term
    sufficient: Term
    insufficient: Term
    #: Unanswered; for a question that is not judged, that it applies.
    needs_answer: Term
    by_assessor: Term
    by_rule: Term
    #: It applies for all that the clauses over it say, so that it comes to its answer.
    reached: Term


@frozen
class Scope:
    """A framework being put into terms: the graph, and what stands in it for each thing by key."""

    framework: Framework
    graph: Graph = field(factory=Graph)
    facts: dict[str, Seen] = field(factory=dict[str, Seen])
    conditions: dict[str, Kleene] = field(factory=dict[str, Kleene])
    #: The answers to questions, as recorded or worked out, whether or not they apply.
    answers: dict[str, Words] = field(factory=dict[str, Words])
    rulings: dict[str, Ruled] = field(factory=dict[str, Ruled])
    #: Where no row fits a worked-out thing, and where more than one does; questions where they apply.
    no_row: dict[str, Term] = field(factory=dict[str, Term])
    more_rows: dict[str, Term] = field(factory=dict[str, Term])


def truth(expr: TruthExpression, scope: Scope) -> Kleene:
    """Where an expression is yes, and where it is no."""
    return _TRUTHS[type(expr)](expr, scope)


def operand(expr: Operand, scope: Scope) -> Seen:
    """Whether there is such a thing for each case, and what it is."""
    return _OPERANDS[type(expr)](expr, scope)


# --- Operands --------------------------------------------------------------------------------


def constant(value: Value, graph: Graph) -> Seen:
    """A number, a day or a text that is the same for every case; a word is told from a text by what it meets."""
    match value:
        case Decimal() | int():
            whole, places = in_last_place(value)
            term = graph.literal(whole)
            return Numbers(YES, ALWAYS, term, term, places, abs(whole))
        case date():
            return Plain(YES, ALWAYS, graph.literal(day_number(value)))
        case str():
            return Plain(YES, ALWAYS, graph.literal(value))


def in_last_place(value: int | Decimal) -> tuple[int, int]:
    """A number as a whole number of its last decimal place, and how many places that is."""
    if isinstance(value, int):
        return value, 0
    places = max(0, -cast("int", value.as_tuple().exponent))
    return int(value.scaleb(places)), places


def _answer_value(expr: AnswerValue, scope: Scope) -> Seen:
    answer = scope.answers[expr.question]
    return Words(scope.rulings[expr.question].exists, answer.present, answer.at)


def _number_of(expr: NumberOf, scope: Scope) -> Seen:
    graph = scope.graph
    truths = [truth(item, scope) for item in expr.items]
    low = graph.term("count", *(one.yes for one in truths))
    high = graph.term("count", *(graph.opposite(one.no) for one in truths))
    return Numbers(YES, ALWAYS, low, high, 0, len(truths))


def _arithmetic(expr: Arithmetic, scope: Scope) -> Seen:
    left, right = (cast("Numbers", operand(side, scope)) for side in (expr.left, expr.right))
    return combined(scope.graph, left, expr.operator, right)


#: No date is further from another than this in any unit.
_LONGEST = date.max.toordinal()


def _elapsed(expr: Elapsed, scope: Scope) -> Seen:
    graph = scope.graph
    start, end = (cast("Plain", operand(side, scope)) for side in (expr.start, expr.end))
    if expr.unit == "working days":
        calendar = (scope.framework.calendar,)
        to_start, to_end = (graph.term("working days", d.value, told=calendar) for d in (start, end))
        found = graph.term("minus", to_end, to_start)
    else:
        found = graph.term("elapsed", start.value, end.value, told=(expr.unit,))
    exists, present = graph.all_of((start.exists, end.exists)), graph.every((start.present, end.present))
    return Numbers(exists, present, found, found, 0, _LONGEST)


_OPERANDS: Mapping[type, Callable[[Any, Scope], Seen]] = {
    Constant: lambda expr, scope: constant(expr.value, scope.graph),
    FactValue: lambda expr, scope: scope.facts[expr.fact],
    AnswerValue: _answer_value,
    OwnAnswer: lambda expr, scope: scope.answers[expr.question],
    Elapsed: _elapsed,
    Arithmetic: _arithmetic,
    NumberOf: _number_of,
}


# --- Comparisons -----------------------------------------------------------------------------


def _operands(exprs: Sequence[Operand], scope: Scope) -> list[Seen]:
    """Some operands that are compared; where any is a word, so is each constant among them."""
    found = [operand(expr, scope) for expr in exprs]
    if any(isinstance(one, Words) for one in found):
        pairs = zip(found, exprs, strict=True)
        return [constant_word(str(e.value)) if isinstance(e, Constant) else one for one, e in pairs]
    return found


def _compare(expr: Compare, scope: Scope) -> Kleene:
    left, right = _operands((expr.left, expr.right), scope)
    match left, right:
        case Words(), Words():
            test = among_words(scope.graph, left, (right,))
            test = test if expr.operator == "is" else negate(test)
        case Numbers(), Numbers():
            test = compare_numbers(scope.graph, expr.operator, left, right)
        case Plain(), Plain():
            test = compare_plain(scope.graph, expr.operator, left.value, right.value)
        case _:
            raise TypeError("the checker lets nothing be compared with what is of another type")
    return compared(scope.graph, (left, right), test)


def _one_of(expr: OneOf, scope: Scope) -> Kleene:
    left, *values = _operands((expr.left, *expr.values), scope)
    match left:
        case Words():
            test = among_words(scope.graph, left, [cast("Words", value) for value in values])
        case Numbers():
            test = among_numbers(scope.graph, left, [cast("Numbers", value) for value in values])
        case Plain():
            pairs = [(left.value, cast("Plain", value).value) for value in values]
            among = scope.graph.some(scope.graph.term("same", *pair) for pair in pairs)
            test = sure(scope.graph, among)
    return compared(scope.graph, (left, *values), negate(test) if expr.negated else test)


def _between(expr: Between, scope: Scope) -> Kleene:
    left, low, high = (operand(one, scope) for one in (expr.left, expr.low, expr.high))
    match left, low, high:
        case Numbers(), Numbers(), Numbers():
            test = number_between(scope.graph, left, low, high)
        case Plain(), Plain(), Plain():
            test = _days_between(scope.graph, left.value, low.value, high.value)
        case _:
            raise TypeError("the checker lets nothing be compared with what is of another type")
    return compared(scope.graph, (left, low, high), test)


def _days_between(graph: Graph, day: Term, first: Term, last: Term) -> Kleene:
    return sure(graph, graph.every((graph.term("at most", first, day), graph.term("at most", day, last))))


def _date_limit(expr: DateLimit, scope: Scope) -> Kleene:
    graph = scope.graph
    left, anchor = (cast("Plain", operand(one, scope)) for one in (expr.left, expr.anchor))
    limit = _shifted(anchor, expr.count if expr.direction == "after" else -expr.count, expr.unit, scope)
    is_end = expr.bound == "no later than"
    bit = graph.term("at most", left.value, limit) if is_end else graph.term("at most", limit, left.value)
    return compared(graph, (left, anchor), sure(graph, bit))


def _within(expr: Within, scope: Scope) -> Kleene:
    left, anchor = (cast("Plain", operand(one, scope)) for one in (expr.left, expr.anchor))
    back = 0 if expr.side == "after" else -expr.count
    on = 0 if expr.side == "before" else expr.count
    first, last = (_shifted(anchor, count, expr.unit, scope) for count in (back, on))
    return compared(scope.graph, (left, anchor), _days_between(scope.graph, left.value, first, last))


def _shifted(anchor: Plain, count: int, unit: str, scope: Scope) -> Term:
    if count == 0:
        return anchor.value
    return scope.graph.term("shift", anchor.value, told=(scope.framework.calendar, count, unit))


# --- Truths ----------------------------------------------------------------------------------


def _is_missing(expr: IsMissing, scope: Scope) -> Kleene:
    graph, of = scope.graph, expr.operand
    if isinstance(of, AnswerValue):
        ruled, given = scope.rulings[of.question], scope.answers[of.question]
        return sure(graph, graph.every((ruled.needs_answer, graph.opposite(given.present))))
    seen = operand(of, scope)
    return sure(graph, graph.neither(seen.exists.no, is_certain(graph, seen)))


def _is_known(expr: IsKnown, scope: Scope) -> Kleene:
    graph, of = scope.graph, expr.operand
    if isinstance(of, AnswerValue):
        ruled, given = scope.rulings[of.question], scope.answers[of.question]
        answered = graph.every((ruled.needs_answer, given.present))
        return sure(graph, graph.some((ruled.sufficient, ruled.insufficient, answered)))
    seen = operand(of, scope)
    return sure(graph, graph.every((graph.opposite(seen.exists.no), is_certain(graph, seen))))


def _judged_as(expr: JudgedAs, scope: Scope) -> Kleene:
    ruled = scope.rulings[expr.question]
    sides = [ruled.sufficient, ruled.insufficient]
    yes, no = sides if expr.outcome == "sufficient" else sides[::-1]
    if expr.or_not_applicable:
        return Kleene(scope.graph.some((yes, ruled.not_applicable)), no)
    return Kleene(yes, scope.graph.some((no, ruled.not_applicable)))


def _applies(expr: Applies, scope: Scope) -> Kleene:
    applies = scope.rulings[expr.question].exists
    return negate(applies) if expr.negated else applies


def _counted(expr: Counted, scope: Scope) -> Kleene:
    graph, items = scope.graph, [truth(item, scope) for item in expr.items]
    match expr.quantifier:
        case "all of":
            return graph.all_of(items)
        case "any of":
            return graph.any_of(items)
        case "none of":
            return negate(graph.any_of(items))
        case "at least":
            return at_least(graph, items, expr.count or 0)


def at_least(graph: Graph, items: Sequence[Kleene], count: int) -> Kleene:
    """Yes where so many are yes, no where yes and unknown together are fewer."""
    if count <= 0 or count > len(items):
        return YES if count <= 0 else NO
    if count in (1, len(items)):
        return graph.any_of(items) if count == 1 else graph.all_of(items)
    needed = graph.literal(count)
    sure_ones = graph.term("count", *(one.yes for one in items))
    possible = graph.term("count", *(graph.opposite(one.no) for one in items))
    return Kleene(graph.term("at most", needed, sure_ones), graph.term("less", possible, needed))


_TRUTHS: Mapping[type, Callable[[Any, Scope], Kleene]] = {
    Always: lambda _, __: YES,
    And: lambda expr, scope: scope.graph.all_of(truth(item, scope) for item in expr.items),
    Or: lambda expr, scope: scope.graph.any_of(truth(item, scope) for item in expr.items),
    Not: lambda expr, scope: negate(truth(expr.item, scope)),
    ConditionHolds: lambda expr, scope: scope.conditions[expr.condition],
    Compare: _compare,
    OneOf: _one_of,
    Between: _between,
    DateLimit: _date_limit,
    Within: _within,
    IsMissing: _is_missing,
    IsKnown: _is_known,
    Applies: _applies,
    JudgedAs: _judged_as,
    Counted: _counted,
}
