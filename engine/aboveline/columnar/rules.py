"""Puts a framework into terms: its facts, conditions and questions, each after all it rests on."""

from collections.abc import Iterable, Mapping
from typing import assert_never, cast

import polars as pl

from aboveline.columnar.expressions import Ruled, Scope, constant, operand, truth
from aboveline.columnar.frame import marks_of
from aboveline.columnar.graph import ALWAYS, NEVER, YES, Graph, Kleene, Term, negate
from aboveline.columnar.seen import Numbers, Plain, Seen, Words, constant_word, is_certain
from aboveline.framework.dependencies import order
from aboveline.framework.model import Clause, Fact, Framework, Question, Row, WorkedOut
from aboveline.frozen import frozen
from aboveline.records.record import Record
from aboveline.values import Choice, Date, Mark, Number, Text, Value, ValueType, WholeNumber

#: Numbers of a record keep below this.
_LARGEST_GIVEN = 10**12


def in_terms(framework: Framework, columns: Mapping[str, pl.DataType], inspection: Record | None) -> Scope:
    """A framework in terms of the columns of a frame of cases; facts of the inspection are what they are."""
    scope = Scope(framework)
    for node in order(framework):
        match node.kind:
            case "fact":
                fact = framework.facts[node.key]
                scope.facts[node.key] = _fact(fact, columns, inspection, scope)
            case "condition":
                scope.conditions[node.key] = truth(framework.conditions[node.key].expr, scope)
            case "question":
                _question(framework.questions[node.key], columns, scope)
            case "check" | "rating":  # nothing is judged by one
                pass
            case _:
                assert_never(node.kind)
    return scope


# --- Facts -----------------------------------------------------------------------------------


def _fact(fact: Fact, columns: Mapping[str, pl.DataType], inspection: Record | None, scope: Scope) -> Seen:
    graph = scope.graph
    exists = YES if fact.only_where is None else truth(fact.only_where, scope)
    if fact.worked_out is not None:
        found = _worked_out(fact.key, fact.worked_out, fact.type, scope, graph.opposite(exists.no))
        return _existing(found, graph.all_of((exists, found.exists)))
    if fact.of_inspection:
        given = inspection.values.get(fact.key) if inspection else None
        found = _given_once(None if isinstance(given, Mark) else given, fact.type, graph)
    else:
        found = recorded(fact.key, fact.type, columns.get(fact.key), graph)
    return _existing(found, exists)


def _existing(seen: Seen, exists: Kleene) -> Seen:
    match seen:
        case Words():
            return Words(exists, seen.present, seen.at)
        case Numbers():
            return Numbers(exists, seen.present, seen.low, seen.high, seen.places, seen.largest)
        case Plain():
            return Plain(exists, seen.present, seen.value)


def _given_once(value: Value | None, kind: ValueType, graph: Graph) -> Seen:
    """A fact of the inspection, the same for every case."""
    if value is None:
        return recorded("", kind, None, graph)
    return constant_word(str(value)) if isinstance(kind, Choice) else constant(value, graph)


def recorded(key: str, kind: ValueType, column: pl.DataType | None, graph: Graph) -> Seen:
    """What a column of the frame holds; missing everywhere, if there is no such column. A mark is no value."""
    if column is None:
        nothing = graph.literal(0)
        match kind:
            case Choice():
                return Words(YES, NEVER, dict.fromkeys(kind.names, NEVER))
            case WholeNumber() | Number():
                return Numbers(YES, NEVER, nothing, nothing, 0, 0)
            case Date():
                return Plain(YES, NEVER, nothing)
            case Text():
                return Plain(YES, NEVER, graph.literal(""))
    term = graph.term("column", told=(key, column))
    match kind:
        case Choice():
            return _words(term, kind, column, graph)
        case WholeNumber():
            return Numbers(YES, graph.term("is there", term), term, term, 0, _LARGEST_GIVEN)
        case Number():
            value = graph.term("in millionths", term)
            return Numbers(YES, graph.term("is there", term), value, value, 6, _LARGEST_GIVEN * 10**6)
        case Date() | Text():
            return Plain(YES, graph.term("is there", term), term)


def _words(term: Term, kind: Choice, column: pl.DataType, graph: Graph) -> Words:
    count, can_be_marked = len(kind.names), marks_of(column)
    at = {
        word: graph.term("is code", term, told=(code, count, can_be_marked))
        for code, word in enumerate(kind.names)
    }
    if not can_be_marked:
        return Words(YES, graph.term("is there", term), at)
    present = graph.some(at.values()) if count <= 2 else graph.term("is below", term, told=(count,))
    return Words(YES, present, at)


def marked(key: str, kind: ValueType, column: pl.DataType | None, graph: Graph) -> Term:
    """Where a question is marked not applicable."""
    if column is None or not isinstance(kind, Choice) or not marks_of(column):
        return NEVER
    term, count = graph.term("column", told=(key, column)), len(kind.names)
    # Told of one code more than the words have, it is not taken for one of them.
    return graph.term("is code", term, told=(count, count + 1, True))


# --- Worked-out values -----------------------------------------------------------------------


def _worked_out(key: str, how: WorkedOut, kind: ValueType, scope: Scope, wanted: Term) -> Seen:
    """What a fact or an answer is worked out to; `wanted` says where it is asked for at all."""
    if how.number is not None:
        return _settled(operand(how.number, scope), scope.graph)
    by_row = _single_row(how.rows, scope) if how.exactly_one else _first_row(how.rows, scope)
    fitting, none_fits, more_fit = by_row
    scope.no_row[key] = scope.graph.every((wanted, none_fits))
    scope.more_rows[key] = scope.graph.every((wanted, more_fit))
    at: dict[str, Term] = dict.fromkeys(cast("Choice", kind).names, NEVER)
    for row, bit in zip(how.rows, fitting, strict=True):
        at[row.word] = scope.graph.some((at[row.word], bit))
    return Words(YES, scope.graph.some(at.values()), at)


def _settled(seen: Seen, graph: Graph) -> Seen:
    """A thing has a value or is missing; only within one expression can a count be open."""
    if not isinstance(seen, Numbers) or seen.is_certain:
        return seen
    return Numbers(seen.exists, is_certain(graph, seen), seen.low, seen.low, seen.places, seen.largest)


#: Where each row decides, where none fits, and where more than one does.
_ByRow = tuple[tuple[Term, ...], Term, Term]


def _first_row(rows: Iterable[Row], scope: Scope) -> _ByRow:
    """The first row that is yes decides; none, if one is unknown before any is yes."""
    graph, reached, fitting = scope.graph, ALWAYS, list[Term]()
    for row in rows:
        holds = YES if row.condition is None else truth(row.condition, scope)
        fitting.append(graph.every((reached, holds.yes)))
        reached = graph.every((reached, holds.no))
    return tuple(fitting), reached, NEVER


def _single_row(rows: Iterable[Row], scope: Scope) -> _ByRow:
    """The only row that is yes decides, or `otherwise` if all are no; none, if any is unknown."""
    graph = scope.graph
    held = [None if row.condition is None else truth(row.condition, scope) for row in rows]
    all_no = graph.every(one.no for one in held if one is not None)
    fitting, otherwise_left = list[Term](), ALWAYS
    for index, one in enumerate(held):
        if one is None:
            fitting.append(graph.every((all_no, otherwise_left)))
            otherwise_left = NEVER
        else:
            others = (o.no for at, o in enumerate(held) if o is not None and at != index)
            fitting.append(graph.every((one.yes, *others)))
    return tuple(fitting), graph.every((all_no, otherwise_left)), _more_than_one(held, graph)


def _more_than_one(held: Iterable[Kleene | None], graph: Graph) -> Term:
    one_holds = more_hold = NEVER
    for one in held:
        if one is not None:
            more_hold = graph.some((more_hold, graph.every((one_holds, one.yes))))
            one_holds = graph.some((one_holds, one.yes))
    return more_hold


# --- Questions -------------------------------------------------------------------------------


def _question(question: Question, columns: Mapping[str, pl.DataType], scope: Scope) -> None:
    graph, column = scope.graph, columns.get(question.key)
    over = [_ruling_out(clause, scope) for clause in question.clauses if clause.kind in _OVER]
    by_rule, unknown = graph.some(one.yes for one in over), [graph.unknown(one) for one in over]
    mark = marked(question.key, question.answers, column, graph) if question.may_be_marked else NEVER
    by_assessor = graph.every((mark, graph.opposite(by_rule)))
    reached = graph.every((graph.opposite(mark), *(one.no for one in over)))
    if question.worked_out is None:
        answer = recorded(question.key, question.answers, column, graph)
    else:
        answer = _worked_out(question.key, question.worked_out, question.answers, scope, reached)
    scope.answers[question.key] = cast("Words", answer)
    judged = _judged(question.clauses[len(over) :], reached, scope) if question.is_judged else _NOT_JUDGED
    before = (*(one.yes for one in over), *((mark,) if question.may_be_marked else ()), *unknown)
    not_applicable = graph.some((by_rule, by_assessor, *judged.excused))
    scope.rulings[question.key] = Ruled(
        reasons=(*_one_by_one(before, graph), *judged.reasons)[::-1],
        exists=Kleene(
            graph.every((reached, graph.neither(*judged.excused, *judged.undetermined))), not_applicable
        ),
        not_applicable=not_applicable,
        sufficient=judged.sufficient,
        insufficient=judged.insufficient,
        needs_answer=judged.unanswered if question.is_judged else reached,
        by_assessor=by_assessor,
        by_rule=by_rule,
        reached=reached,
    )


#: The clauses that say whether a question applies.
_OVER = frozenset({"only where", "excluded where"})


def _ruling_out(clause: Clause, scope: Scope) -> Kleene:
    """Whether a clause rules a question out."""
    holds = truth(clause.expr, scope)
    return holds if clause.kind == "excluded where" else negate(holds)


@frozen
class _Judged:
    """What a question comes to where it is reached, as bits."""

    unanswered: Term
    sufficient: Term
    excused: tuple[Term, ...]
    undetermined: tuple[Term, ...]
    insufficient: Term

    @property
    def reasons(self) -> tuple[Term, ...]:
        """A bit for each reason that is left, in the order in which they are tried."""
        return (self.unanswered, self.sufficient, *self.excused, *self.undetermined, self.insufficient)


_NOT_JUDGED = _Judged(NEVER, NEVER, (), (), NEVER)


def _judged(clauses: tuple[Clause, ...], reached: Term, scope: Scope) -> _Judged:
    """What a question comes to where it is reached; its `sufficient when` is the first of the clauses."""
    graph = scope.graph
    holds, *excuses = (truth(clause.expr, scope) for clause in clauses)
    failed = graph.every((reached, holds.no))
    yes, unknown = [one.yes for one in excuses], [graph.unknown(one) for one in excuses]
    tried = [graph.every((failed, bit)) for bit in _one_by_one((*yes, *unknown), graph)]
    return _Judged(
        unanswered=graph.every((reached, graph.unknown(holds))),
        sufficient=graph.every((reached, holds.yes)),
        excused=tuple(tried[: len(excuses)]),
        undetermined=tuple(tried[len(excuses) :]),
        insufficient=graph.every((failed, *(one.no for one in excuses))),
    )


def _one_by_one(bits: tuple[Term, ...], graph: Graph) -> tuple[Term, ...]:
    """Each bit, where none before it is set."""
    found, before = list[Term](), NEVER
    for bit in bits:
        found.append(graph.every((bit, graph.opposite(before))))
        before = graph.some((before, bit))
    return tuple(found)
